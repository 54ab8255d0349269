import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aCustomer, aSession, cardCharge, kplusCharge } from "../kit/builders.ts";
import { aLinkedAccount, aRequestToLink } from "../kit/debit-builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 90_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const sums = (page: Page) => page.getByRole("region", { name: "Sums of what was found" });

test("a member filters charges, reads what they come to, keeps the filter, and leaves word on a charge", async () => {
  const gateway = await aGateway();
  await kplusCharge(gateway);
  const { json: charge } = await cardCharge(gateway);
  const { page, open, complaints } = await aMember(browser, gateway, "support");
  await open("/test/charges?status=successful");
  await sums(page).getByText("1 of 1").waitFor();
  await expect.poll(() => sums(page).textContent()).toContain("฿1,000.00");
  await page.getByRole("button", { name: "Save this filter" }).click();
  await page.getByLabel("Name of the filter").fill("Paid");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const kept = page.getByRole("button", { name: "Paid", exact: true });
  await kept.waitFor();
  await expectSound(page, "charges with sums and a saved filter");

  await open("/test/charges");
  await expect.poll(() => sums(page).count()).toBe(0);
  await kept.click();
  await sums(page).getByText("1 of 1").waitFor();
  await expect.poll(() => kept.getAttribute("aria-pressed")).toBe("true");

  await open(`/test/charges/${charge.id}`);
  await page.getByLabel("New note").fill("Asked for an invoice.");
  await page.getByRole("button", { name: "Write the note" }).click();
  await page.getByRole("list", { name: "Notes" }).getByText("Asked for an invoice.").waitFor();
  await expectSound(page, "a charge with a note");
  await page.getByRole("button", { name: "Remove the note of The support" }).click();
  await page.getByText("Nobody has written one.").waitFor();
  await open("/test/charges?status=successful");
  await page.getByRole("button", { name: "Remove the filter Paid" }).click();
  await kept.waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
});

test("on a phone, in Thai: a wallet is switched off, and a shop's session shows its payments", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway);
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { locale: "th", viewport: narrow });
  await open("/test/methods");
  const wallet = page.getByRole("article", { name: "Google Pay" });
  await wallet.getByRole("button", { name: /ปิดใช้/ }).click();
  await wallet.getByRole("button", { name: /เปิดใช้/ }).waitFor();
  expect((await gateway.call("GET", "/capability")).json.tokenization_methods).toEqual(["applepay"]);
  await expectSound(page, "methods with wallets on a phone");

  await open("/test/checkout-sessions");
  await page.getByText("345678").waitFor();
  await expectSound(page, "checkout sessions on a phone");
  await page.getByRole("link", { name: /1,500/ }).click();
  await page.getByText("ยังไม่มีใครลองชำระ").waitFor();
  await expect.poll(() => page.getByRole("main").textContent()).toContain(session.redirect_urls.complete_url);
  await expectSound(page, "a checkout session on a phone");
  expect(complaints).toEqual([]);
});

test("a linked account is found in its list and with its customer, charged, and its charge leads back to it", async () => {
  const gateway = await aGateway();
  const waiting = await aRequestToLink(gateway);
  const linked = await aLinkedAccount(gateway);
  const customer = await aCustomer(gateway);
  await gateway.call("PATCH", customer.location, { body: { linked_account: linked.id } });
  const { page, open, complaints } = await aMember(browser, gateway, "owner");
  await open("/test/linked-accounts");
  await page.getByText("Pending").waitFor();
  await expectSound(page, "linked accounts");
  await page.getByRole("link", { name: waiting.id }).click();
  await page.getByText(waiting.registration_uri).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Charge" }).isDisabled()).toBe(true);
  await open(`/test/customers/${customer.id}`);
  await page.getByRole("table", { name: "Linked accounts" }).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: /6789 Linked/ }).waitFor();
  await expectSound(page, "a linked account");
  await page.getByRole("button", { name: "Charge" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount").fill("250");
  await expectSound(page, "the dialog that charges a linked account");
  await dialog.getByRole("button", { name: "Charge ฿250.00" }).click();
  await page.getByRole("heading", { level: 1, name: /฿250\.00.*Successful/ }).waitFor();
  await page.getByText("Direct debit").first().waitFor();
  await page.setViewportSize(narrow);
  await page.getByRole("link", { name: linked.id }).click();
  await page.getByText("฿250.00").waitFor();
  await expectSound(page, "a linked account on a phone");
  expect(complaints).toEqual([]);
});

test("the page of simulated wallets hands over what becomes a token, and says why it does not", async () => {
  const gateway = await aGateway();
  const context = await browser.newContext({ viewport: narrow, locale: "en" });
  const page = await context.newPage();
  await page.goto(`${gateway.url}/wallets`);
  await page.getByLabel("Public test key").fill("pkey_test_5xuy4w91xqz7d1w9u0u");
  await page.getByRole("button", { name: "Hand over the card" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Public test key").fill(gateway.publicKey);
  await page.getByLabel("Wallet").selectOption("applepay");
  await page.getByRole("button", { name: "Hand over the card" }).click();
  const shown = await page.getByRole("region", { name: "What the wallet hands over" }).textContent();
  const data = /tokenization\[data\]=(.*)'/.exec(shown ?? "")?.[1];
  const body = { tokenization: { method: "applepay", data } };
  const token = await gateway.call("POST", "/tokens", { key: gateway.publicKey, body });
  expect(token.json.card).toMatchObject({ last_digits: "4242", tokenization_method: "applepay" });
  await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(narrow.width);
  await context.close();
});
