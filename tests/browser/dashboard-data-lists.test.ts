import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { launchBrowser } from "../kit/browser.ts";
import { aToken, cardCharge, kplusCharge, payLink } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aMember, expectSound, narrow, settled } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const rowsOf = (page: Page, table: string) => page.getByRole("table", { name: table }).locator("tbody tr");

test("refunds are listed as they happen, and each leads to its charge", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const { page, open, complaints } = await aMember(browser, gateway, "viewer");
  await open("/test/refunds");
  await heading(page, "Refunds").waitFor();
  await page.getByRole("heading", { name: "No refunds yet" }).waitFor();
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 12_345 } });
  await rowsOf(page, "Refunds").filter({ hasText: "฿123.45" }).waitFor();
  await expectSound(page, "refunds");
  await page.getByRole("link", { name: /฿123\.45/ }).click();
  await heading(page, /฿1,000\.00.*Partly refunded/).waitFor();
  expect(complaints).toEqual([]);
});

test("a payment link is made, copied, paid and removed, and what becomes of it is shown at once", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "owner");
  await open("/test/links");
  await page.getByRole("heading", { name: "No payment links yet" }).waitFor();
  await page.getByRole("button", { name: "New link" }).click();
  await page.getByLabel("Amount in baht").fill("1,500.50");
  await page.getByLabel("Title").fill("Order 345678");
  await page.getByLabel("Description").fill("Two bowls\nand a cup");
  await expectSound(page, "the dialog of a new link");
  await page.getByRole("button", { name: "Create link" }).click();
  await heading(page, /฿1,500\.50.*Open/).waitFor();
  const [link] = (await gateway.call("GET", "/links")).json.data;
  expect(link).toMatchObject({ amount: 150050, title: "Order 345678", multiple: false });
  await expect
    .poll(() => page.getByRole("link", { name: "Open the page" }).getAttribute("href"))
    .toBe(link.payment_uri);
  await page.getByRole("img", { name: "QR code of the address" }).waitFor();
  await expectSound(page, "a link");

  await payLink(gateway, link, { token: await aToken(gateway, "4111111111140011") });
  await rowsOf(page, "Charges").filter({ hasText: "Failed" }).waitFor();
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await heading(page, /Removed/).waitFor();
  await page.getByRole("link", { name: "All payment links" }).click();
  await rowsOf(page, "Payment links").filter({ hasText: "Removed" }).waitFor();
  await expectSound(page, "links");
  expect(complaints).toEqual([]);
});

test("the balance is the ledger's, and follows what happens", async () => {
  const gateway = await aGateway();
  await cardCharge(gateway);
  const { page, open, complaints } = await aMember(browser, gateway, "viewer");
  await open("/test/balance");
  const amount = (name: string) =>
    page
      .getByRole("term")
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator("xpath=following-sibling::dd[1]");
  await expect.poll(() => amount("Total").textContent()).toBe("฿960.94");
  await expect.poll(() => amount("Transferable").textContent()).toBe("฿960.94");
  await page.getByText("Settled: past the hold, and not promised to a refund.").waitFor();
  await cardCharge(gateway, { amount: 200_000 });
  await expect.poll(() => amount("Total").textContent()).toBe("฿2,882.83");
  await expect.poll(() => amount("On hold").textContent()).toBe("฿0.00"); // test money can be transferred at once
  await expect.poll(() => rowsOf(page, "Transactions").count()).toBe(2);
  await page.getByText("+฿1,921.89").waitFor();
  await expectSound(page, "the balance");
  await page.getByRole("link", { name: "See all transactions" }).click();
  await heading(page, "Transactions").waitFor();
  expect(complaints).toEqual([]);
});

test("transactions are narrowed to days, which stand in the address and survive a reload", async () => {
  const gateway = await aGateway();
  const { json: early } = await cardCharge(gateway);
  await gateway.advance(days(3));
  const { json: charge } = await cardCharge(gateway, { amount: 200_000 });
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } });
  const { page, open } = await aMember(browser, gateway, "viewer");
  await open("/test/transactions");
  await expect.poll(() => rowsOf(page, "Transactions").count()).toBe(3);
  await rowsOf(page, "Transactions").filter({ hasText: "−฿500.00" }).waitFor();
  await page.getByLabel("To day").fill("2026-01-15");
  await expect.poll(() => rowsOf(page, "Transactions").count()).toBe(1);
  await page.reload();
  await settled(page);
  await expect.poll(() => rowsOf(page, "Transactions").count()).toBe(1);
  await expectSound(page, "transactions");
  await page.getByRole("link", { name: early.id }).click();
  await heading(page, /฿1,000\.00/).waitFor();
  await open("/test/transactions?to=2025-01-01");
  await page.getByRole("heading", { name: "No transaction in these days" }).waitFor();
});

