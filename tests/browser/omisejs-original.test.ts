import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sayIn } from "../../web/pay/texts.ts";
import { launchBrowser } from "../kit/browser.ts";
import { paymentForm, type ShopPage, typeCard, visit } from "./omisejs-shop.ts";

/**
 * The six test pages of the original library (omise/omise.js, cypress/fixtures), each with its purpose: how the
 * script is loaded, what is configured where, and what the form's address shows when it was submitted. Where they name internet banking,
 * which is not offered here, these name mobile banking.
 */

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const script = (attributes = "") => `<script src="{gateway}/omise.js" ${attributes}></script>`;
const scriptForm = (attributes: string) =>
  `<form action="/checkout.php" method="get">${script(`data-key="{key}" data-amount="10025" data-button-label="Click to pay" ${attributes}`)}</form>`;

/** Script in the head, a form with its own fields and one button; only the button has the key. */
const keyAtButton = (options: Record<string, unknown>): ShopPage => ({
  head: script(),
  body: `<form id="order" action="/checkout.php" method="get">
    <input type="hidden" name="access_token" value="2"><button type="submit" id="pay">บัตรเครดิต</button></form>`,
  script: `OmiseCard.configureButton("#pay", { publicKey: "{key}", submitFormTarget: "#order", ...${JSON.stringify(options)} });
    OmiseCard.attach();`,
});

const labels = { frameLabel: "label", frameDescription: "description", submitLabel: "ชำระเงิน", location: "no" };
const payLabel = (amount: string) => ({ name: `ชำระเงิน ฿${amount}` });

describe("the page with a script in a form", () => {
  test("pays by card", async () => {
    const { page, form } = await visit(browser, { body: scriptForm("") });
    await page.getByRole("button", { name: "Click to pay" }).click();
    await typeCard(form);
    await form.getByRole("button", { name: "Pay ฿100.25" }).click();
    expect(await submittedTo(page, "/checkout.php")).toEqual({ omiseToken: token, omiseSource: "" });
  });

  test("passes over other methods that are not known", async () => {
    const { page, form } = await visit(browser, { body: scriptForm('data-other-payment-methods="aaa"') });
    await page.getByRole("button", { name: "Click to pay" }).click();
    await form.getByLabel("Card number").waitFor();
    await expect.poll(() => form.getByRole("radio").count()).toBe(0);
  });
});

