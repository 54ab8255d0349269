import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aMember, expectSound, narrow, settled, type Visitor } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The value of an amount or a fact on a sheet. */
const fact = (page: Page, name: string) =>
  page
    .getByRole("term")
    .filter({ hasText: new RegExp(`^${name}$`) })
    .locator("xpath=following-sibling::dd[1]");

const heading = (page: Page, text: string | RegExp) => page.getByRole("heading", { level: 1, name: text });

async function at(gateway: TestGateway, id: string, role: Parameters<typeof aMember>[2] = "owner"): Promise<Visitor> {
  const visitor = await aMember(browser, gateway, role);
  await visitor.open(`/test/charges/${id}`);
  return visitor;
}

async function paidInstallment(gateway: TestGateway, patch: Record<string, unknown> = {}): Promise<string> {
  const { json } = await installmentCharge(gateway, patch);
  await gateway.call("POST", `/charges/${json.id}/mark_as_paid`);
  return json.id;
}

describe("the amounts, to the satang", () => {
  test("of installments whose interest the merchant pays", async () => {
    const gateway = await aGateway();
    const id = await paidInstallment(gateway, {
      zero_interest_installments: true,
      source: { type: "installment_wlb_ktc", installment_term: 4, zero_interest_installments: true },
    });
    const { page, complaints } = await at(gateway, id, "viewer");
    // Of 4,000.00: fee 3.65 %, interest 0.80 % a month for 4 months, VAT 7 % on both
    for (const [name, value] of [
      ["Amount", "฿4,000.00"],
      ["Fee", "−฿146.00"],
      ["VAT on the fee", "−฿10.22"],
      ["Interest", "−฿128.00"],
      ["VAT on the interest", "−฿8.96"],
      ["Net", "฿3,706.82"],
      ["The payer pays in all", "฿4,000.00"],
      ["Interest is paid by", "you, the merchant"],
      ["Interest a month", "0.80 %"],
    ] as const)
      await expect.poll(() => fact(page, name).textContent(), { message: name }).toBe(value);
    await page.getByText("฿1,000.00 a month, 4 times").waitFor();
    await expect.poll(() => fact(page, "Refundable until").textContent()).toMatch(/14 Jul 2026.*in full only/);
    await expectSound(page, "an installment charge");
    expect(complaints).toEqual([]);
  });

  test("of installments whose interest the payer pays, month by month", async () => {
    const gateway = await aGateway();
    const { page } = await at(gateway, await paidInstallment(gateway));
    await page.getByText("฿1,029.60 a month, 4 times").waitFor();
    await expect.poll(() => fact(page, "The payer pays in all").textContent()).toBe("฿4,118.40");
    await expect.poll(() => fact(page, "Interest is paid by").textContent()).toBe("the payer");
    await expect.poll(() => fact(page, "Interest a month").textContent()).toBe("0.74 %");
  });
});

