import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { installmentCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aMember, aVisitor, expectSound, narrow, settled, views, wide } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 60_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A merchant with data in every view. */
async function aBusyGateway(): Promise<TestGateway> {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  receiver.answerWith(500);
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  const { json: paid } = await kplusCharge(gateway);
  await gateway.call("POST", `/charges/${paid.id}/mark_as_paid`);
  const { json: failed } = await installmentCharge(gateway);
  await gateway.call("POST", `/charges/${failed.id}/mark_as_failed`);
  await kplusCharge(gateway);
  await gateway.advance(60_000);
  return gateway;
}

describe.each([
  ["th", "dark", narrow],
  ["en", "light", wide],
] as const)("in %s, %s and %o", (locale, colorScheme, viewport) => {
  test("every view of the menu says what it is, fits, and has nothing against it from axe or the console", {
    timeout: 120_000,
  }, async () => {
    const gateway = await aBusyGateway();
    const { page, open, complaints } = await aMember(browser, gateway, "owner", {
      member: { operator: true },
      locale,
      colorScheme,
      viewport,
    });
    await open("/test");
    if (viewport === narrow) {
      await page.getByRole("button", { name: "เปิดเมนู" }).click();
      await page.getByRole("dialog").waitFor();
    }
    const all = await views(page, locale);
    expect(all.length).toBeGreaterThan(12);
    for (const path of [...all, "/dashboard/test/account"]) {
      await open(path.replace("/dashboard", ""));
      await expect.poll(() => page.title()).toMatch(/^.+ · Demo Shop$/);
      await expectSound(page, `${path} in ${locale}`);
    }
    expect(complaints).toEqual([]);
  });
});

test("the first page is loaded with 250 KB at most, packed, fonts included", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  const sizes = new Map<string, number>();
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/dashboard/api")) return;
    const body = await response.body().catch(() => Buffer.alloc(0));
    sizes.set(pathname, pathname.endsWith(".woff2") ? body.length : gzipSync(body).length);
  });
  await open("/test");
  await page.waitForLoadState("load");
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  expect(sizes.size).toBeGreaterThan(4);
  expect(total, JSON.stringify([...sizes], null, 1)).toBeLessThanOrEqual(250 * 1_024);
  const packed = await fetch(`${gateway.url}${[...sizes.keys()].find((path) => path.endsWith(".js"))}`, {
    headers: { "accept-encoding": "gzip" },
  });
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(packed.headers.get("cache-control")).toContain("immutable");
});

test("its page allows no script but its own files, and no framing", async () => {
  const gateway = await aGateway();
  const answer = await fetch(`${gateway.url}/dashboard/test/charges`);
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(answer.status).toBe(200);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  const page = await answer.text();
  expect(page).toContain(`name="csp-nonce" content="${nonce}"`);
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/);
  expect((await fetch(`${gateway.url}/dashboard`)).headers.get("content-security-policy")).not.toBe(policy);
});

test("unknown paths under /dashboard/api and unknown files are not answered with the dashboard's page", async () => {
  const gateway = await aGateway();
  for (const path of ["/dashboard/api/nothing", "/dashboard/api/test/nothing", "/dashboard/assets/nothing.js"]) {
    const answer = await fetch(`${gateway.url}${path}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, "service_not_found"]);
  }
});

test.each([
  ["/test/keys", "API keys"],
  ["/live/keys", "API keys"],
  ["/test/webhooks", "Webhooks"],
  ["/live/webhooks", "Webhooks"],
  ["/test/charges?status=failed", "Charges"],
])("the guides' address of a page of the dashboard leads there: %s", async (address, title) => {
  const gateway = await aGateway();
  const answer = await fetch(`${gateway.url}${address}`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([302, `/dashboard${address}`]);
  const { page, complaints } = await aMember(browser, gateway, "owner");
  await page.goto(address);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/dashboard${address.split("?")[0]}`);
  expect(complaints).toEqual([]);
});

test("test and live are told apart at a glance, and the switch stays at the same view", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "owner");
  await open("/test/methods");
  const notice = page.getByText("Test mode: banks are simulated and no money moves.");
  await notice.waitFor();
  const live = page.getByRole("group", { name: "Mode" }).getByRole("button", { name: "Live" }).first();
  await live.click();
  await page.waitForURL("**/dashboard/live/methods");
  await expect.poll(() => live.getAttribute("aria-pressed")).toBe("true");
  await expect.poll(() => notice.count()).toBe(0);
  await page.goto("/dashboard");
  await page.waitForURL("**/dashboard/live");
  expect(complaints).toEqual([]);
});

test("on a phone the menu is a drawer that the keyboard opens, goes through and closes", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { viewport: narrow });
  await open("/test/webhooks");
  const opener = page.getByRole("button", { name: "Open the menu" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Menu" });
  await drawer.waitFor();
  await expectSound(page, "the open menu");
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  await expect.poll(() => opener.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  await opener.click();
  await drawer.getByRole("link", { name: "API keys" }).click();
  await page.getByRole("heading", { level: 1, name: "API keys" }).waitFor();
  await drawer.waitFor({ state: "hidden" });
  expect(complaints).toEqual([]);
});

test("language and theme are chosen in the account's menu, by keyboard, and kept", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner", { member: { name: "Malee" } });
  await open("/test/settings");
  const menu = page.getByRole("button", { name: "Malee" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "ไทย" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "การตั้งค่าร้านค้า" }).waitFor();
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("th");
  await page.getByRole("button", { name: "มืด" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("region", { name: "บัญชีของ Malee" }).waitFor({ state: "hidden" });
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "การตั้งค่าร้านค้า" }).waitFor();
  await expect.poll(() => page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
});

test("the first press of Tab offers to skip the menu", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/settings");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect.poll(() => skip.evaluate((link) => link === link.ownerDocument.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inMain = await page.evaluate("document.activeElement.closest('main') !== null");
  expect(inMain).toBe(true);
});