describe("the page whose key stands with the button, in small letters of the currency", () => {
  test("pays by card beside methods that are not offered, and keeps the form's own fields", async () => {
    const { page, form } = await visit(
      browser,
      keyAtButton({
        ...labels,
        amount: 2000,
        currency: "thb",
        defaultPaymentMethod: "credit_card",
        otherPaymentMethods: ["alipay", "convenience_store"],
      }),
    );
    await page.getByRole("button", { name: "บัตรเครดิต" }).click();
    await form.getByRole("heading", { name: "label" }).waitFor();
    await typeCard(form);
    await form.getByRole("button", payLabel("20.00")).click();
    expect(await submittedTo(page, "/checkout.php")).toEqual({ access_token: "2", omiseToken: token, omiseSource: "" });
  });

  test("says that there is no way to pay where nothing that it names is offered in its currency", async () => {
    const { page, form, said } = await visit(
      browser,
      keyAtButton({
        ...labels,
        amount: 2000,
        currency: "jpy",
        otherPaymentMethods: ["bank_of_nobody"],
        defaultPaymentMethod: "",
      }),
    );
    await page.getByRole("button", { name: "บัตรเครดิต" }).click();
    await form.getByText("There is no way to pay this amount here.").waitFor();
    expect(said).toContainEqual(expect.stringMatching(/offers nothing: bank_of_nobody for 2000 JPY; GET \/capability/));
    await form.getByRole("button", { name: "Close" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  });

  test("in Japanese, pays by card", async () => {
    const say = sayIn("ja");
    const { page } = await visit(
      browser,
      keyAtButton({
        amount: 2000,
        currency: "thb",
        locale: "ja",
        otherPaymentMethods: ["internet_banking", "alipay", "mobile_banking_kbank"],
      }),
    );
    await page.locator("#pay").click();
    const form = paymentForm(page);
    await form.getByRole("group", { name: say("method") }).waitFor();
    for (const [key, typed] of [
      ["number", "4242424242424242"],
      ["expiry", "12/30"],
      ["securityCode", "123"],
      ["name", "Somchai"],
    ] as const)
      await form.getByLabel(say(key)).fill(typed);
    await form.locator("button[type=submit]").click();
    expect(await submittedTo(page, "/checkout.php")).toEqual({ access_token: "2", omiseToken: token, omiseSource: "" });
  });
});

describe("the page with a script and six buttons in three forms", () => {
  const button = (id: string, options: Record<string, unknown>) =>
    `OmiseCard.configureButton("#${id}", ${JSON.stringify({ publicKey: "{key}", currency: "thb", ...labels, ...options })});`;
  const several: ShopPage = {
    body: `${scriptForm("")}
      <form id="cards" action="/card.php" method="get"><button id="card" type="submit">บัตรเครดิต</button></form>
      <form id="banks" action="/banking.php" method="get"><button id="bank">Internet Banking</button>
        <button id="two-banks">Two banks</button><button id="two-banks-and-more">Two banks and more</button>
        <button id="plans">Installments</button><button id="card-and-plans">Card or installments</button></form>`,
    script: [
      button("card", { submitFormTarget: "#cards", amount: 2000, defaultPaymentMethod: "credit_card" }),
      button("bank", { submitFormTarget: "#banks", amount: 2000, defaultPaymentMethod: "mobile_banking" }),
      button("two-banks", {
        submitFormTarget: "#banks",
        amount: 2000,
        defaultPaymentMethod: "mobile_banking(kbank, nobody)",
      }),
      button("two-banks-and-more", {
        submitFormTarget: "#banks",
        amount: 2000,
        defaultPaymentMethod: "mobile_banking(kbank, nobody)",
        otherPaymentMethods: ["mobile_banking(kbank)", "credit_card"],
      }),
      button("plans", { submitFormTarget: "#banks", amount: 300000, defaultPaymentMethod: "installment" }),
      button("card-and-plans", {
        submitFormTarget: "#banks",
        amount: 300000,
        defaultPaymentMethod: "credit_card",
        otherPaymentMethods: "installment",
      }),
      "OmiseCard.attach();",
    ].join("\n"),
  };

  test("each button keeps its words", async () => {
    const { page } = await visit(browser, several);
    expect(await page.getByRole("button").allInnerTexts()).toEqual([
      "Click to pay",
      "บัตรเครดิต",
      "Internet Banking",
      "Two banks",
      "Two banks and more",
      "Installments",
      "Card or installments",
    ]);
  });

  test.each([
    ["Click to pay", "Pay ฿100.25", "/checkout.php"],
    ["บัตรเครดิต", "ชำระเงิน ฿20.00", "/card.php"],
  ])("%s pays by card, into its own form", async (words, pay, path) => {
    const { page, form } = await visit(browser, several);
    await page.getByRole("button", { name: words }).click();
    await typeCard(form);
    await form.getByRole("button", { name: pay }).click();
    expect(await submittedTo(page, path)).toEqual({ omiseToken: token, omiseSource: "" });
  });

  test.each(["Internet Banking", "Two banks", "Two banks and more"])("%s pays with a source", async (words) => {
    const { page, form } = await visit(browser, several);
    await page.getByRole("button", { name: words, exact: true }).click();
    await form.getByText("Next, you confirm the payment with K PLUS.").waitFor();
    await form.getByRole("button", payLabel("20.00")).click();
    expect(await submittedTo(page, "/banking.php")).toEqual({ omiseToken: "", omiseSource: source });
  });

  test.each([
    ["Installments", false],
    ["Card or installments", true],
  ])("%s pays by installments", async (words, beside) => {
    const { page, form } = await visit(browser, several);
    await page.getByRole("button", { name: words, exact: true }).click();
    if (beside) await form.getByRole("radio", { name: "Card installments" }).check();
    for (const bank of ["Bangkok Bank", "Krungsri First Choice", "Krungsri", "Kasikorn"])
      await form.getByRole("radio", { name: bank }).first().waitFor();
    await form.getByRole("radio", { name: /Kasikorn/ }).check();
    await form.getByRole("radio", { name: /^4 months/ }).check();
    await typeCard(form);
    await form.getByRole("button", payLabel("3,000.00")).click();
    expect(await submittedTo(page, "/banking.php")).toEqual({ omiseToken: token, omiseSource: source });
  });
});

const token = expect.stringMatching(/^tokn_test_/);
const source = expect.stringMatching(/^src_test_/);

/** Fields of the form, which was submitted by GET. */
async function submittedTo(page: Page, path: string): Promise<Record<string, string>> {
  await page.waitForURL((url) => url.pathname === path);
  return Object.fromEntries(new URL(page.url()).searchParams);
}
