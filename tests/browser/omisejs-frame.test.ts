import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notReady } from "../../web/omisejs/not-ready.ts";
import { launchBrowser } from "../kit/browser.ts";
import { checkout, frameOf, type ShopPage, shownBy, typeCard, visit } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A shop that embeds the card form into #place as its plug-in does; `embed()` repeats it. */
const embedding = (options = "", start = "embed();"): ShopPage => ({
  body: `<div id="around"><div id="place"></div></div><div id="elsewhere"></div>
    <button id="go">Go</button><pre id="out"></pre><script src="{gateway}/omise.js"></script>`,
  script: `const show = (...values) => { document.querySelector("#out").textContent = JSON.stringify(values); };
    const place = () => document.querySelector("#place");
    const embed = (more) => {
      OmiseCard.configure({ publicKey: "{key}", element: place(), customCardForm: true, ${options} ...more });
      OmiseCard.open({ onCreateTokenSuccess: (result) => show("paid", result), onCreateSuccess: (result) => show("paid", result),
        onError: (errors) => show("errors", errors) });
    };
    document.querySelector("#go").onclick = () => OmiseCard.requestCardToken();
    ${start}`,
});

describe("the embedded form is in its element whatever the page does to it", () => {
  test.each([
    ["empties the element and fills it again", "place().replaceChildren(); embed();"],
    ["does so twice in a row", "place().replaceChildren(); embed(); place().replaceChildren(); embed();"],
    ["fills it again without emptying it", "embed();"],
    ["replaces the element by another of the same selector", "place().replaceWith(place().cloneNode()); embed();"],
    [
      "replaces it, and names it by its selector",
      'place().replaceWith(place().cloneNode()); embed({ element: "#place" });',
    ],
    ["moves the element", 'document.querySelector("#elsewhere").append(place());'],
    ["moves the frame within the element", "place().append(place().firstElementChild);"],
    [
      "takes the element out, and puts it back later",
      "const gone = place(); gone.remove(); document.body.append(gone);",
    ],
    ["destroys the form and embeds it again", "OmiseCard.destroy(); embed();"],
    ["destroys it twice", "OmiseCard.destroy(); OmiseCard.destroy(); embed();"],
    [
      "fills an element that it puts into the page afterwards",
      `const later = place().cloneNode(); place().remove(); embed({ element: later }); document.body.append(later);`,
    ],
  ])("where it %s", async (_, act) => {
    const { page, form } = await visit(browser, embedding());
    await form.getByLabel("Card number").fill("4242");
    await page.evaluate(act);
    await expect.poll(() => page.locator("iframe").count()).toBe(1);
    await expect.poll(() => page.locator("#place > iframe").count()).toBe(1);
    await expect.poll(() => form.getByLabel("Card number").inputValue()).toBe(""); // the earlier form is removed
    await typeCard(form);
    await page.getByRole("button", { name: "Go" }).click();
    await page.getByText('"paid"').waitFor();
    expect((await shownBy(page))[1].token).toMatch(/^tokn_test_/);
  });

  test("the installment form comes back at every change of the cart, with the cart's new amount", async () => {
    const options =
      'customCardForm: false, customInstallmentForm: true, iframeAppId: "omise-checkout-installment-form",';
    const { gateway, page } = await visit(browser, embedding(options, "embed({ amount: 400000 });"));
    const form = page.frameLocator("#omise-checkout-installment-form");
    await form.getByRole("radio", { name: "Krungthai Card (KTC)" }).waitFor();
    for (const amount of [410000, 500000])
      await page.evaluate(`place().replaceChildren(); embed({ amount: ${amount} })`);
    await form.getByRole("radio", { name: "Krungthai Card (KTC)" }).check();
    await form.getByRole("radio", { name: /4 months/ }).check();
    await typeCard(form, { number: "5399000600060600" });
    await page.getByRole("button", { name: "Go" }).click();
    await page.getByText('"paid"').waitFor();
    const [, { source, token }] = await shownBy(page);
    expect(token).toMatch(/^tokn_test_/);
    expect((await gateway.call("GET", `/sources/${source}`)).json.amount).toBe(500000);
  });

  test("a form that goes from one element to another leaves the first as it was", async () => {
    const { page, form } = await visit(browser, embedding());
    await form.getByLabel("Card number").waitFor();
    await page.evaluate('embed({ element: "#elsewhere" })');
    await form.getByLabel("Card number").waitFor();
    expect(await page.locator("#place").innerHTML()).toBe("");
    await expect.poll(() => page.evaluate("place().style.minHeight")).toBe("");
    await expect.poll(() => page.locator("#elsewhere > iframe").count()).toBe(1);
  });
});

