import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import { aShadowed, aToken } from "../shadow/shadow.ts";
import { aMember, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("a developer sees by endpoint what the shadow answers otherwise, and opens such a request, on a phone in Thai, too", async () => {
  const { ours, way } = await aShadowed();
  way.change((body) => body.replace(/"net": (\d+)/, '"net": 1$1'));
  await ours.call("POST", "/charges", { body: { amount: 100_000, currency: "thb", card: await aToken(ours) } });
  await aToken(ours, "4000056655665556");
  await ours.gateway.shadows.rest();

  const { page, open, complaints } = await aMember(browser, ours, "developer", { viewport: wide });
  await open("/test/fidelity");
  await page.getByText(/^charge\.net: here \d+, there 1\d+$/).waitFor();
  await page.getByText("only documented test cards are sent").waitFor();
  expect(
    await page
      .getByRole("row", { name: /POST \/charges/ })
      .first()
      .textContent(),
  ).toContain("1 different");
  await expectSound(page, "the report on a desktop");
  await page.getByLabel("From the last").selectOption("2h");
  await page.getByText(/^charge\.net: here/).waitFor();
  await page.getByRole("link", { name: "Such a request" }).first().click();
  await page.getByRole("heading", { level: 1, name: /POST \/charges/ }).waitFor();

  const phone = await aMember(browser, ours, "developer", { viewport: narrow, locale: "th" });
  await phone.open("/test/fidelity");
  await phone.page.getByText(/^charge\.net: here/).waitFor();
  await settled(phone.page);
  await expectSound(phone.page, "the report on a phone");
  expect([...complaints, ...phone.complaints]).toEqual([]);
});

test("an account without a shadow is told how one is begun", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "viewer", { viewport: narrow });
  await open("/test/fidelity");
  await page.getByText("This account has no shadow").waitFor();
  await page.getByText(/^chamra shadow start account_test_/).waitFor();
  await expectSound(page, "no shadow");
  expect(complaints).toEqual([]);
});