test("the days that are chosen are summed, and downloaded as they are shown", async () => {
  const gateway = await aGateway();
  await cardCharge(gateway);
  await gateway.advance(days(3));
  const { json: charge } = await cardCharge(gateway, { amount: 200_000 });
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } });
  const { page, open, complaints } = await aMember(browser, gateway, "viewer");
  await open("/test/transactions");
  const sums = page.getByRole("region", { name: "Sums of these days" });
  await sums.filter({ hasText: "฿2,382.83" }).waitFor();
  await page.getByLabel("From day").fill("2026-01-16");
  await sums.filter({ hasText: /Gross฿1,500\.00Fee−฿73\.00VAT−฿5\.11Net฿1,421\.89/ }).waitFor();
  await rowsOf(page, "Transactions").filter({ hasText: "−฿73.00" }).waitFor();
  await page.getByRole("button", { name: "Download CSV" }).click();
  const dialog = page.getByRole("dialog", { name: "Download as CSV" });
  await expectSound(page, "the download of transactions");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^transactions-test-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain("gross_satang,gross_baht,fee_satang");
  await dialog.getByText("Saved. Transactions: 2.").waitFor();
  expect(complaints).toEqual([]);
});

test("refunds of the days that are chosen are downloaded", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } });
  const { page, open } = await aMember(browser, gateway, "viewer");
  await open("/test/refunds?to=2025-01-01");
  await page.getByRole("heading", { name: "No refund in these days" }).waitFor();
  await open("/test/refunds?from=2026-01-15");
  await page.getByRole("button", { name: "Download CSV" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Download" }).click(),
  ]);
  expect(await readFile(await download.path(), "utf8")).toContain("-500.00");
});

test("a charge says what its refunds have left, and that a void gives the fees back", async () => {
  const gateway = await aGateway();
  const { json: part } = await cardCharge(gateway);
  await gateway.call("POST", `/charges/${part.id}/refunds`, { body: { amount: 1_000 } });
  const { json: whole } = await cardCharge(gateway);
  await gateway.call("POST", `/charges/${whole.id}/refunds`, { body: { amount: 100_000 } });
  const { page, open } = await aMember(browser, gateway, "viewer");
  const line = (name: string) =>
    page.getByRole("term").filter({ hasText: name }).locator("xpath=following-sibling::dd[1]");
  await open(`/test/charges/${part.id}`);
  await expect.poll(() => line("Net after refunds").textContent()).toBe("฿950.94");
  await expect.poll(() => line("Fees given back").count()).toBe(0);
  await open(`/test/charges/${whole.id}`);
  await expect.poll(() => line("Fees given back").textContent()).toBe("฿39.06");
  await expect.poll(() => line("Net after refunds").textContent()).toBe("฿0.00");
});

test("a transaction leads to the charge, a refund's too", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const { json: refund } = await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } });
  const { page, open } = await aMember(browser, gateway, "viewer");
  await open("/test/transactions");
  await page.getByRole("link", { name: refund.id }).click();
  await page.getByRole("link", { name: new RegExp(charge.id) }).waitFor();
});

test("a lost webhook is found among the events, its answer is seen, and it is sent again", {
  timeout: 40_000,
}, async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  receiver.answerWith(500, "TypeError: no such order\n    at shop.ts:12");
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  const { json: charge } = await kplusCharge(gateway);
  await gateway.advance(1_000);
  await receiver.arrived(1);
  const { page, open, complaints } = await aMember(browser, gateway, "developer");
  await open("/test/events");
  await page.getByText("Failing").waitFor();
  await expectSound(page, "events");
  await page.getByRole("link", { name: /charge\.create/ }).click();
  await heading(page, "Charge created").waitFor();
  await rowsOf(page, `Tries at ${receiver.url}`).filter({ hasText: "500" }).waitFor();
  await page.getByText("What the endpoint said").waitFor();
  await page.getByText("TypeError: no such order").waitFor();
  await expect.poll(() => page.getByRole("region", { name: "Payload" }).textContent()).toBe(receiver.received[0]?.text);
  await expectSound(page, "an event");
  receiver.answerWith(200);
  await page.getByRole("button", { name: "Send again" }).click();
  await page.getByText("It is being sent again.").waitFor();
  await gateway.advance(1_000);
  await receiver.arrived(2);
  await rowsOf(page, `Tries at ${receiver.url}`).filter({ hasText: "200" }).waitFor();
  await page.getByText("Delivered", { exact: true }).waitFor();
  await page.getByRole("link", { name: charge.id }).click();
  await page
    .getByText("Event sent again from the dashboard")
    .or(page.getByText(/Webhook delivered/))
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

test("a member who may not send an event again is told who may", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  await kplusCharge(gateway);
  const { page, open } = await aMember(browser, gateway, "viewer");
  await open("/test/events");
  await page.getByRole("link", { name: /charge\.create/ }).click();
  await expect.poll(() => page.getByRole("button", { name: "Send again" }).isDisabled()).toBe(true);
  await page.getByText("Your role may not do this; it takes the role Owner, Admin or Developer.").waitFor();
});

