import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("a developer saves a snapshot, empties the account, puts it back, and makes and ends a throw-away account", async () => {
  const gateway = await aGateway();
  await cardCharge(gateway);
  const total = async () => (await gateway.call("GET", "/charges")).json.total;
  const { page, open, complaints } = await aMember(browser, gateway, "developer", { viewport: wide });
  await open("/test/test-data");
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Save a snapshot" }).click();
  await dialog.getByLabel("Name").fill("one-charge");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Put back: one-charge" }).waitFor();
  await page.getByRole("button", { name: "Empty", exact: true }).click();
  await dialog.getByRole("button", { name: "Empty" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await total()).toBe(0);
  await page.getByRole("button", { name: "Put back: one-charge" }).click();
  await dialog.getByRole("button", { name: "Put back" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await total()).toBe(1);

  await page.getByRole("button", { name: "Make one" }).click();
  await dialog.getByRole("button", { name: "Make it" }).click();
  const key = await dialog.getByRole("region", { name: "Secret key" }).textContent();
  await expectSound(page, "keys of a throw-away account");
  expect((await gateway.call("GET", "/account", { key: key ?? "" })).status).toBe(200);
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.waitFor({ state: "hidden" });
  await expectSound(page, "test data on a desktop");
  await page.getByRole("button", { name: /^End: account_test_/ }).click();
  await dialog.getByRole("button", { name: "End" }).click();
  await page.getByText("No throw-away account is open").waitFor();
  expect((await gateway.call("GET", "/account", { key: key ?? "" })).status).toBe(401);

  await page.getByRole("button", { name: "Live" }).click();
  await page.waitForURL(/\/dashboard\/live\/?$/);
  await open("/live/test-data");
  await page.getByRole("link", { name: "Open it in test mode" }).click();
  await page.waitForURL(/\/dashboard\/test\/test-data$/);
  await settled(page);
  expect(complaints).toEqual([]);
});

test("on a phone, in Thai, the page fits, and a viewer is told who may act", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "viewer", { viewport: narrow, locale: "th" });
  await gateway.call("POST", "/test/snapshots", { body: { name: "x".repeat(64) } });
  await gateway.call("POST", "/test/accounts");
  await open("/test/test-data");
  await expectSound(page, "test data on a phone");
  await page.getByRole("button", { name: "ล้างข้อมูล" }).focus();
  await page
    .getByText(/บทบาทของคุณ|เจ้าของ/)
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});
