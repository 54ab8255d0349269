import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { phone, type ShopPage, typeCard, visit } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const shop = (body: string, script: string): ShopPage => ({
  body: `${body}<script src="{gateway}/omise.js"></script>`,
  script,
});
const oneButton = (script: string) =>
  shop('<form id="checkout" method="post" action="/pay"><button id="buy">ซื้อ <b>เลย</b></button></form>', script);

describe("attached buttons", () => {
  test("open the form without configure(), pay, and fill the fields of their form", async () => {
    const { page, form, shop } = await visit(
      browser,
      oneButton('OmiseCard.configureButton("#buy", { publicKey: "{key}", amount: 150000 }); OmiseCard.attach();'),
    );
    await page.getByRole("button", { name: "ซื้อ เลย" }).click();
    await typeCard(form);
    const ordered = shop.ordered();
    await form.getByRole("button", { name: "Pay ฿1,500.00" }).click();
    const order = await ordered;
    expect(order.get("omiseToken")).toMatch(/^tokn_test_/);
    expect(order.get("omiseSource")).toBe("");
  });

  test("keep their own words and icons, unless a label is meant for that very button", async () => {
    const { page } = await visit(
      browser,
      shop(
        `<form><button id="own">Pay <i>now</i></button><button id="label">Pay</button><button id="empty"></button>
          <button id="default"></button><button class="many">First</button><button class="many">Second</button></form>`,
        `OmiseCard.configureButton("#default");
        OmiseCard.configure({ publicKey: "{key}", buttonLabel: "Checkout" });
        for (const id of ["#own", "#empty", ".many"]) OmiseCard.configureButton(id);
        OmiseCard.configureButton("#label", { buttonLabel: "Donate <3" });
        window.attached = OmiseCard.attach();`,
      ),
    );
    expect(await page.locator("button").evaluateAll((buttons) => buttons.map(({ innerHTML }) => innerHTML))).toEqual([
      "Pay <i>now</i>",
      "Donate &lt;3",
      "Checkout",
      "Checkout",
      "First",
      "Second",
    ]);
    expect(await page.evaluate("attached.map((button) => button.id || button.textContent)")).toEqual([
      "default",
      "own",
      "empty",
      "First",
      "label",
    ]);
  });

  test("have the defaults of the moment at which they are configured; connected again, they open with the newer ones", async () => {
    const { page, form } = await visit(
      browser,
      oneButton(`OmiseCard.configure({ publicKey: "{key}", amount: 150000 });
        window.made = OmiseCard.configureButton("#buy", { frameLabel: "Shop" });
        OmiseCard.configure({ amount: 250000, frameLabel: "Other" });
        OmiseCard.attach();
        document.querySelector("form").onsubmit = () => { document.title = "submitted"; };`),
    );
    const amount = () => form.locator("button[type=submit]").textContent();
    await page.locator("#buy").click();
    await form.getByRole("heading", { name: "Shop" }).waitFor();
    await form.getByLabel("Card number").waitFor();
    expect(await amount()).toBe("Pay ฿1,500.00");
    expect(
      await page.evaluate("[made.buttonId, made.configuration.amount, made === OmiseCard.getAllConfigureButtons()[0]]"),
    ).toEqual(["#buy", 150000, true]);

    await page.evaluate(
      'OmiseCard.configureButton("#buy", { amount: 350000, frameLabel: "Newer" }); OmiseCard.attach();',
    );
    await page.locator("#buy").dispatchEvent("click");
    await form.getByRole("heading", { name: "Newer" }).waitFor();
    await form.getByLabel("Card number").waitFor();
    expect(await amount()).toBe("Pay ฿3,500.00");
    await expect.poll(() => page.title()).toBe("Shop");
  });

  test("need a form, and say so", async () => {
    const { page } = await visit(browser, shop('<button id="buy">Buy</button>', ""));
    await expect(page.evaluate('OmiseCard.configureButton("#buy"); OmiseCard.attach()')).rejects.toThrow(
      /Missing form element: put #buy into the <form>/,
    );
  });
});

