import { test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aMerchant } from "../examples/merchant.ts";
import { paymentForm } from "./omisejs-shop.ts";
import { mkdirSync } from "node:fs";
test("shots", { timeout: 200_000 }, async () => {
  mkdirSync("/tmp/shop-shots", { recursive: true });
  const browser = await launchBrowser();
  const m = await aMerchant();
  const words = { en: { co: "Go to checkout", pay: "Choose how to pay", tea: "Quantity: Celadon tea set", p: /^Pay/ }, th: { co: "ไปชำระเงิน", pay: "เลือกวิธีชำระเงิน", tea: "จำนวน: ชุดน้ำชาศิลาดล", p: /^(Pay|ชำระ)/ } };
  for (const [lang, scheme, vp] of [["th", "light", { width: 390, height: 844 }], ["en", "dark", { width: 390, height: 844 }], ["en", "light", { width: 1280, height: 900 }], ["th", "dark", { width: 1280, height: 900 }], ["th", "light", { width: 320, height: 640 }]] as const) {
    const page = await browser.newPage({ viewport: vp, colorScheme: scheme, locale: lang === "th" ? "th-TH" : "en-US" });
    page.setDefaultTimeout(6000);
    const w = words[lang];
    const shot = async (name: string) => { await page.screenshot({ path: `/tmp/shop-shots/${lang}-${scheme}-${vp.width}-${name}.png`, fullPage: true }); };
    try {
      await page.goto(m.url); await shot("1-shop");
      await page.getByLabel(w.tea).selectOption("1");
      await page.getByRole("button", { name: w.co }).click();
      await page.getByRole("button", { name: w.pay }).waitFor(); await shot("2-order");
      await page.getByRole("button", { name: w.pay }).click();
      const f = paymentForm(page);
      await f.getByRole("radio", { name: "K PLUS" }).check();
      await page.waitForTimeout(500); await page.screenshot({ path: `/tmp/shop-shots/${lang}-${scheme}-${vp.width}-3-form.png` });
      const order = page.url();
      await f.getByRole("button", { name: w.p }).click();
      await page.getByRole("button", { name: "Successful" }).waitFor(); await shot("4-auth");
      const auth = page.url();
      await page.goto(order); await shot("5-wait");
      await page.goto(auth);
      console.log((await page.getByRole("button").allTextContents()).join(" | "));
      await page.getByRole("button", { name: "insufficient_fund" }).click();
      await page.waitForTimeout(500); await shot("6-failed");
      await page.getByRole("button", { name: w.pay }).click();
      await f.getByRole("radio", { name: "K PLUS" }).check();
      await f.getByRole("button", { name: w.p }).click();
      await page.getByRole("button", { name: "Successful" }).click();
      await page.waitForTimeout(4500); await shot("7-thanks");
    } catch (e) { console.log(lang, scheme, String(e).slice(0, 600)); await shot("x"); }
    await page.close();
  }
  await browser.close();
});
