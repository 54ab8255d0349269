import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, aVisitor, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 60_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Answers files of the build with this name prefix with 404, as after an upgrade; returns a counter of these answers. */
async function lose(page: Page, name: string, until = Number.POSITIVE_INFINITY): Promise<() => number> {
  let asked = 0;
  await page.route(new RegExp(`/dashboard/assets/${name}-[^/]+\\.js`), (route) => {
    asked++;
    return asked > until ? route.continue() : route.fulfill({ status: 404, json: { code: "service_not_found" } });
  });
  return () => asked;
}

test.each([
  ["en", "light", wide, "Team", "This could not be loaded"],
  ["th", "dark", narrow, "ทีม", "โหลดข้อมูลไม่สำเร็จ"],
] as const)(
  "a file that is missing is said inside the frame, after the page was loaded anew once (%s)",
  async (locale, colorScheme, viewport, link, said) => {
    const gateway = await aGateway();
    const { page, open } = await aMember(browser, gateway, "owner", { locale, colorScheme, viewport });
    await open("/test/settings");
    const asked = await lose(page, "team");
    let loads = 0;
    page.on("load", () => loads++);
    if (viewport === narrow) await page.getByRole("button", { name: "เปิดเมนู" }).click();
    await page.getByRole("link", { name: link, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: said }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/dashboard/test/team");
    expect([loads, asked()]).toEqual([1, 2]);
    await expectSound(page, "a view whose file is missing");
    if (viewport === wide) {
      await page.getByRole("link", { name: "Settings" }).click();
      await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
      await page.goBack();
      await page.getByRole("heading", { level: 1, name: said }).waitFor();
    }
    await page.unrouteAll();
    await page.getByRole("alert").getByRole("button").click();
    await page.getByRole("heading", { level: 1, name: link }).waitFor();
  },
);

test("an open page of an older build loads itself anew, at the view that was asked for", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/settings");
  const asked = await lose(page, "webhooks", 1);
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByRole("heading", { level: 1, name: "Webhooks" }).waitFor();
  expect(asked()).toBe(2);
  await expect.poll(() => page.evaluate(`sessionStorage.getItem("chamra-loaded-anew")`)).toBe(null);
});

test("the sign-in page comes, though a build has gone between", async () => {
  const gateway = await aGateway();
  const { page } = await aVisitor(browser, gateway);
  await lose(page, "sign-in", 1);
  await page.goto("/dashboard");
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  await page.getByText("chamra dashboard link").waitFor();
  await expectSound(page, "the sign-in page");
});

test("a view that is asked for while the gateway is down comes by itself once it is up again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chamra-lost-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const before = await aGateway({ environment: { CHAMRA_DATA: folder } });
  const { page, open } = await aMember(browser, before, "owner");
  await open("/test/settings");
  await before.close();
  await page.getByRole("link", { name: "Team" }).click();
  await page.getByRole("heading", { level: 1, name: "This could not be loaded" }).waitFor();
  await page.getByText("The gateway does not answer. Check your connection and try again.").waitFor();
  await page.getByRole("navigation", { name: "Main menu" }).waitFor();
  await expectSound(page, "a view that nobody answers for");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { level: 1, name: "This could not be loaded" }).waitFor();
  const { port } = new URL(before.url);
  await aGateway({ environment: { CHAMRA_DATA: folder, CHAMRA_PORT: port } });
  await page.getByRole("heading", { level: 1, name: "Team" }).waitFor();
  await settled(page);
});

test("the line of changes is opened again where a proxy refused it while the gateway was away", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await page.route("**/dashboard/api/test/feed", (route) => route.fulfill({ status: 502, body: "Bad Gateway" }));
  await open("/test/charges");
  await page.unroute("**/dashboard/api/test/feed");
  await kplusCharge(gateway, { amount: 77_700 });
  await page.getByText("฿777.00").waitFor();
});

test("a view that cannot be drawn says so in its own place, and the menu still works", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/settings");
  await page.route("**/dashboard/api/test/keys**", (route) => route.fulfill({ json: { object: "keys", data: 7 } }));
  await page.getByRole("link", { name: "API keys" }).click();
  await page.getByRole("heading", { level: 1, name: "This page cannot be shown" }).waitFor();
  await expectSound(page, "a view that cannot be drawn");
  await page.getByRole("link", { name: "Refunds" }).click();
  await page.getByRole("heading", { level: 1, name: "Refunds" }).waitFor();
});
