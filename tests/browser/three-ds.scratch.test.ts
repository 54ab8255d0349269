import { test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { installmentCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aShop } from "./shop.ts";
import { everyone } from "../../src/connectors/misbehaviour.ts";
import { wrong } from "../kit/three-ds.ts";

test("shots", async () => {
  const browser = await launchBrowser();
  const gateway = await aGateway();
  const shop = await aShop();
  for (const [locale, viewport, scheme] of [
    ["en-US", { width: 375, height: 740 }, "light"],
    ["th-TH", { width: 375, height: 740 }, "dark"],
    ["ja-JP", { width: 320, height: 640 }, "light"],
    ["th-TH", { width: 1280, height: 900 }, "light"],
    ["en-US", { width: 1280, height: 900 }, "dark"],
  ] as const) {
    const context = await browser.newContext({ viewport, locale, colorScheme: scheme, javaScriptEnabled: false });
    const page = await context.newPage();
    const shot = (name: string) => page.screenshot({ path: `/tmp/shots-3ds/${locale}-${viewport.width}-${scheme}-${name}.png`, fullPage: true });
    const { json: charge } = await installmentCharge(gateway, { return_uri: shop.url("/orders/1") });
    await page.goto(charge.authorize_uri);
    await shot("1authorize");
    await page.locator("#onward button").click();
    await page.waitForURL(/acs\//);
    await shot("2acs");
    await page.locator("#code").fill(wrong((await page.locator(".code").textContent()) ?? ""));
    await page.locator("form button.main").click();
    await page.locator("#fault").waitFor();
    await page.locator("form[action*=resend] button").click();
    await page.locator(".news").waitFor();
    await shot("3news");
    await page.locator("#code").fill("000000");
    await page.locator("form button.main").click();
    await page.locator("#fault").waitFor();
    await shot("4wrong");
    await page.locator("#code").fill((await page.locator(".code").textContent()) ?? "");
    await page.locator("form button.main").click();
    await page.waitForURL(/acs\//);
    await page.locator(".standing").waitFor();
    await shot("5over");
    gateway.gateway.simulation.misbehaviour.set(everyone, "nonsense");
    await page.locator("form button").click();
    await page.locator(".waiting").waitFor();
    await shot("6undecided");
    const other = await installmentCharge(gateway, { return_uri: shop.url("/orders/2") });
    await page.goto(other.json.authorize_uri);
    await shot("7silent");
    gateway.gateway.simulation.misbehaviour.clear();
    await page.goto(`${gateway.url}/acs/nothing`);
    await shot("8unknown");
    await context.close();
  }
  await browser.close();
}, 120000);