describe("acts", () => {
  test("a card payment is refunded in part, and everything on the page follows", async () => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway);
    const { page, complaints } = await at(gateway, charge.id);
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Refund this charge" });
    const amount = dialog.getByRole("textbox", { name: "Amount to refund" });
    await expect.poll(() => amount.inputValue()).toBe("1,000.00");
    for (const [typed, said] of [
      ["1000.01", "At most ฿1,000.00."],
      ["0", "More than zero."],
      ["10.005", "At most two decimals"],
      ["ten", "Write an amount"],
    ] as const) {
      await amount.fill(typed);
      await dialog.getByText(said).waitFor();
      await expect
        .poll(() => dialog.getByRole("button", { name: /^Refund/ }).isDisabled(), { message: typed })
        .toBe(true);
    }
    await expectSound(page, "the refund's dialog");
    await amount.fill("฿500.50");
    await dialog.getByRole("button", { name: "Refund ฿500.50" }).click();
    await heading(page, /Partly refunded/).waitFor();
    await expect.poll(() => fact(page, "Refunded").textContent()).toBe("−฿500.50");
    await expect.poll(() => fact(page, "Net").textContent()).toBe("฿960.94");
    await expect.poll(() => fact(page, "Net after refunds").textContent()).toBe("฿460.44");
    await page.getByText("Refunded in the dashboard").waitFor();
    const { json } = await gateway.call("GET", `/charges/${charge.id}`);
    expect(json).toMatchObject({ refunded_amount: 50_050 });
    expect(complaints).toEqual([]);
  });

  test("a full refund before the bank's settlement is a void, and is called so", async () => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway);
    const { page, open } = await at(gateway, charge.id);
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await page.getByText("the whole amount goes back as a void, and the fee with it").waitFor();
    await page.getByRole("button", { name: "Refund ฿1,000.00" }).click();
    await heading(page, /Voided/).waitFor();
    await expect.poll(() => fact(page, "Fees given back").textContent()).toBe("฿39.06");
    await expect.poll(() => fact(page, "Net after refunds").textContent()).toBe("฿0.00");
    await open("/test/refunds");
    await page.getByRole("cell", { name: "Voided" }).waitFor();
    const { json } = await gateway.call("GET", `/charges/${charge.id}/refunds`);
    expect(json.data).toMatchObject([{ amount: 100_000, voided: true, status: "closed" }]);
  });

  test("installments are refunded in full or not at all, and the dialog says so", async () => {
    const gateway = await aGateway();
    const id = await paidInstallment(gateway);
    const { page } = await at(gateway, id);
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Installment charges go back in full only: ฿4,000.00.").waitFor();
    await dialog.getByText(/Possible until 14 Jul 2026/).waitFor();
    await expect.poll(() => dialog.getByRole("textbox").count()).toBe(0);
    await dialog.getByRole("button", { name: "Refund ฿4,000.00" }).click();
    await heading(page, /Refunded/).waitFor();
    expect((await gateway.call("GET", `/charges/${id}`)).json).toMatchObject({ refunded_amount: 400_000 });
  });

  test("K PLUS payments cannot be refunded, and the page says why before anybody tries", async () => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
    const { page } = await at(gateway, charge.id);
    await expect.poll(() => page.getByRole("button", { name: "Refund", exact: true }).count()).toBe(0);
    await page.getByText("What is not possible, and why").click();
    await page.getByText("K PLUS payments cannot be refunded or voided. Pay the money back another way.").waitFor();
  });

  test("a pre-authorization is captured in part", async () => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway, { capture: false, authorization_type: "pre_auth" });
    const { page } = await at(gateway, charge.id);
    await page.getByRole("button", { name: "Capture" }).click();
    const dialog = page.getByRole("dialog", { name: "Capture this charge" });
    await dialog.getByLabel("Amount to capture").fill("750.25");
    await page.keyboard.press("Enter");
    await heading(page, /Successful/).waitFor();
    await expect.poll(() => fact(page, "Captured").textContent()).toBe("฿750.25");
    expect((await gateway.call("GET", `/charges/${charge.id}`)).json).toMatchObject({ captured_amount: 75_025 });
  });

  test("any other authorization is captured whole, or reversed", async () => {
    const gateway = await aGateway();
    const { json: kept } = await cardCharge(gateway, { capture: false });
    const { json: freed } = await cardCharge(gateway, { capture: false });
    const { page, open } = await at(gateway, kept.id);
    await page.getByRole("button", { name: "Capture" }).click();
    await page.getByRole("dialog").getByText("Only as a whole: ฿1,000.00.").waitFor();
    await page.getByRole("button", { name: "Capture ฿1,000.00" }).click();
    await heading(page, /Successful/).waitFor();
    await open(`/test/charges/${freed.id}`);
    await page.getByRole("button", { name: "Reverse" }).click();
    await page.getByRole("dialog", { name: "Reverse this charge" }).getByRole("button", { name: "Reverse" }).click();
    await heading(page, /Reversed/).waitFor();
    const statuses = await Promise.all(
      [kept, freed].map(async ({ id }) => (await gateway.call("GET", `/charges/${id}`)).json.status),
    );
    expect(statuses).toEqual(["successful", "reversed"]);
  });

  test.each([
    ["Mark as paid", /Successful/],
    ["Mark as failed", /Failed/],
    ["Expire", /Expired/],
  ])("a charge that waits for its payer: %s", async (act, end) => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    const { page } = await at(gateway, charge.id);
    const link = page.getByRole("link", { name: "Open the payer's page" });
    await expect.poll(() => link.getAttribute("href")).toBe(charge.authorize_uri);
    await expect.poll(() => link.getAttribute("target")).toBe("_blank");
    await page.getByRole("button", { name: act }).click();
    await page.getByRole("dialog").getByRole("button", { name: act }).click();
    await heading(page, end).waitFor();
    await expect.poll(() => link.count()).toBe(0);
  });

  test("a refusal is told where the act was asked for, in plain words", async () => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway);
    const { page } = await at(gateway, charge.id);
    await page.route("**/feed", (route) => route.abort()); // the page gets no event of this
    await page.reload();
    await settled(page);
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 60_000 } });
    await page.getByRole("button", { name: "Refund ฿1,000.00" }).click();
    await page.getByRole("alert").getByText("At most ฿400.00 is left to refund.").waitFor();
    expect((await gateway.call("GET", `/charges/${charge.id}`)).json.refunded_amount).toBe(60_000);
  });

  test("a member who may not move money sees that, and who may", async () => {
    const gateway = await aGateway();
    const { json: paid } = await cardCharge(gateway);
    const { json: waiting } = await kplusCharge(gateway);
    const { page, open } = await at(gateway, paid.id, "viewer");
    await expect.poll(() => page.getByRole("button", { name: "Refund", exact: true }).isDisabled()).toBe(true);
    await page.getByText("Your role may not do this; it takes the role Owner, Admin, Developer or Support.").waitFor();
    await open(`/test/charges/${waiting.id}`);
    for (const name of ["Expire", "Mark as paid", "Mark as failed"])
      await expect.poll(() => page.getByRole("button", { name }).isDisabled(), { message: name }).toBe(true);
    await page.getByText("Your role may not do this; it takes the role Owner, Admin or Developer.").waitFor();
  });

  test("a dialog is left by Escape, and the focus is back on its button", async () => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway);
    const { page } = await at(gateway, charge.id);
    await page.getByRole("button", { name: "Refund", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect((await gateway.call("GET", `/charges/${charge.id}`)).json.refunded_amount).toBe(0);
  });
});

