import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { locales, sayIn, texts } from "../../web/pay/texts.ts";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import {
  aShop,
  axeFaults,
  calling,
  checkout,
  frameOf,
  paymentForm,
  phone,
  shownBy,
  typeCard,
  visit,
} from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const everything = { amount: 450000, otherPaymentMethods: ["mobile_banking_kbank", "installment"] };

/** The shop in a browser, with the form open. */
async function openForm(options: Record<string, unknown> = {}, context: Parameters<Browser["newPage"]>[0] = phone) {
  const opened = await visit(browser, checkout({ ...everything, ...options }), { context });
  const { page, form } = opened;
  await page.getByRole("button", { name: "Buy now" }).click();
  await form.getByRole("heading", { level: 1 }).waitFor();
  return opened;
}

describe("paying in the pop-up", () => {
  test("by card: the token is submitted with the shop's form", async () => {
    const { gateway, shop, form, complaints } = await openForm();
    await typeCard(form);
    const ordered = shop.ordered();
    await form.getByRole("button", { name: "Pay ฿4,500.00" }).click();

    const order = await ordered;
    expect(order.get("omiseSource")).toBe("");
    const charge = await gateway.call("POST", "/charges", {
      body: { amount: 450000, currency: "THB", card: order.get("omiseToken") },
    });
    expect(charge.json).toMatchObject({ status: "successful", card: { last_digits: "4242" } });
    expect(complaints).toEqual([]);
  });

  test("by card: the shop's page hears of the token, and never of the number", async () => {
    const gateway = await aGateway();
    const shop = await aShop(gateway, checkout({ ...everything, submitAuto: "no" }));
    const page = await browser.newPage(phone);
    onTestFinished(() => page.close());
    await page.addInitScript(recordMessages);
    await page.goto(shop.url);
    await page.getByRole("button", { name: "Buy now" }).click();
    await typeCard(paymentForm(page));
    await paymentForm(page).getByRole("button", { name: /^Pay/ }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });

    const heard = await page.evaluate<string>("JSON.stringify(heard)");
    expect(heard).toMatch(/"done".*"tokn_test_/);
    expect(heard).not.toMatch(/4242/);
    expect(await page.content()).not.toMatch(/4242/);
    await expect.poll(() => page.locator("[name=omiseToken]").inputValue()).toMatch(/^tokn_test_/);
  });

  test.each([
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "IOS"],
    ["Mozilla/5.0 (Linux; Android 15; SM-A155F)", "ANDROID"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64)", null],
  ])("by K PLUS: a source that knows the payer's phone, for %s", async (userAgent, platform) => {
    const { gateway, shop, form } = await openForm({}, { ...phone, userAgent });
    await form.getByRole("radio", { name: "K PLUS" }).check();
    const ordered = shop.ordered();
    await form.getByRole("button", { name: /^Pay/ }).click();

    const order = await ordered;
    expect(order.get("omiseToken")).toBe("");
    const source = await gateway.call("GET", `/sources/${order.get("omiseSource")}`);
    expect(source.json).toMatchObject({
      type: "mobile_banking_kbank",
      amount: 450000,
      currency: "THB",
      platform_type: platform,
    });
  });

  test("by installments: what each month costs is the gateway's figure, and token and source come back together", async () => {
    const { gateway, shop, form } = await openForm();
    await form.getByRole("radio", { name: "Card installments" }).check();
    await form.getByRole("radio", { name: "Bangkok Bank" }).check();
    await expectText(form.getByText("You pay the interest: Bangkok Bank adds 0.74% of the amount each month."));
    const ten = form.getByRole("radio", { name: /10 months/ });
    await expect.poll(() => ten.isDisabled()).toBe(true);
    await expectText(form.getByText("From ฿5,000.00 (at least ฿500.00 a month)"));
    // 4,500 × 0.74 % × 6 = 199.80; (4,500 + 199.80) / 6 = 783.30
    await form.getByRole("radio", { name: /6 months.*฿783\.30 a month.*฿4,699\.80 in all, with ฿199\.80/s }).check();
    await typeCard(form, { number: "4999000400070400" });
    const ordered = shop.ordered();
    await form.getByRole("button", { name: /^Pay/ }).click();

    const order = await ordered;
    const charge = await gateway.call("POST", "/charges", {
      body: {
        amount: 450000,
        currency: "THB",
        source: order.get("omiseSource"),
        card: order.get("omiseToken"),
        return_uri: "https://example.com/done",
      },
    });
    expect(charge.json).toMatchObject({
      status: "pending",
      source: { type: "installment_wlb_bbl", installment_term: 6 },
    });
  });

  test("by installments where the shop pays the interest, with a loan card that has no expiry date", async () => {
    const { gateway, shop, form } = await openForm({ zeroInterestInstallments: true });
    await form.getByRole("radio", { name: "Card installments" }).check();
    await form.getByRole("radio", { name: "Krungsri First Choice" }).check();
    await expectText(form.getByText("No interest for you: Demo Shop pays it."));
    await form.getByRole("radio", { name: /10 months.*฿450\.00 a month.*no interest/s }).check();
    await expectText(form.getByText("Loan cards are accepted too."));
    await typeCard(form, { number: "4999000300090300", expiry: "" });
    const ordered = shop.ordered();
    await form.getByRole("button", { name: /^Pay/ }).click();

    const source = await gateway.call("GET", `/sources/${(await ordered).get("omiseSource")}`);
    expect(source.json).toMatchObject({ zero_interest_installments: true, installment_term: 10 });
  });

  test("by a script tag with data attributes alone", async () => {
    const gateway = await aGateway();
    const shop = await aShop(gateway, {
      body: `<form method="post" action="/pay"><script src="{gateway}/omise.js" data-key="{key}" data-amount="150000"
        data-frame-label="Shop" data-button-label="Pay me" data-submit-label="Done" data-other-payment-methods="mobile_banking_kbank"></script></form>`,
    });
    const page = await browser.newPage(phone);
    onTestFinished(() => page.close());
    await page.goto(shop.url);
    await page.getByRole("button", { name: "Pay me" }).click();
    await paymentForm(page).getByRole("radio", { name: "K PLUS" }).check();
    const ordered = shop.ordered();
    await paymentForm(page).getByRole("button", { name: "Done ฿1,500.00" }).click();
    expect((await ordered).get("omiseSource")).toMatch(/^src_test_/);
  });

  test("with callbacks only: the nonce and both ids are handed over, and it closes; that is no closing without paying", async () => {
    const gateway = await aGateway();
    const shop = await aShop(
      gateway,
      calling(`OmiseCard.configure({ publicKey: "{key}" });
        const heard = [];
        OmiseCard.open({ amount: "150000", defaultPaymentMethod: "mobile_banking_kbank",
          onCreateTokenSuccess: (nonce, result) => {
            heard.push(nonce, result);
            OmiseCard.close(() => show(...heard)); // arrives after the form has begun to close by itself
          },
          onFormClosed: () => heard.push("closed") });`),
    );
    const page = await browser.newPage(phone);
    onTestFinished(() => page.close());
    await page.goto(shop.url);
    await paymentForm(page).getByRole("button", { name: /^Pay/ }).click();
    const source = expect.stringMatching(/^src_test_/);
    expect(await shownBy(page)).toEqual([source, { source }]);
    await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
  });
});

