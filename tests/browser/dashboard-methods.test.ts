import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test.each([
  [
    "en",
    wide,
    ["Krungsri First Choice", "TMBThanachart Bank"],
    ["Interest, if you pay it", "Interest, if the payer does"],
    ["1.30 % of the amount a month, plus VAT", "1.16 % of the amount a month"],
    ["0.80 % of the amount a month, plus VAT (assumed: no published rate)", "0.80 % of the amount a month"],
  ],
  [
    "th",
    narrow,
    ["กรุงศรี เฟิร์สช้อยส์", "ทีเอ็มบีธนชาต"],
    ["ดอกเบี้ย หากร้านค้าจ่าย", "ดอกเบี้ย หากผู้ชำระจ่าย"],
    ["เดือนละ 1.30% ของยอด บวกภาษีมูลค่าเพิ่ม", "เดือนละ 1.16% ของยอด"],
    ["เดือนละ 0.80% ของยอด บวกภาษีมูลค่าเพิ่ม (อัตราสมมติ: ไม่มีอัตราที่ประกาศ)", "เดือนละ 0.80% ของยอด"],
  ],
] as const)("a merchant reads what interest costs whom, and which rate is a guess (%s)", async (...row) => {
  const [locale, viewport, banks, terms, firstChoice, ttb] = row;
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "support", { locale, viewport });
  await open("/test/methods");
  for (const [at, rates] of [firstChoice, ttb].entries()) {
    const bank = page.getByRole("article").filter({ has: page.getByRole("heading", { name: banks[at], exact: true }) });
    for (const [which, term] of terms.entries()) {
      const name = bank.getByRole("term").filter({ hasText: term });
      expect(await name.locator("xpath=following-sibling::dd[1]").textContent()).toBe(rates[which]);
    }
  }
  await expectSound(page, `payment methods in ${locale}`);
  expect(complaints).toEqual([]);
});