describe("a script with attributes", () => {
  const withScript = (script = ""): ShopPage => ({
    body: `<form id="quick" method="post" action="/pay"><script src="{gateway}/card.js" data-key="{key}" data-amount="150000"
        data-button-label="Quick" data-frame-label="Quick shop"></script></form>
      <form id="other" method="post" action="/pay"><input name="which" value="other"><button id="buy">Buy</button></form>`,
    script,
  });

  test("gives its attributes to its own button alone, and reads them at each click", async () => {
    const { page, form } = await visit(
      browser,
      withScript('OmiseCard.configureButton("#buy", { publicKey: "{key}", amount: 250000 }); OmiseCard.attach();'),
    );
    expect(
      await page.evaluate("[OmiseCard.getDefaultConfig().amount, OmiseCard.getAllConfigureButtons().length]"),
    ).toEqual([0, 1]);
    await expect.poll(() => page.locator("button").allInnerTexts()).toEqual(["Quick", "Buy"]);
    await page.evaluate('document.querySelector("script[data-key]").dataset.amount = "990000"');
    await page.getByRole("button", { name: "Quick" }).click();
    await form.getByRole("heading", { name: "Quick shop" }).waitFor();
    await form.getByRole("button", { name: "Pay ฿9,900.00" }).waitFor();
    await form.getByRole("button", { name: "Close" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Buy" }).click();
    await form.getByRole("button", { name: "Pay ฿2,500.00" }).waitFor();
    await expect.poll(() => form.getByRole("heading").textContent()).toBe("Payment");
  });

  test("each result goes into the form of the button that was clicked", async () => {
    const { page, form, shop } = await visit(
      browser,
      withScript('OmiseCard.configureButton("#buy", { publicKey: "{key}", amount: 250000 }); OmiseCard.attach();'),
    );
    await page.getByRole("button", { name: "Buy" }).click();
    await typeCard(form);
    const ordered = shop.ordered();
    await form.getByRole("button", { name: /^Pay/ }).click();
    expect((await ordered).get("which")).toBe("other");
  });

  test("open() by itself fills the script's form, as the original does", async () => {
    const { form, shop } = await visit(browser, withScript('OmiseCard.open({ publicKey: "{key}", amount: 150000 });'));
    await typeCard(form);
    const ordered = shop.ordered();
    await form.getByRole("button", { name: /^Pay/ }).click();
    const order = await ordered;
    expect(order.get("which")).toBeNull();
    expect(order.get("omiseToken")).toMatch(/^tokn_test_/);
  });

  test("outside a form it gets no button, and the page can still use the library", async () => {
    const errors: Error[] = [];
    const { page } = await visit(
      browser,
      { body: '<script src="{gateway}/omise.js" data-key="{key}" data-amount="150000"></script>' },
      { before: async (page) => page.on("pageerror", (error) => errors.push(error)) },
    );
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/^Missing form element/) })]);
    await expect.poll(() => page.evaluate("typeof Omise.createToken + typeof OmiseCard.open")).toBe("functionfunction");
  });
});

test("open() by itself leaves the page's forms alone, also where it names one: the page has its callback", async () => {
  const { page, form, shop } = await visit(
    browser,
    oneButton(`OmiseCard.configure({ publicKey: "{key}", amount: 150000, submitFormTarget: "#checkout" });
      OmiseCard.open({ submitFormTarget: "#checkout", onCreateTokenSuccess: (nonce) => { document.title = nonce; } });`),
  );
  await typeCard(form);
  await form.getByRole("button", { name: /^Pay/ }).click();
  await expect.poll(() => page.title()).toMatch(/^tokn_test_/);
  expect(shop.orders).toEqual([]);
  await expect.poll(() => page.locator("#checkout input").count()).toBe(0);
});

test("open and close answer and call back as the original does, and app shows the state", async () => {
  const { page, form } = await visit(browser, oneButton(""));
  const answers = (script: string) => page.evaluate(`(() => [${script}])()`);
  expect(await answers("Omise.publicKey, Omise.setPublicKey('pkey_1'), Omise.publicKey")).toEqual([
    null,
    "pkey_1",
    "pkey_1",
  ]);
  expect(await answers("OmiseCard.open(), OmiseCard.close(), OmiseCard.app.iframe")).toEqual([false, false, null]);

  const opened = await page.evaluate(
    `new Promise((resolve) => {
      OmiseCard.configure({ publicKey: "pkey_test_1", amount: 150000 });
      window.answer = OmiseCard.open({ onFormClosed: (frame) => { window.gone = frame; } }, resolve);
    }).then((frame) => [answer, frame === OmiseCard.app.iframe, frame.id, OmiseCard.app.iframeLoaded, OmiseCard.app.currentOpenConfig.amount])`,
  );
  expect(opened).toEqual([true, true, "omise-checkout-iframe-app", true, 150000]);
  await form.getByRole("button", { name: "Close" }).waitFor();
  const closed = await page.evaluate(
    `new Promise((resolve) => { window.answer = OmiseCard.close(resolve); })
      .then((frame) => [answer, frame === OmiseCard.app.iframe, gone === frame])`,
  );
  expect(closed).toEqual([true, true, true]);
  expect(
    await answers("OmiseCard.destroy(), OmiseCard.app.iframe, OmiseCard.getDefaultConfig().key, OmiseCard.open()"),
  ).toEqual([undefined, null, "", false]);
});

test("null counts as not given: plug-ins send it for what they do not know", async () => {
  const { page, form } = await visit(
    browser,
    oneButton(`OmiseCard.configure({ publicKey: "{key}", amount: 150000, currency: null, locale: null, image: null, element: null,
        otherPaymentMethods: null, cardBrands: null, customCardFormBrandIcons: null, billingAddress: null, style: null, submitFormTarget: null });
      OmiseCard.configureButton("#buy");
      OmiseCard.attach();`),
    { context: phone },
  );
  await page.locator("#buy").click();
  await form.getByRole("button", { name: "Pay ฿1,500.00" }).waitFor();
});
