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
    ["Interest, if you pay it", "Interest, if the payer does"],
    ["Krungsri First Choice", ["1.30 % of the amount a month, plus VAT", "1.16 % of the amount a month"]],
    [
      "TMBThanachart Bank",
      ["0.80 % of the amount a month, plus VAT (assumed: no published rate)", "0.80 % of the amount a month"],
    ],
  ],
  [
    "th",
    narrow,
    ["ดอกเบี้ย หากร้านค้าจ่าย", "ดอกเบี้ย หากผู้ชำระจ่าย"],
    ["กรุงศรี เฟิร์สช้อยส์", ["เดือนละ 1.30% ของยอด บวกภาษีมูลค่าเพิ่ม", "เดือนละ 1.16% ของยอด"]],
    ["ทีเอ็มบีธนชาต", ["เดือนละ 0.80% ของยอด บวกภาษีมูลค่าเพิ่ม (อัตราสมมติ: ไม่มีอัตราที่ประกาศ)", "เดือนละ 0.80% ของยอด"]],
  ],
] as const)("a merchant reads what interest costs whom, and which rate is a guess (%s)", async (...row) => {
  const [locale, viewport, terms, firstChoice, ttb] = row;
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "viewer", { locale, viewport });
  await open("/test/methods");
  for (const [name, rates] of [firstChoice, ttb]) {
    const bank = page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true }) });
    for (const [which, term] of terms.entries()) {
      const said = bank.getByRole("term").filter({ hasText: term });
      await expect.poll(() => said.locator("xpath=following-sibling::dd[1]").textContent()).toBe(rates[which]);
    }
  }
  await expectSound(page, `payment methods in ${locale}`);
  expect(complaints).toEqual([]);
});