describe("embedded", () => {
  const embed = (options: string) =>
    calling(`OmiseCard.configure({ publicKey: "{key}", amount: 450000, element: document.querySelector("#place"), ${options} });
      OmiseCard.open({ onError: (errors) => show("errors", errors), onCreateTokenSuccess: (result) => show("token", result),
        onCreateSuccess: (result) => show("both", result) });
      document.querySelector("#go").onclick = () => OmiseCard.requestCardToken({ email: "a@example.com", billingAddress: { city: "Chiang Mai" } });`);
  const withPlace = (shopPage: ReturnType<typeof calling>) => ({
    ...shopPage,
    body: `<div id="place"></div><button id="go">Go</button>${shopPage.body}`,
  });

  test("the card form has no button of its own; the shop asks it, hears of faults, then of the token", async () => {
    const gateway = await aGateway();
    const shop = await aShop(gateway, withPlace(embed('customCardForm: true, style: { input: { height: "40px" } }')));
    const page = await browser.newPage(phone);
    onTestFinished(() => page.close());
    await page.goto(shop.url);
    const form = paymentForm(page);
    await form.getByLabel("Card number").waitFor();
    expect((await form.getByLabel("Card number").boundingBox())?.height).toBe(40);
    await expect.poll(() => form.getByRole("button").count()).toBe(0);
    await page.getByRole("button", { name: "Go" }).click();
    expect(await shownBy(page)).toEqual(["errors", expect.arrayContaining(["Enter the card number."])]);

    await typeCard(form);
    await form.getByRole("checkbox", { name: "Remember this card" }).check();
    await page.getByRole("button", { name: "Go" }).click();
    await page.getByText('"token"').waitFor();
    const [, result] = await shownBy(page);
    expect(result).toEqual({ token: expect.stringMatching(/^tokn_test_/), remember: true });
    const token = await gateway.call("GET", `/tokens/${result.token}`, { key: gateway.publicKey });
    expect(token.json.card).toMatchObject({ city: "Chiang Mai" });
  });

  test("the installment form gives token and source, and is as high as what it shows", async () => {
    const gateway = await aGateway();
    const shop = await aShop(gateway, withPlace(embed("customInstallmentForm: true")));
    const page = await browser.newPage(phone);
    onTestFinished(() => page.close());
    await page.goto(shop.url);
    const form = page.frameLocator("#omise-checkout-installment-form");
    await form.getByRole("radio", { name: "Krungthai Card (KTC)" }).check();
    await form.getByRole("radio", { name: /4 months/ }).check();
    await typeCard(form, { number: "5399000600060600" });
    const frame = frameOf(page);
    await expect.poll(() => frame.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")).toBe(true);
    await page.getByRole("button", { name: "Go" }).click();
    await page.getByText('"both"').waitFor();
    expect((await shownBy(page))[1]).toEqual({
      token: expect.stringMatching(/^tokn_test_/),
      source: expect.stringMatching(/^src_test_/),
    });
  });
});

describe("what is offered", () => {
  test("is what capability offers and the shop asks for, in the shop's order; unknown names are passed over", async () => {
    const { form } = await openForm({
      defaultPaymentMethod: "mobile_banking_kbank",
      otherPaymentMethods: "fpx, installment(ktc, scb), credit_card",
    });
    const methods = form.getByRole("group", { name: "Payment method" });
    expect(await methods.locator("strong").allInnerTexts()).toEqual([
      "K PLUS",
      "Card installments",
      "Credit or debit card",
    ]);
    await form.getByRole("radio", { name: "Card installments" }).check();
    expect(await form.getByRole("group", { name: "Bank of your card" }).locator("label").allInnerTexts()).toEqual([
      "Krungthai Card (KTC)",
      "Siam Commercial Bank",
    ]);
  });

  test("a default that this amount does not allow gives way to the others, and the console says so", async () => {
    const { form, said } = await openForm({ amount: 199900, defaultPaymentMethod: "installment", currency: "thb" });
    await form.getByRole("button", { name: "Pay ฿1,999.00" }).waitFor();
    await expect.poll(() => said).toContainEqual(expect.stringContaining("installment is not offered for 199900 THB"));
  });

  test("leaves out what the amount is too small for", async () => {
    const { gateway, form } = await openForm({ amount: 199900 });
    expect(await form.getByRole("group", { name: "Payment method" }).locator("strong").allInnerTexts()).toEqual([
      "Credit or debit card",
      "K PLUS",
    ]);
    const offered = await gateway.call("GET", `/pay/options.json?key=${gateway.publicKey}&amount=400000&currency=THB`, {
      key: null,
    });
    const capability = await gateway.call("GET", "/capability");
    const names = (list: { type?: string; name?: string }[]) => list.map(({ type, name }) => type ?? name);
    // a code that the merchant scans, a basket with its delivery and an account that was linked come from the merchant's own programs
    const elsewhere = ["alipayplus_upm", "barcode_alipay", "wechat_pay_upm", "barcode_wechat", "atome", "atome_qr"];
    const inBaht = capability.json.payment_methods.filter(({ currencies }: { currencies: string[] }) =>
      currencies.includes("THB"),
    );
    const expected = names(inBaht).filter(
      (name = "") => !elsewhere.includes(name) && !name.startsWith("direct_debit_"),
    );
    expect(names(offered.json.methods)).toEqual(expected);
  });

  test.each([
    ["an amount that nothing takes", { amount: 100 }, "There is no way to pay this amount here. Please ask the shop."],
    [
      "a wrong key",
      { key: "pkey_test_wrong" },
      "The shop has not set up this payment correctly. Please tell the shop.",
    ],
  ])("is said in a sentence when it is nothing: %s", async (_, options, sentence) => {
    const { form } = await openForm(options);
    await expectText(form.getByRole("alert").getByText(sentence));
    await expect.poll(() => form.getByRole("button", { name: /^Pay/ }).count()).toBe(0);
  });
});

describe("typing a card", () => {
  test("digits are grouped, pastes with spaces and dashes are read, the brand is named, autofill knows the fields", async () => {
    const { form } = await openForm();
    const number = form.getByLabel("Card number");
    await number.pressSequentially("378282246310005");
    await expect.poll(() => number.inputValue()).toBe("3782 822463 10005");
    await expectText(form.getByText("Amex"));
    await expectText(form.getByText("4 digits on the front"));
    await number.fill("5555-5555 5555 4444");
    await expect.poll(() => number.inputValue()).toBe("5555 5555 5555 4444");
    await expectText(form.getByText("Mastercard"));
    for (const [label, purpose] of [
      ["Card number", "cc-number"],
      ["Expiry date", "cc-exp"],
      ["Security code", "cc-csc"],
    ] as const) {
      await expect.poll(() => form.getByLabel(label).getAttribute("autocomplete")).toBe(purpose);
      await expect.poll(() => form.getByLabel(label).getAttribute("inputmode")).toBe("numeric");
    }
    await expect.poll(() => form.getByLabel("Name on card").getAttribute("autocomplete")).toBe("cc-name");
  });

  test("faults stand beside their fields, are read out with them, and go when they are cured", async () => {
    const { form } = await openForm();
    await typeCard(form, { number: "4242424242424241", expiry: "0120", code: "12", name: "" });
    await form.getByRole("button", { name: /^Pay/ }).click();
    const number = form.getByLabel("Card number");
    expect(await described(number)).toContain("This card number is not valid.");
    expect(await described(form.getByLabel("Expiry date"))).toContain("This card has expired.");
    expect(await described(form.getByLabel("Security code"))).toContain("The code has 3 digits.");
    expect(await described(form.getByLabel("Name on card"))).toContain("Enter the name");
    await form.locator("#number:focus").waitFor();
    await number.fill("4242424242424242");
    await expect.poll(() => number.getAttribute("aria-invalid")).toBeNull();
  });

  test("a card that its issuer refuses is said in the payer's words, and another can be tried", async () => {
    const { shop, form } = await openForm();
    await typeCard(form, { number: "4999000100080014" });
    await form.getByRole("button", { name: /^Pay/ }).click();
    await expectText(form.getByRole("alert").getByText("The card's bank has refused it. Use another card."));
    await form.getByLabel("Card number").fill("4242424242424242");
    const ordered = shop.ordered();
    await form.getByRole("button", { name: /^Pay/ }).click();
    expect((await ordered).get("omiseToken")).toMatch(/^tokn_test_/);
  });

  test("two clicks on pay make one token", async () => {
    const { page, shop, form } = await openForm();
    await typeCard(form);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") asked.push(new URL(request.url()).pathname);
    });
    const ordered = shop.ordered();
    await form.getByRole("button", { name: /^Pay/ }).dblclick();
    await ordered;
    expect(asked.filter((path) => path === "/tokens")).toHaveLength(1);
  });

  test("a gateway that cannot be reached is said, and nothing is lost", async () => {
    const { page, form } = await openForm();
    await typeCard(form);
    await page.route("**/tokens", (route) => route.abort());
    await form.getByRole("button", { name: /^Pay/ }).click();
    await expectText(form.getByRole("alert").getByText("The payment gateway cannot be reached."));
    await expect.poll(() => form.getByLabel("Card number").inputValue()).toBe("4242 4242 4242 4242");
  });
});

