import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { Member } from "../../src/domain/team/member.ts";
import type { Role } from "../../src/domain/team/role.ts";
import { signedIn } from "../kit/dashboard.ts";
import type { TestGateway } from "../kit/gateway.ts";

/** A browser at the dashboard. */
export type Visitor = {
  page: Page;
  /** Messages of the console. Must stay empty, except for refusals that a test causes: browsers log these, too. */
  complaints: string[];
  /** Opens a view and waits until it has content. */
  open(path: string): Promise<void>;
};

export const wide = { width: 1280, height: 860 };
export const narrow = { width: 360, height: 740 };

/** A browser whose clock is the gateway's. */
export async function aVisitor(
  browser: Browser,
  gateway: TestGateway,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: wide,
    locale: "en",
    reducedMotion: "reduce",
    baseURL: gateway.publicUrl,
    ...options,
  });
  onTestFinished(() => context.close());
  await context.clock.setSystemTime(gateway.now());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return {
    page,
    complaints,
    open: async (path) => {
      await page.goto(`/dashboard${path}`);
      await settled(page);
    },
  };
}

/** A member of the first merchant's team who is signed in. */
export async function aMember(
  browser: Browser,
  gateway: TestGateway,
  role: Role,
  options: BrowserContextOptions & { member?: Partial<Member> } = {},
): Promise<Visitor & { member: Member }> {
  const { member: patch, ...context } = options;
  const { member, token } = await signedIn(gateway, role, patch);
  const visitor = await aVisitor(browser, gateway, context);
  const { hostname } = new URL(gateway.publicUrl);
  await visitor.page.context().addCookies([
    {
      name: "chamra_session",
      value: token,
      domain: hostname,
      path: "/dashboard",
      httpOnly: true,
      sameSite: "Strict",
    },
  ]);
  return { ...visitor, member };
}

const mainMenu = { en: "Main menu", th: "เมนูหลัก" };

/** Addresses of all views in the member's menu, which must be open. */
export async function views(page: Page, language: "en" | "th"): Promise<string[]> {
  const links = page.getByRole("navigation", { name: mainMenu[language] }).getByRole("link");
  return links.evaluateAll((all) => all.map((link) => (link as unknown as { pathname: string }).pathname));
}

/** Waits until the view is shown and nothing is loading. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  // Not by waitForFunction, which uses eval for its second poll: the page's content security policy forbids that
  await expect.poll(() => page.locator("[role=status][aria-label]").count(), { timeout: 15_000 }).toBe(0);
}

/** Checks that nothing overflows the screen and that axe finds no faults; if a dialog is open, in the dialog. */
export async function expectSound(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width;
  await expect
    .poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: `${name} is as wide as the screen` })
    .toBe(width);
  await page.evaluate(axe.source);
  const complaints = await page.evaluate(
    `axe.run(document.querySelector("[role=dialog]") ?? document).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`,
  );
  expect(complaints, name).toEqual([]);
}