test("a gateway that is gone and back again says so and goes on by itself", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/settings");
  await page.route("**/dashboard/api/test/webhook", (route) => route.abort());
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByText("The gateway cannot be reached; trying again").waitFor();
  await page.getByText("The gateway does not answer.").waitFor({ timeout: 15_000 });
  await page.unroute("**/dashboard/api/test/webhook");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Signing secret" }).waitFor();
  await page.getByText("The gateway cannot be reached; trying again").waitFor({ state: "hidden" });
});

test.each([
  ["en", "light", wide, "The gateway cannot be reached; trying again", "Settings"],
  ["th", "dark", narrow, "ติดต่อเกตเวย์ไม่ได้ กำลังลองใหม่", "การตั้งค่าร้านค้า"],
] as const)(
  "a gateway that cannot be reached at first is said, and its page comes by itself (%s)",
  async (locale, colorScheme, viewport, said, title) => {
    const gateway = await aGateway();
    const { page } = await aMember(browser, gateway, "owner", { locale, colorScheme, viewport });
    await page.route("**/dashboard/api/**", (route) => route.abort());
    await page.goto("/dashboard/test/settings");
    await page.getByText(said).waitFor();
    await page.unroute("**/dashboard/api/**");
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByText(said).waitFor({ state: "hidden" });
  },
);

test("a live connection that is lost is said until it is back, though pages are answered", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await page.route("**/dashboard/api/test/feed", (route) => route.abort());
  await open("/test/settings");
  const lost = page.getByText("The gateway cannot be reached; trying again");
  await lost.waitFor();
  await expectSound(page, "a page that hears of nothing");
  await page.unroute("**/dashboard/api/test/feed");
  await lost.waitFor({ state: "hidden" });
});

test("a member without the right of a page is told who has it, and the menu leaves it out", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "viewer");
  await open("/test");
  const links = await page.getByRole("navigation", { name: "Main menu" }).getByRole("link").allTextContents();
  expect(links).not.toContain("Audit log");
  expect(links).not.toContain("Operator");
  await page.goto("/dashboard/test/audit");
  await page.getByText("It takes the role Owner or Admin.").waitFor();
  await page.goto("/dashboard/test/operator");
  await page.getByText("Only whoever runs this server may look at it.").waitFor();
});

test("a page that does not exist leads back", async () => {
  const gateway = await aGateway();
  const { page } = await aMember(browser, gateway, "owner");
  await page.goto("/dashboard/test/nothing");
  await page.getByRole("heading", { level: 1, name: "There is no such page" }).waitFor();
  await expectSound(page, "no such page");
  await page.getByRole("link", { name: "To the start page" }).click();
  await settled(page);
});

test.each(["/foo", "/foo/charges"])("%s names no mode, so there is no such page", async (path) => {
  const gateway = await aGateway();
  const { page, complaints } = await aMember(browser, gateway, "owner");
  await page.goto(`/dashboard${path}`);
  await page.getByRole("heading", { level: 1, name: "There is no such page" }).waitFor();
  await expectSound(page, "no such mode");
  await page.getByRole("link", { name: "To the start page" }).click();
  await page.waitForURL("**/dashboard/test");
  expect(complaints).toEqual([]);
});

test("without JavaScript the page says what works without it", async () => {
  const gateway = await aGateway();
  const { page } = await aVisitor(browser, gateway, { javaScriptEnabled: false });
  await page.goto("/dashboard");
  const words = page.locator("noscript");
  await expect.poll(() => words.isVisible()).toBe(true);
  await expect.poll(() => words.textContent()).toContain("The dashboard needs JavaScript.");
});

test.each([
  ["en", "light", wide, "Move the clock", "Move it by", "31 days", "Move", "Clock:"],
  ["th", "dark", narrow, "เลื่อนนาฬิกา", "เลื่อนไป", "31 วัน", "เลื่อน", "นาฬิกา:"],
] as const)("in %s, %s and %o, the clock of the account is moved, and what happened is shown", async (...given) => {
  const [locale, colorScheme, viewport, opens, by, span, act, label] = given;
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { locale, colorScheme, viewport });
  await open(`/test/charges/${charge.id}`);
  await page.getByRole("button", { name: opens }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: by }).click();
  await page.getByRole("option", { name: span, exact: true }).click();
  await expectSound(page, `the clock in ${locale}`);
  await dialog.getByRole("button", { name: act, exact: true }).click();
  await dialog.getByRole("status").getByText("charge.expire").waitFor();
  await expectSound(page, `the moved clock in ${locale}`);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: label }).waitFor();
  await page.getByRole("heading", { name: locale === "en" ? /Expired/ : /หมดอายุ/ }).waitFor();
  expect(complaints).toEqual([]);
});
