import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { days, hours } from "../../src/domain/base/time.ts";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aMember, expectSound, narrow, settled } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(["light", "dark"] as const)("a merchant who has taken nothing yet, in %s", (colorScheme) => {
  test("is led to a first payment, which shows while it happens", { timeout: 40_000 }, async () => {
    const gateway = await aGateway();
    const { page, open, complaints } = await aMember(browser, gateway, "owner", { colorScheme });
    await open("/test");
    await page.getByRole("heading", { name: "Take your first payment" }).waitFor();
    const command = page.getByRole("region", { name: "Make a charge" });
    await expect.poll(() => command.textContent()).toContain("-u $SECRET_KEY:");
    await page.getByRole("button", { name: "Put in my test key" }).click();
    await expect.poll(() => command.textContent()).toContain(`-u ${gateway.secretKey}:`);
    await expect.poll(() => command.textContent()).toContain(`${gateway.publicUrl}/charges`);
    await page.getByText("Waiting for the charge").waitFor();
    await expectSound(page, "the first payment");
    const { json: charge } = await kplusCharge(gateway);
    await page.getByText("Here it is").waitFor();
    const payers = page.getByRole("link", { name: "Open the payer's page" });
    await expect.poll(() => payers.getAttribute("href")).toBe(charge.authorize_uri);
    await expectSound(page, "the first payment, whose charge has arrived");
    await page.getByRole("button", { name: "Mark as paid" }).click();
    await page.getByText("Paid. You have taken your first payment.").waitFor();
    await expectSound(page, "the first payment, paid");
    expect((await gateway.call("GET", `/charges/${charge.id}`)).json.status).toBe("successful");
    await page.getByRole("link", { name: "See everything about this charge" }).click();
    await page.getByRole("heading", { level: 1, name: /฿1,500\.00/ }).waitFor();
    await open("/test");
    await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("a member who may not see keys is told which roles may, and cannot mark as paid", async () => {
    const gateway = await aGateway();
    const { page, open } = await aMember(browser, gateway, "viewer", { colorScheme });
    await open("/test");
    await page.getByText("Your role does not see keys.").waitFor();
    await expect
      .poll(() => page.getByRole("region", { name: "Make a charge" }).textContent())
      .toContain("-u $SECRET_KEY:");
    await kplusCharge(gateway);
    await page.getByText("Here it is").waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Mark as paid" }).isDisabled()).toBe(true);
    await expectSound(page, "the first payment of somebody who may not mark it as paid");
  });

  test("in live mode is sent to test mode first", async () => {
    const gateway = await aGateway();
    const { page, open } = await aMember(browser, gateway, "owner", { colorScheme });
    await open("/live");
    await page.getByRole("heading", { name: "No payment in live mode yet" }).waitFor();
    await expectSound(page, "the home page of live mode");
    await page.getByRole("link", { name: "Go to test mode" }).click();
    await page.getByRole("heading", { name: "Take your first payment" }).waitFor();
  });
});

/** One payment yesterday; today two payments, a failure, a pending charge, and an endpoint that answers with errors. */
async function aBusyGateway() {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  receiver.answerWith(503);
  await cardCharge(gateway, { amount: 50_000 });
  await gateway.advance(days(1) + hours(1));
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  const { json: paid } = await kplusCharge(gateway);
  await gateway.call("POST", `/charges/${paid.id}/mark_as_paid`);
  const { json: card } = await cardCharge(gateway, { amount: 100_050 });
  await gateway.call("POST", `/charges/${card.id}/refunds`, { body: { amount: 10_000 } });
  await cardCharge(gateway, {}, "4111111111140011");
  await kplusCharge(gateway, { amount: 42_000 });
  await gateway.advance(1_000);
  await receiver.arrived(4);
  return gateway;
}

describe("a merchant at work", () => {
  test("sees today beside yesterday, why payments failed, who still has to pay, and how webhooks are", {
    timeout: 40_000,
  }, async () => {
    const gateway = await aBusyGateway();
    const { page, open, complaints } = await aMember(browser, gateway, "viewer");
    await open("/test");
    const today = await page.getByRole("region", { name: "Today" }).textContent();
    expect(today).toMatch(/Paid฿2,500\.50฿500\.00 yesterday/);
    expect(today).toMatch(/Successful payments21 yesterday/);
    expect(today).toMatch(/Success rate66\.7 %100 % yesterday/);
    expect(today).toMatch(/Refunded฿100\.00฿0\.00 yesterday/);
    await page
      .getByRole("listitem")
      .filter({ hasText: /insufficient_fund.*1 payment/ })
      .waitFor();
    await page
      .getByRole("listitem")
      .filter({ hasText: /฿420\.00.*in (9|10) minutes/ })
      .waitFor();
    await page.getByText("Being tried again").waitFor();
    await page.getByText("Last failure").waitFor();
    await expectSound(page, "home");
    await kplusCharge(gateway, { amount: 88_800 });
    await page.getByRole("listitem").filter({ hasText: "฿888.00" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("reads the charts by keyboard and as tables", async () => {
    const gateway = await aBusyGateway();
    const { page, open } = await aMember(browser, gateway, "owner");
    await open("/test");
    const chart = page.getByRole("slider", { name: /Paid, by method/ });
    await expect.poll(() => chart.getAttribute("aria-valuetext")).toBe("16 Jan 2026, Card ฿1,000.50, K PLUS ฿1,500.00");
    await chart.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => chart.getAttribute("aria-valuetext")).toBe("15 Jan 2026, Card ฿500.00, K PLUS ฿0.00");
    await expectSound(page, "a chart that is read");
    await page.keyboard.press("Escape");
    const figure = page.getByRole("figure", { name: "Success rate, by method" });
    await figure.getByText("Show as a table").click();
    const row = figure.getByRole("row", { name: /16 Jan 2026/ });
    await expect.poll(() => row.getByRole("cell").allTextContents()).toEqual(["50 %", "100 %"]);
  });

  test("knows the names of the methods before anything is shown by them", async () => {
    const gateway = await aBusyGateway();
    const { page, open } = await aMember(browser, gateway, "owner");
    const seen: string[] = [];
    page.on("response", (response) => seen.push(`answered ${new URL(response.url()).pathname}`));
    page.on("request", (request) => seen.push(`asked ${new URL(request.url()).pathname}`));
    await open("/test");
    const names = seen.indexOf("answered /dashboard/api/test/methods");
    const overview = seen.indexOf("asked /dashboard/api/test/overview");
    expect(names).toBeGreaterThan(-1);
    expect(overview).toBeGreaterThan(names);
  });

  test("chooses the time that charts show, which survives a reload", async () => {
    const gateway = await aBusyGateway();
    const { page, open } = await aMember(browser, gateway, "owner");
    await open("/test");
    await page.getByText("Today", { exact: true }).click();
    await expect.poll(() => new URL(page.url()).search).toBe("?days=1");
    await page.reload();
    await settled(page);
    const chart = page.getByRole("slider", { name: /Paid, by method/ });
    await expect.poll(() => chart.getAttribute("aria-valuetext")).toMatch(/^16 Jan, 11:00/);
  });

  test.each(["en", "th"])("fits a phone, in %s", async (locale) => {
    const gateway = await aBusyGateway();
    const { page, open } = await aMember(browser, gateway, "owner", { viewport: narrow, locale, colorScheme: "dark" });
    await open("/test");
    await expectSound(page, `home on a phone in ${locale}`);
  });
});