test("an event that was sent nowhere says so", async () => {
  const gateway = await aGateway();
  await kplusCharge(gateway);
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/events");
  await page.getByText("Not sent").waitFor();
  await page.getByRole("link", { name: /charge\.create/ }).click();
  await page.getByText("No endpoint was set when this happened").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Send again" }).count()).toBe(0);
});

test("the request log is filtered, and a request is shown with nothing secret in it", { timeout: 40_000 }, async () => {
  const gateway = await aGateway();
  await aToken(gateway);
  const { json: charge } = await cardCharge(gateway);
  await gateway.call("POST", "/charges", { body: { amount: 1, currency: "XYZ" } });
  await gateway.call("GET", "/balance");
  const { page, open, complaints } = await aMember(browser, gateway, "viewer");
  await open("/test/requests");
  const rows = rowsOf(page, "Request log");
  await rows.filter({ hasText: "POST /tokens" }).first().waitFor();
  await expectSound(page, "the request log");
  await page.getByLabel("Status").selectOption("Refused (4xx)");
  await expect.poll(() => rows.count()).toBe(1);
  expect(new URL(page.url()).search).toBe("?status=4xx");
  await page.reload();
  await settled(page);
  await rows.filter({ hasText: /POST \/charges.*400/ }).waitFor();
  await page.getByLabel("Status").selectOption("Any");
  await page.getByLabel("Path begins with").fill("/tokens");
  await page.keyboard.press("Enter");
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole("link", { name: "POST /tokens" }).first().click();
  await heading(page, "POST /tokens").waitFor();
  const shown = (await page.getByRole("main").textContent()) ?? "";
  expect(shown).toContain("••••");
  expect(shown).not.toContain("4242424242424242");
  expect(shown).not.toMatch(/[sp]key_test_5xuy4w91xqz7d1w9u0t/);
  await expect
    .poll(() => page.getByRole("region", { name: "As curl command" }).textContent())
    .toMatch(/^curl .*\/tokens/);
  await page.getByRole("button", { name: "Copy: As curl command" }).waitFor();
  await expectSound(page, "a request");
  await open("/test/requests?method=POST&path=%2Fcharges&status=2xx");
  await page.getByRole("link", { name: "POST /charges" }).click();
  await page.getByRole("link", { name: charge.id }).click();
  await heading(page, /฿1,000\.00/).waitFor();
  expect(complaints).toEqual([]);
});

test.each(["refunds", "balance", "transactions", "events", "requests"])("%s fits a phone", async (view) => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } });
  const { page, open } = await aMember(browser, gateway, "owner", { viewport: narrow, colorScheme: "dark" });
  await open(`/test/${view}`);
  await expectSound(page, `${view} on a phone`);
});

test("pages follow each other, newest first, without a row twice", { timeout: 40_000 }, async () => {
  const gateway = await aGateway();
  for (let at = 0; at < 26; at++) {
    await kplusCharge(gateway, { amount: 10_000 + at });
    await gateway.advance(1_000);
  }
  const { page, open } = await aMember(browser, gateway, "viewer");
  await open("/test/events");
  await expect.poll(() => rowsOf(page, "Events").count()).toBe(25);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => rowsOf(page, "Events").count()).toBe(26);
  const ids = await rowsOf(page, "Events").locator("code").allTextContents();
  expect(new Set(ids.filter((text) => text.startsWith("evnt_"))).size).toBe(26);
  await expect.poll(() => page.getByRole("button", { name: "Show more" }).count()).toBe(0);
});