describe("the pop-up", () => {
  const pop = checkout({ amount: 150000, submitAuto: "no" });
  const open = (page: Page) => page.getByRole("button", { name: "Buy now" }).click();
  const overflow = (page: Page) => page.evaluate("document.documentElement.style.overflow");

  test.each([
    ["while it is closed", "", 'document.querySelector("dialog").remove()'],
    ["while it is open", "open", 'document.querySelector("dialog").remove()'],
    ["by emptying it", "", 'document.querySelector("dialog").replaceChildren()'],
    ["by destroying it while it is open", "open", "OmiseCard.destroy(); sell();"],
  ])("opens again after the page threw it away %s, and the page scrolls when it has closed", async (_, state, act) => {
    const { page, form } = await visit(browser, { ...pop, script: `const sell = () => { ${pop.script} }; sell();` });
    if (state === "open") {
      await open(page);
      await form.getByLabel("Card number").waitFor();
    }
    await page.evaluate(act);
    await page.locator("#buy").dispatchEvent("click");
    await form.getByLabel("Card number").waitFor();
    expect(await overflow(page)).toBe("hidden");

    await typeCard(form);
    await form.getByRole("button", { name: /^Pay/ }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await expect.poll(() => page.locator("[name=omiseToken]").inputValue()).toMatch(/^tokn_test_/);
    expect(await overflow(page)).toBe("");
  });

  test("stays when it is opened again while it fades out, and closes when the page closes its dialog", async () => {
    const { page, form } = await visit(browser, pop);
    await open(page);
    await form.getByLabel("Card number").waitFor();
    await page.evaluate(
      "new Promise((resolve) => { OmiseCard.close(() => resolve()); OmiseCard.open({ frameLabel: 'Second' }); })",
    );
    await form.getByRole("heading", { name: "Second" }).waitFor();
    await expect.poll(() => page.locator("dialog[open]").count()).toBe(1);
    await page.evaluate(
      "new Promise((resolve) => { OmiseCard.open({ onFormClosed: resolve }); document.querySelector('dialog').close(); })",
    );
    await expect.poll(() => page.locator("dialog").isVisible()).toBe(false);
    expect(await overflow(page)).toBe("");
  });

  test("configured twice before the page has a body, there is one frame", async () => {
    const { page, form } = await visit(browser, {
      head: '<script src="{gateway}/omise.js"></script><script src="/shop.js"></script>',
      body: "<h1>Shop</h1>",
      script: 'OmiseCard.configure({ publicKey: "{key}" }); OmiseCard.configure({ amount: 150000 });',
    });
    await page.evaluate("OmiseCard.open()");
    await form.getByLabel("Card number").waitFor();
    await expect.poll(() => page.locator("iframe").count()).toBe(1);
  });
});

describe("a form that cannot open says why, in one sentence in the console", () => {
  const popUp = (script: string): ShopPage => ({
    body: '<form><button id="buy"></button></form><script src="{gateway}/omise.js"></script>',
    script,
  });

  test.each([
    ["opened before it is configured", "OmiseCard.open()", /nothing before OmiseCard\.configure\(\{ publicKey/],
    [
      "without a public key",
      "OmiseCard.configure({ amount: 150000 }); OmiseCard.open()",
      /no public key.*OmiseCard\.configure/,
    ],
    ["with a secret key", 'OmiseCard.configure({ publicKey: "skey_test_1" }); OmiseCard.open()', /secret key.*pkey_/],
    [
      "for a button that is not there",
      'OmiseCard.configureButton("#none"); OmiseCard.attach()',
      /no button #none; call it when/,
    ],
    [
      "in an element outside the page",
      'OmiseCard.configure({ publicKey: "{key}", element: document.createElement("div") }); OmiseCard.open()',
      /element .* is not part of the page.*put it/,
    ],
    [
      "asked for a token before it is there",
      "OmiseCard.requestCardToken()",
      /no loaded form.*again after the element was/,
    ],
    [
      "with an image that has no address",
      'OmiseCard.configure({ publicKey: "{key}", image: "http://" }); OmiseCard.open()',
      /image "http:\/\/" is no address.*correct/,
    ],
    [
      "where Omise itself has no key",
      'Omise.createSource("x", { amount: 1, currency: "THB" }, () => {})',
      /no public key.*Omise\.setPublicKey/,
    ],
  ])("%s", async (_, script, sentence) => {
    const { gateway, page, said } = await visit(browser, popUp(""));
    await page.evaluate(script.replaceAll("{key}", gateway.publicKey));
    await expect.poll(() => said).toContainEqual(expect.stringMatching(sentence));
    expect(said.filter((text) => text.startsWith("omise.js:"))).toEqual([expect.stringMatching(/^[^\n]+\.$/)]);
  });

  test("a content security policy that forbids the frame is named with what it must allow", async () => {
    const { gateway, page, said } = await visit(browser, { ...popUp(""), policy: "frame-src 'none'" });
    const sentence = `omise.js: this page's Content-Security-Policy keeps the payment form from loading; add ${gateway.url} to its frame-src.`;
    await page.evaluate('OmiseCard.configure({ publicKey: "pkey_test_1" })');
    await expect.poll(() => said).toContain(sentence);
    said.length = 0;
    await page.evaluate("OmiseCard.open()");
    await expect.poll(() => said).toContain(sentence);
    said.length = 0;
    await page.evaluate('Omise.setPublicKey("pkey_test_1"); Omise.createToken("card", {}, () => {})');
    await expect.poll(() => said).toContain(sentence);
  });

  test("a form that is slow is told after three seconds, and opens when it has loaded", async () => {
    const held = hold();
    const { gateway, page, form, said } = await visit(browser, embedding(), {
      before: (page) => Promise.all([page.clock.install(), held.on(page)]),
    });
    const route = await held.route;
    await page.clock.runFor(2_900);
    expect(said).toEqual([]);
    await page.clock.runFor(200);
    expect(said).toEqual([expect.stringContaining("has not loaded within 3 seconds")]);
    expect(said[0]).toContain(`check that ${gateway.url}/pay.html opens in this browser`);

    await page.getByRole("button", { name: "Go" }).click();
    expect(await shownBy(page)).toEqual(["errors", [notReady.en]]);
    await route.continue();
    await typeCard(form);
    await page.getByRole("button", { name: "Go" }).click();
    await page.getByText('"paid"').waitFor();
  });

  test("a pop-up that was closed before it had loaded stays closed", async () => {
    const held = hold();
    const { page, form } = await visit(browser, checkout({ amount: 150000 }), { before: held.on });
    const route = await held.route;
    await page.getByRole("button", { name: "Buy now" }).click();
    await page.evaluate("new Promise((resolve) => OmiseCard.close(resolve))");
    await route.continue();
    await expect.poll(() => page.evaluate("OmiseCard.app.iframeLoaded")).toBe(true);
    await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
    await page.getByRole("button", { name: "Buy now" }).click();
    await form.getByLabel("Card number").waitFor();
  });

  test.each([
    ["th", notReady.th],
    ["ja", notReady.ja],
  ])("the payer reads in %s that a form which is gone is not ready", async (locale, sentence) => {
    const { page, form } = await visit(browser, embedding(`locale: "${locale}",`));
    await form.locator("#number").waitFor();
    expect(frameOf(page).url()).toMatch(/pay\.html$/);
    await page.evaluate("place().replaceChildren()");
    await page.getByRole("button", { name: "Go" }).click();
    expect(await shownBy(page)).toEqual(["errors", [sentence]]);
  });
});

/** Blocks the form's document until the test releases it. */
function hold() {
  let caught = (_: Route) => {};
  const route = new Promise<Route>((resolve) => {
    caught = resolve;
  });
  return { route, on: (page: Page) => page.route("**/pay.html", (each) => caught(each)) };
}
