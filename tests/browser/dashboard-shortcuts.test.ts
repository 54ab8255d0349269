import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("keys lead to a view and to the search, but not while something is typed", async () => {
  const gateway = await aGateway();
  await cardCharge(gateway, { description: "order 7" });
  const { page, open, complaints } = await aMember(browser, gateway, "owner");
  await open("/live/settings");
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await heading(page, "Webhooks").waitFor();
  expect(new URL(page.url()).pathname).toBe("/dashboard/live/webhooks");
  await open("/test/balance");
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox");
  await search.waitFor();
  await expect.poll(() => search.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
  await page.keyboard.type("g/w?7");
  await expect.poll(() => search.inputValue()).toBe("g/w?7");
  await heading(page, "Charges").waitFor();
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  await search.fill("order 7");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=order/);
  await search.blur();
  await page.keyboard.press("/");
  await expect.poll(() => search.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
  expect(new URL(page.url()).searchParams.get("q"), "what is searched for stays").toBe("order 7");
  expect(complaints).toEqual([]);
});

test("a key with a modifier is left to the browser", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/balance");
  for (const press of ["Control+g", "w", "g", "Alt+w", "Control+/"]) await page.keyboard.press(press);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await heading(page, "Balance").waitFor();
});

test.each([
  ["en", "light", wide, "Keyboard shortcuts", "Request log", "Audit log"],
  ["th", "dark", narrow, "แป้นพิมพ์ลัด", "บันทึกคำขอ API", "บันทึกการตรวจสอบ"],
] as const)(
  "the list names the views that one may see, in %s",
  async (locale, colorScheme, viewport, title, one, not) => {
    const gateway = await aGateway();
    const { page, open, complaints } = await aMember(browser, gateway, "viewer", { locale, colorScheme, viewport });
    await open("/test/balance");
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: title });
    await list.getByText(one).waitFor();
    await expect.poll(() => list.getByText(not).count()).toBe(0);
    await expectSound(page, "the list of keys");
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });
    expect(new URL(page.url()).pathname).toBe("/dashboard/test/balance");
    expect(complaints).toEqual([]);
  },
);

test("single keys can be switched off, which this browser remembers, and on again from the account's menu", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { member: { name: "Malee" } });
  await open("/test/balance");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  const keys = list.getByRole("switch", { name: "Single keys are shortcuts" });
  await keys.focus();
  await page.keyboard.press("Space");
  await expect.poll(() => keys.isChecked()).toBe(false);
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await page.reload();
  await heading(page, "Balance").waitFor();
  for (const key of ["?", "/", "g", "w"]) await page.keyboard.press(key);
  const menu = page.getByRole("button", { name: "Malee" });
  await menu.click();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await list.waitFor();
  await heading(page, "Balance").waitFor();
  await keys.click();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await expect.poll(() => menu.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await heading(page, "Webhooks").waitFor();
  expect(complaints).toEqual([]);
});