describe("the timeline", () => {
  test("tells of requests, the bank, states, the ledger, events, webhooks and acts, each leading on", {
    timeout: 40_000,
  }, async () => {
    const gateway = await aGateway();
    const receiver = await aReceiver();
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    const { json: charge } = await cardCharge(gateway);
    await gateway.advance(1_000);
    await receiver.arrived(1);
    const { page, open } = await at(gateway, charge.id);
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await page.getByLabel("Amount to refund").fill("100");
    await page.getByRole("button", { name: "Refund ฿100.00" }).click();
    await heading(page, /Partly refunded/).waitFor();
    for (const words of [
      /POST \/charges.*200.*API request/,
      /Bank asked to authorize: approved/,
      "Charge created ฿1,000.00",
      "Paid ฿1,000.00",
      /Booked to the balance, net \+฿960\.94/,
      /Event charge\.create/,
      /Webhook delivered: charge\.create 200/,
      /Refunded in the dashboard.*by The owner/,
      "Refunded ฿100.00",
    ])
      await page.getByRole("listitem").filter({ hasText: words }).first().waitFor();
    await page.getByLabel("Show", { exact: true }).selectOption("Ledger");
    await expect.poll(() => page.getByRole("list", { name: "15 Jan 2026" }).getByRole("listitem").count()).toBe(2);
    await page.getByText("Postings").first().click();
    await page.getByText("−฿960.94").waitFor();
    await page.getByLabel("Show", { exact: true }).selectOption("Everything");
    await page.getByRole("link", { name: "POST /charges", exact: true }).click();
    await heading(page, "POST /charges").waitFor();
    await open(`/test/charges/${charge.id}`);
    await page.getByRole("link", { name: "charge.create" }).first().click();
    await heading(page, "Charge created").waitFor();
  });

  test("grows by itself while the payer pays", async () => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    const { page } = await at(gateway, charge.id, "viewer");
    await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
    await heading(page, /Successful/).waitFor();
    await page.getByText("Paid ฿1,500.00").waitFor();
  });
});