test("the whole payment works with the keyboard alone, and Escape closes", async () => {
  const { page, shop, form } = await openForm();
  const hasKeys = () => form.locator("body").evaluate((body) => body.ownerDocument.hasFocus());
  await expect.poll(hasKeys).toBe(true);
  await page.keyboard.press("Tab"); // close
  await page.keyboard.press("Tab"); // payment method, the chosen one
  await page.keyboard.press("ArrowDown"); // K PLUS
  await page.keyboard.press("ArrowUp"); // card
  await page.keyboard.press("Tab");
  await page.keyboard.type("4242424242424242");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1230");
  await page.keyboard.press("Tab");
  await page.keyboard.type("123");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Somchai Prasert");
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await page.locator("#buy:focus").waitFor();

  await page.keyboard.press("Enter");
  await form.getByRole("radio", { name: "K PLUS" }).waitFor();
  await expect.poll(hasKeys).toBe(true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  const ordered = shop.ordered();
  await page.keyboard.press("Enter");
  expect((await ordered).get("omiseSource")).toMatch(/^src_test_/);
});

test("another origin in the page can neither close the form nor pose as the shop or as the form", async () => {
  const stranger = await serve(`<script>
    // the form's frame is created later, and a window of another origin cannot be spread
    const others = () => Array.from({ length: parent.length }, (_, at) => parent[at]).filter((frame) => frame !== window);
    const say = (window, line) => {
      window.postMessage(JSON.stringify({ type: "CLOSE_AND_SEND_TOKEN", data: "tokn_test_evil" }), "*");
      window.postMessage({ type: "done", result: { token: "tokn_test_evil" } }, "*");
      const { port1, port2 } = new MessageChannel();
      window.postMessage("chamra", "*", [port2]);
      port1.onmessage = () => { document.title = "answered"; };
      port1.postMessage({ type: "show", config: { mode: "popup", key: "", amount: 1, locale: "en", methods: [], cardBrands: [], billing: {}, style: {} } });
    };
    window.rounds = 0;
    setInterval(() => { for (const each of [parent, ...others()]) say(each); window.rounds += 1; }, 20);
  </script>`);
  const gateway = await aGateway();
  const page = await browser.newPage(phone);
  onTestFinished(() => page.close());
  const usual = checkout(everything);
  const shop = await aShop(gateway, {
    ...usual,
    body: `${usual.body}<iframe src="${stranger}"></iframe>`,
    alsoFrames: stranger,
  });
  await page.goto(shop.url);
  await page.getByRole("button", { name: "Buy now" }).click();
  const form = paymentForm(page);
  await typeCard(form);
  const rounds = async () => Number(await frameOf(page, stranger).evaluate("window.rounds"));
  const before = await rounds();
  await expect.poll(rounds).toBeGreaterThan(before + 10);
  expect(shop.orders).toEqual([]);
  await expect.poll(() => form.getByLabel("Card number").inputValue()).toBe("4242 4242 4242 4242");
  await expect.poll(() => frameOf(page, stranger).title()).toBe("");
  const ordered = shop.ordered();
  await form.getByRole("button", { name: "Pay ฿4,500.00" }).click();
  expect((await ordered).get("omiseToken")).toMatch(/^tokn_test_(?!evil)/);
});

describe.each(locales)("in %s", (locale) => {
  const say = sayIn(locale);

  test("every word of the form is in the language, and nothing is missing", async () => {
    const { page, form } = await openForm({ locale, location: "yes" });
    const pay = form.locator("button[type=submit]");
    await pay.waitFor();
    await expect.poll(() => pay.textContent()).toBe(say("payAmount", { pay: say("pay"), amount: "฿4,500.00" }));
    await form.getByRole("radio", { name: say("installments") }).check();
    await form.getByRole("radio").nth(3).check();
    await pay.click();
    await expectText(form.getByText(say("termMissing")));
    await form.getByRole("radio", { name: say("months", { count: 3 }) }).check();
    await pay.click();
    for (const key of ["numberMissing", "expiryMissing", "securityCodeMissing", "nameMissing"] as const)
      await expectText(form.getByText(say(key)));
    const words = (await form.locator("main").textContent()) ?? "";
    expect(words).not.toMatch(/\{\w+\}|undefined|null|NaN/);
    const frame = frameOf(page);
    await expect.poll(() => frame.evaluate("document.documentElement.lang")).toBe(locale);
    if (locale !== "en") {
      const english = Object.values(texts).filter((text) => text.en !== text[locale] && text.en.length > 12);
      expect(english.filter((text) => words.includes(text.en))).toEqual([]);
    }
  });

  test.each(["light", "dark"] as const)("it has no accessibility faults, in the %s", async (colorScheme) => {
    const { page, form } = await openForm({ locale }, { ...phone, colorScheme, reducedMotion: "reduce" });
    const frame = frameOf(page);
    await form.locator("button[type=submit]").waitFor();
    await form.locator("button[type=submit]").click(); // with its faults
    expect(await axeFaults(frame)).toEqual([]);
    await form.getByRole("radio", { name: say("installments") }).check();
    await form.getByRole("radio").nth(3).check();
    expect(await axeFaults(frame)).toEqual([]);
  });

  test("the form fits a screen of 320 pixels", async () => {
    const { page, form } = await openForm({ locale, location: "yes" }, { viewport: { width: 320, height: 568 } });
    await form.getByRole("radio", { name: say("installments") }).check();
    await form.getByRole("radio").nth(3).check();
    await form.locator("button[type=submit]").click();
    const frame = frameOf(page);
    await expect.poll(() => frame.evaluate("innerWidth")).toBe(320);
    await expect.poll(() => frame.evaluate("document.documentElement.scrollWidth")).toBe(320);
    await expect.poll(() => frame.evaluate("document.fonts.check('16px \"Noto Sans Thai Variable\"', 'ก')")).toBe(true);
  });
});

/** Records all messages to a window and to its message ports. */
const recordMessages = `
  window.heard = [];
  addEventListener("message", ({ data }) => heard.push(data));
  const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
  Object.defineProperty(MessagePort.prototype, "onmessage", {
    set(receive) {
      set.call(this, (event) => { heard.push(event.data); receive(event); });
    },
  });
`;

type Locator = ReturnType<Page["locator"]>;

async function expectText(text: Locator): Promise<void> {
  await text.first().waitFor({ timeout: 5_000 });
}

/** The accessible description of a field. */
async function described(field: Locator): Promise<string> {
  const ids = (await field.getAttribute("aria-describedby"))?.split(" ") ?? [];
  const lines = await Promise.all(ids.map((id) => field.locator(`xpath=..//*[@id="${id}"]`).textContent()));
  return lines.join(" ");
}

/** A page of another origin. */
async function serve(body: string): Promise<string> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(body),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has one
}
