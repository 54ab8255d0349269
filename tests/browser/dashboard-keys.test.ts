import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 60_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("a restricted key is made with what is chosen for it, on a phone too, and the list shows what that is", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { viewport: narrow });
  await open("/test/keys");
  await page.getByRole("button", { name: "Create a key" }).click();
  const dialog = page.getByRole("dialog", { name: "Create a key" });
  await dialog.getByLabel("Name").fill("reports");
  await dialog.getByText("Only some things").click();
  const choose = (resource: string, grant: string) =>
    dialog.getByRole("radiogroup", { name: resource, exact: true }).getByText(grant, { exact: true }).click();
  await choose("Charges", "Read");
  await choose("Refunds", "Change");
  await choose("Balance", "Read");
  await choose("Balance", "Nothing");
  await expect.poll(() => dialog.getByRole("radiogroup", { name: "Balance" }).getByText("Change").count()).toBe(0);
  await expectSound(page, "the choice of permissions");
  await dialog.getByRole("button", { name: "Create" }).click();

  const made = page.getByRole("dialog", { name: "Your new key" });
  const key = await made.locator("code").textContent();
  await made.getByRole("button", { name: "I have it" }).click();
  await page.getByText("Charges: Read · Refunds: Change").waitFor();
  await expectSound(page, "the list with a restricted key");
  const statuses = ["/charges", "/refunds", "/balance"].map(
    async (path) => (await gateway.call("GET", path, { key })).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200, 403]);
  expect(complaints).toEqual([]);
});
