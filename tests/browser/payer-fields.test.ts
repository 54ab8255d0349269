import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aLink } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aShopIn } from "../kit/paying.ts";
import { aShop, axeFaults, checkout, choose, complaintsOf, frameOf, paymentForm } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const shot = async (page: Page, name: string) => {
  if (process.env["SHOTS"]) await page.screenshot({ path: `${process.env["SHOTS"]}/${name}.png`, fullPage: true });
};

async function aPayer(dark = false): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 320, height: 700 }, colorScheme: dark ? "dark" : "light" });
  onTestFinished(() => page.close());
  return { page, complaints: complaintsOf(page) };
}

test("a payer in Japan is asked for name, e-mail and telephone by the form, types them wide, and gets a number to pay under", async () => {
  const { gateway } = await aShopIn(await aGateway(), "JP");
  const options = {
    amount: 4500,
    currency: "JPY",
    locale: "ja",
    defaultPaymentMethod: "convenience_store",
    billingName: "山田 花子",
  };
  const shop = await aShop(gateway, checkout(options));
  const { page, complaints } = await aPayer(true);
  await page.goto(shop.url);
  await page.getByRole("button", { name: "Buy now" }).click();
  const form = paymentForm(page);
  const pay = form.getByRole("button", { name: /支払う/ });
  await pay.waitFor();
  await expect.poll(() => form.getByLabel("お名前").inputValue()).toBe("山田 花子");
  await pay.click();
  await form.getByText("電話番号（10～11桁の数字）を入力してください。").waitFor();
  await expect.poll(() => form.locator(":focus").getAttribute("name")).toBe("email-econtext");
  expect(await axeFaults(frameOf(page))).toEqual([]);
  await shot(page, "konbini-faults-ja");
  await form.getByLabel("メールアドレス").pressSequentially("hanako@example.jp");
  await page.keyboard.press("Tab");
  await page.keyboard.type("０９０−１２３４−５６７８");
  const ordered = shop.ordered();
  await page.keyboard.press("Enter");
  const { json: source } = await gateway.call("GET", `/sources/${(await ordered).get("omiseSource")}`);
  expect(source).toMatchObject({
    type: "econtext",
    name: "山田 花子",
    email: "hanako@example.jp",
    phone_number: "09012345678",
  });
  expect(complaints).toEqual([]);
});

test("a payer in Malaysia chooses their bank on a link's page with the keyboard, and is remembered to pay this way", async () => {
  const { gateway } = await aShopIn(await aGateway(), "MY");
  const link = await aLink(gateway, { amount: 45_000, currency: "MYR", multiple: true });
  const { page, complaints } = await aPayer();
  await page.goto(link.payment_uri);
  const form = paymentForm(page);
  await choose(form, "FPX");
  await form.getByRole("button", { name: /^Pay/ }).click();
  await form.getByText("Choose your bank.").waitFor();
  await expect.poll(() => form.locator(":focus").getAttribute("name")).toBe("bank-fpx");
  expect(await axeFaults(frameOf(page))).toEqual([]);
  await shot(page, "fpx");
  await page.keyboard.type("May");
  await form.getByRole("button", { name: /^Pay/ }).press("Enter");
  await page.getByRole("link", { name: /FPX/ }).waitFor();
  const { json: charges } = await gateway.call("GET", "/charges");
  expect(charges.data).toMatchObject([{ status: "pending", source: { type: "fpx", bank: "maybank2e" } }]);
  await page.goto(link.payment_uri);
  await expect.poll(() => form.getByRole("radio", { name: "FPX" }).isChecked()).toBe(true);
  expect(complaints).toEqual([]);
});
