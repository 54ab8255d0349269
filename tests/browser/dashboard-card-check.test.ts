import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aToken, installmentCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const item = (page: Page, text: RegExp) => page.getByRole("listitem").filter({ hasText: text });

test.each([
  [
    "en",
    wide,
    {
      authorized: /Card check: issuer asked to authorize ฿1\.00: approved.*10:00:00/,
      voided: /Card check: bank asked to void ฿1\.00: confirmed.*10:00:00/,
      declined: /issuer asked to authorize ฿1\.00: declined.*insufficient_funds.*so the card got no token/,
      filter: "Card check",
    },
  ],
  [
    "th",
    narrow,
    {
      authorized: /ตรวจสอบบัตร: ขออนุมัติ ฿1\.00 จากธนาคารผู้ออกบัตร: อนุมัติ.*10:00:00/,
      voided: /ตรวจสอบบัตร: ขอให้ธนาคารยกเลิกยอด ฿1\.00: ยืนยันแล้ว.*10:00:00/,
      declined: /ขออนุมัติ ฿1\.00 จากธนาคารผู้ออกบัตร: ปฏิเสธ.*insufficient_funds.*บัตรจึงไม่ได้รับโทเค็น/,
      filter: "การตรวจสอบบัตร",
    },
  ],
] as const)(
  "a merchant sees the 1-baht check of a card, its void, and one that was declined (%s)",
  {
    timeout: 40_000,
  },
  async (locale, viewport, words) => {
    const gateway = await aGateway();
    const card = await aToken(gateway, "4999000100030100");
    const source = { type: "installment_wlb_bay", installment_term: 4 };
    const { json: charge } = await installmentCharge(gateway, { card, source });
    await aToken(gateway, "4999000200000011").catch(() => "refused, as it should be");
    const { page, open, complaints } = await aMember(browser, gateway, "viewer", { locale, viewport });

    await open(`/test/charges/${charge.id}`);
    for (const told of [words.authorized, words.voided]) await item(page, told).waitFor();
    await page.getByRole("combobox").selectOption(words.filter);
    await expect.poll(() => item(page, /./).filter({ hasText: "10:00:00" }).count()).toBe(2);
    await expectSound(page, "a charge whose card was checked");
    await page.getByRole("combobox").selectOption({ index: 0 });
    await item(page, /POST \/tokens/)
      .getByRole("link")
      .click();
    await page.waitForURL("**/requests/*");
    await settled(page);
    const check = page.locator("section").filter({ has: page.getByRole("heading", { name: words.filter }) });
    for (const told of [words.authorized, words.voided])
      await check.getByRole("listitem").filter({ hasText: told }).waitFor();
    await expectSound(page, "the request for a token");

    await open("/test/requests?status=4xx");
    await page.getByRole("link", { name: "POST /tokens" }).click();
    await check.getByRole("listitem").filter({ hasText: words.declined }).waitFor();
    await expect.poll(() => check.getByRole("listitem").count()).toBe(1);
    await expectSound(page, "a refused request for a token");
    expect(complaints).toEqual([]);
  },
);
