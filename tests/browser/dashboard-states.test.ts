import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow, settled, type Visitor, views, wide } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 180_000 }); // each test opens all views, on a machine under load

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Paths, below the mode, of all views without a parameter. */
async function all({ page, open }: Visitor, language: "en" | "th"): Promise<string[]> {
  const size = page.viewportSize() ?? wide;
  await page.setViewportSize(wide); // a phone's menu is closed
  await open("/test");
  const found = await views(page, language);
  await page.setViewportSize(size);
  expect(found.length).toBeGreaterThan(12);
  return [...found.map((path) => path.replace("/dashboard/test", "")), "/account"];
}

const closed = (page: Page) => expect.poll(() => page.getByRole("dialog").count(), { timeout: 15_000 }).toBe(0);

describe.each([
  ["en", "light", wide],
  ["th", "dark", narrow],
] as const)("in %s, %s and %o", (locale, colorScheme, viewport) => {
  const looks = { member: { operator: true }, locale, colorScheme, viewport };

  test("axe has nothing against any view that has nothing to show yet", async () => {
    const visitor = await aMember(browser, await aGateway(), "owner", looks);
    const { page, open } = visitor;
    for (const path of await all(visitor, locale))
      for (const mode of path === "" || path === "/methods" || path === "/keys" ? ["test", "live"] : ["live"]) {
        await open(`/${mode}${path}`);
        await expectSound(page, `${path}, empty, in ${mode} mode`);
      }
  });

  test("axe has nothing against any view whose answers are refused", async () => {
    const visitor = await aMember(browser, await aGateway(), "owner", looks);
    const { page, open } = visitor;
    const paths = await all(visitor, locale);
    await page.route(/\/dashboard\/api\/(?!session$|test\/feed)/, (route) =>
      route.fulfill({ status: 400, json: { object: "error", code: "bad_request", message: "limit must be a number" } }),
    );
    for (const path of [...paths, "/charges/chrg_test_5z4ykxh42cn7qsxw1w5"]) {
      await open(`/test${path}`);
      await expectSound(page, `${path}, refused`);
    }
  });
});

describe.each([
  ["light", wide],
  ["dark", narrow],
] as const)("in %s and %o", (colorScheme, viewport) => {
  test("axe has nothing against what buttons open, nor against the page afterwards", async () => {
    const gateway = await aGateway();
    const { json: waiting } = await kplusCharge(gateway);
    const { json: paid } = await cardCharge(gateway);
    const { page, open } = await aMember(browser, gateway, "owner", { colorScheme, viewport });
    const asked: [path: string, button: string | RegExp][] = [
      [`/test/charges/${paid.id}`, "Refund"],
      [`/test/charges/${waiting.id}`, "Mark as failed"],
      [`/test/charges/${waiting.id}`, "Expire"],
      ["/test/charges", "Download CSV"],
      ["/test/keys", "Create a key"],
      ["/test/keys", /^Rename: Secret/],
      ["/test/keys", /^Roll: Secret/],
      ["/test/keys", /^Revoke: Secret/],
      ["/test/webhooks", "Add an endpoint"],
      ["/test/webhooks?state=given_up", "Resend all that were given up"],
      ["/test/team", "Invite a member"],
    ];
    for (const [path, button] of asked) {
      await open(path);
      await page.getByRole("button", { name: button, exact: true }).first().click();
      await page.getByRole("dialog").waitFor();
      await expectSound(page, `what ${button} opens at ${path}`);
      await page.keyboard.press("Escape");
      await closed(page);
    }
    await open(`/test/charges/${paid.id}`);
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("100");
    await page.getByRole("button", { name: "Refund ฿100.00" }).click();
    await page.getByRole("heading", { level: 1, name: /Partly refunded/ }).waitFor();
    await closed(page);
    await page.getByText("What is not possible, and why").click();
    await expectSound(page, "a charge after a refund");
    await open("/test/charges?q=nothing");
    await page.getByRole("button", { name: /^Filters/ }).click();
    await settled(page);
    await expectSound(page, "a search that finds nothing");
  });
});