test("metadata and references are there, and a failure says what it means", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(
    gateway,
    { metadata: { order: "A-7", basket: { items: 3 } } },
    "4111111111140011",
  );
  const { page } = await at(gateway, charge.id, "viewer");
  await expect.poll(() => fact(page, "order").textContent()).toBe("A-7");
  await expect.poll(() => fact(page, "basket").textContent()).toBe('{"items":"3"}');
  await expect
    .poll(() => fact(page, "Failed because").textContent())
    .toMatch(/card's limit is reached \(insufficient_fund\)/);
  await expect.poll(() => fact(page, "Amount").textContent()).toBe("฿1,000.00");
  await expect.poll(() => fact(page, "Net(, if paid)?").count()).toBe(0);
});

test("a failure of K PLUS speaks of the payer's account and not of a card", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  await gateway.call("POST", `/kplus/payments/${charge.id}/decide`, { body: { outcome: "insufficient_fund" } });
  const { page } = await at(gateway, charge.id, "viewer");
  const words = "Not enough money in the account, or its limit is reached";
  await expect.poll(() => fact(page, "Failed because").textContent()).toBe(`${words} (insufficient_fund)`);
  await page
    .getByRole("listitem")
    .filter({ hasText: /^Failed/ })
    .getByText(words)
    .waitFor();
  await expect.poll(() => page.getByRole("main").textContent()).not.toContain("card's limit");
});

test("a charge that does not exist, or is another mode's, is not found, and the page leads on", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/charges/chrg_test_5z4ykxh42cn7qsxw1w5");
  await heading(page, "Nothing in test mode has this id").waitFor();
  await expect.poll(() => page.getByRole("link", { name: "Look in live mode" }).count()).toBe(0);
  await expectSound(page, "no such charge");
  await page.getByRole("link", { name: "Search for it" }).click();
  await page.waitForURL("**/dashboard/test/charges?q=chrg_test_5z4ykxh42cn7qsxw1w5");
  const { json: charge } = await cardCharge(gateway);
  await open(`/live/charges/${charge.id}`);
  await page.getByRole("link", { name: "Look in test mode" }).click();
  await heading(page, /฿1,000\.00/).waitFor();
});

test.each([
  ["events", "evnt_test_5z4ykxh42cn7qsxw1w5", "All events"],
  ["requests", "018f0000-0000-7000-8000-000000000000", "All requests"],
])("one of the %s that is not there leads to all of them", async (path, id, all) => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open(`/test/${path}/${id}`);
  await heading(page, "Nothing in test mode has this id").waitFor();
  await expectSound(page, "nothing there");
  await page.getByRole("link", { name: all }).click();
  await page.waitForURL(`**/dashboard/test/${path}`);
});

test.each(["en", "th"])("all of it fits a phone, in %s", async (locale) => {
  const gateway = await aGateway();
  const id = await paidInstallment(gateway, { metadata: { order: "A-7" } });
  const { page, open } = await aMember(browser, gateway, "owner", { viewport: narrow, locale, colorScheme: "dark" });
  await open(`/test/charges/${id}`);
  await expectSound(page, `a charge on a phone in ${locale}`);
});
