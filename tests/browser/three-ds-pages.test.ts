import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { installmentCharge } from "../kit/builders.ts";
import { addFault, endFaults } from "../kit/rules.ts";
import { aPayer } from "./kplus-payer.ts";
import { aCardPayment, type CardPayment } from "./three-ds-payer.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const english = ["Continue to your bank", "Confirm this payment", "Confirmed", "Waiting for your bank"];

describe.each([
  ["en", english],
  ["th", ["ไปที่ธนาคารของคุณ", "ยืนยันการชำระเงินนี้", "ยืนยันแล้ว", "กำลังรอธนาคารของคุณ"]],
  ["ja", ["カード会社のページへ進む", "お支払いの本人確認", "本人確認が完了しました", "銀行の応答を待っています"]],
] as const)("in %s", (locale, [toBank, confirm, confirmed, waiting]) => {
  test.each([
    ["light", 320],
    ["dark", 1280],
  ] as const)(
    "every page, %s and %d wide, says what it has to say, fits and has nothing against axe",
    async (colorScheme, width) => {
      const payment = await aCardPayment();
      const said: string[] = [];
      await throughEveryPage(payment, { locale, colorScheme, viewport: { width, height: 700 } }, async (page, name) => {
        said.push((await page.getByRole("main").textContent()) ?? "");
        await expect.poll(() => page.locator("html").getAttribute("lang")).toBe(locale);
        await expect.poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: name }).toBe(width);
        expect(await complaintsOfAxe(page), name).toEqual([]);
      });
      const text = said.join("\n");
      for (const each of [toBank, confirm, confirmed, waiting]) expect(text).toContain(each);
      if (locale !== "en") for (const each of english) expect(text).not.toContain(each);
    },
  );
});

test("a language that is chosen at the issuer stays through all its pages", async () => {
  const { charge } = await aCardPayment();
  const { page } = await aPayer(browser, { javaScriptEnabled: false });
  await page.goto(charge.authorize_uri);
  await page.locator("#onward button").click();
  await page.getByRole("link", { name: "ไทย" }).click();
  await page.getByLabel("รหัสใช้ครั้งเดียว").fill("1");
  await page.getByRole("button", { name: "ยืนยัน", exact: true }).click();
  await page.getByText("รหัสไม่ถูกต้อง").waitFor();
  await page.getByRole("button", { name: "ยกเลิก" }).click();
  await page.getByRole("heading", { name: "ไม่ได้ยืนยัน" }).waitFor();
});

test.each(["en", "th", "ja"])("the buttons below the code keep to one line on a phone, in %s", async (locale) => {
  const payment = await aCardPayment();
  const { page } = await aPayer(browser, { locale, viewport: { width: 360, height: 740 } });
  await page.goto(payment.charge.authorize_uri);
  await page.locator("#onward button").click();
  await page.locator("#code").waitFor();
  // A machine without a Japanese font draws narrower boxes, so the width is computed from the number of letters, which are square
  const room: number[] = await page.evaluate(
    `[...document.querySelectorAll(".pair button")].map((button) => {
      const { fontSize, paddingLeft, paddingRight } = getComputedStyle(button);
      const inside = button.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      const text = document.createRange();
      text.selectNodeContents(button);
      const wide = document.documentElement.lang === "ja" ? button.textContent.length * parseFloat(fontSize) : text.getBoundingClientRect().width;
      return text.getClientRects().length > 1 ? -1 : inside - wide;
    })`,
  );
  expect(room.length).toBe(2);
  expect(Math.min(...room)).toBeGreaterThanOrEqual(0);
});

test("long names of shops break", async () => {
  const payment = await aCardPayment();
  const { store } = payment.gateway.gateway;
  const [account] = await store.account.all();
  if (!account) throw new Error("the first merchant has a test account");
  store.account.get = async () => ({ ...account, name: "W".repeat(60) });
  await throughEveryPage(payment, { viewport: { width: 320, height: 640 } }, async (page, name) => {
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: name }).toBe(320);
  });
});

/** Visits the payment page, all pages of the issuer, and all waiting pages. */
async function throughEveryPage(
  { gateway, charge }: CardPayment,
  options: BrowserContextOptions,
  look: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const { page } = await aPayer(browser, options);
  await page.goto(charge.authorize_uri);
  await look(page, "payment");
  await page.locator("#onward button").click();
  await page.locator("#code").waitFor();
  await look(page, "challenge");
  await page.locator("form[action*=resend] button").click();
  await page.getByRole("status").waitFor();
  await look(page, "resent");
  await page.locator("#code").fill("1");
  await page.locator("form[action*=code] button").click();
  await page.getByRole("alert").waitFor();
  await look(page, "wrong");
  await page.locator("#code").fill((await page.locator(".code").textContent()) ?? "");
  await addFault(gateway, "answer_nonsense");
  await page.locator("form[action*=code] button").click();
  await page.waitForURL(/waiting/); // scripts have already left the last page
  await look(page, "waiting");
  await page.goBack();
  await look(page, "confirmed");
  const { json: other } = await installmentCharge(gateway);
  await page.goto(other.authorize_uri);
  await look(page, "silent");
  await endFaults(gateway);
  await page.goto(`${gateway.url}/acs/nothing`);
  await look(page, "unknown");
}

async function complaintsOfAxe(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`,
  );
}
