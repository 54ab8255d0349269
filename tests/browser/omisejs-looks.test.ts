import type { Browser, FrameLocator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales } from "../../web/pay/texts.ts";
import { launchBrowser } from "../kit/browser.ts";
import { axeFaults, checkout, frameOf, type ShopPage, typeCard, visit } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The form in an element of the given height, followed by content of the shop's page. */
const embedded = (height: string, options: string): ShopPage => ({
  body: `<div id="place"></div><button id="below">Place order</button><script src="{gateway}/omise.js"></script>`,
  script: `const place = document.querySelector("#place");
    place.style.height = "${height}";
    place.style.maxWidth = "400px";
    document.querySelector("#below").onclick = () => OmiseCard.requestCardToken();
    OmiseCard.configure({ publicKey: "{key}", amount: 450000, element: place, ${options} });
    OmiseCard.open();`,
});

/** Default font, colours and borders of the WooCommerce plug-in. */
const plugInStyle = (height: string) => `style: { fontFamily: "Poppins", fontSize: 16, input: { height: "${height}",
  borderRadius: "4px", border: "1.2px solid #ced3de", focusBorder: "1.2px solid #1451cc", background: "#ffffff", color: "#212121",
  labelColor: "#212121", placeholderColor: "#98a1b2" }, checkBox: { textColor: "#1c2433", themeColor: "#1451cc", border: "1.2px solid #ced3de" } }`;

describe("the card form fits into the height that the shop plug-ins give it", () => {
  const heights = [
    ["40px", 258],
    ["44px", 270],
    ["48px", 282],
    ["52px", 295],
  ] as const;
  const cases = heights.flatMap(([input, given]) =>
    locales.flatMap((locale) => [
      { input, given, locale, remember: true, width: 400 },
      { input, given: given - 25, locale, remember: false, width: 330 },
    ]),
  );

  test.each(cases)(
    "$given px, inputs of $input, $locale, $width px wide",
    async ({ input, given, locale, remember, width }) => {
      const options = `customCardForm: true, locale: "${locale}", customCardFormHideRememberCard: ${!remember},
      customCardFormBrandIcons: ["visa", "mastercard", "jcb", "amex", "unionpay"], ${plugInStyle(input)}`;
      const { page, form } = await visit(browser, embedded(`${given}px`, options), {
        context: { viewport: { width: width + 16, height: 700 } },
      });
      await form.locator("#number").waitFor();
      await expect.poll(() => form.locator("#remember").count()).toBe(remember ? 1 : 0);
      const needed = Number(
        await frameOf(page).evaluate(
          "document.fonts.ready.then(() => Math.ceil(document.querySelector('main').getBoundingClientRect().height))",
        ),
      );
      expect(needed).toBeLessThanOrEqual(given);
      await expect.poll(() => heightOf(page.locator("iframe"))).toBe(needed);
      expect(await heightOf(page.locator("#place"))).toBe(given);
      if (remember) expect(await heightOf(form.locator(".check"))).toBeGreaterThanOrEqual(24);
      await expect.poll(() => frameOf(page).evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    },
  );

  test("and grows with the faults, so that nothing of the shop's page is covered", async () => {
    const { page, form } = await visit(browser, embedded("270px", `customCardForm: true, ${plugInStyle("44px")}`));
    await form.locator("#number").waitFor();
    await page.locator("#below").click();
    await form.getByText("Enter the card number.").waitFor();
    await expect.poll(() => heightOf(page.locator("iframe"))).toBeGreaterThan(300);
    expect(await coveredBelow(page)).toBe(0);
    await form.getByText("Enter the name as it stands on the card.").waitFor();
  });

  test.each(["light", "dark"])(
    "without accessibility faults, also with those of the payer, in the %s",
    async (theme) => {
      const ground = theme === "dark" ? ' backgroundColor: "#18211f",' : "";
      const { page, form } = await visit(
        browser,
        embedded(
          "270px",
          `customCardForm: true, customCardFormTheme: "${theme}",${ground} style: { input: { height: "44px" } }`,
        ),
        { context: { viewport: { width: 416, height: 700 }, reducedMotion: "reduce" } },
      );
      await form.locator("#number").waitFor();
      expect(await axeFaults(frameOf(page))).toEqual([]);
      await page.locator("#below").click();
      await form.getByText("Enter the card number.").waitFor();
      expect(await axeFaults(frameOf(page))).toEqual([]);
    },
  );

  test("the installment form grows with the plans of a bank", async () => {
    const { page, form } = await visit(
      browser,
      embedded("500px", 'customInstallmentForm: true, iframeAppId: "omise-checkout-iframe-app"'),
    );
    await form.getByRole("radio", { name: "Krungthai Card (KTC)" }).check();
    await expect.poll(() => heightOf(page.locator("iframe"))).toBeGreaterThan(600);
    expect(await coveredBelow(page)).toBe(0);
  });

  test("the form keeps its height while the element is hidden, and is drawn when it is shown again", async () => {
    const { page, form } = await visit(browser, embedded("270px", "customCardForm: true"));
    await form.getByLabel("Card number").fill("4242");
    await page.evaluate('place.style.display = "none"');
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    await page.evaluate('place.style.display = ""');
    await typeCard(form);
    expect(await heightOf(page.locator("iframe"))).toBeGreaterThan(250);
  });
});

describe("the merchant's looks", () => {
  test("colour the button and the ground; the shop's header and the close button can be left out", async () => {
    const { page, form } = await visit(
      browser,
      checkout({
        amount: 150000,
        backgroundColor: "rgb(1, 2, 3)",
        style: {
          fontFamily: "Circular, Arial, sans-serif",
          submitButton: { backgroundColor: "#192c66", textColor: "rgb(250, 240, 230)" },
          closeButton: { visible: false },
          merchantSection: { visible: false },
          body: { width: "600px" },
        },
      }),
      { context: { viewport: { width: 1000, height: 800 } } },
    );
    await page.getByRole("button", { name: "Buy now" }).click();
    const pay = form.getByRole("button", { name: /^Pay/ });
    await pay.waitFor();
    expect(await look(pay, "background-color")).toBe("rgb(25, 44, 102)");
    expect(await look(pay, "color")).toBe("rgb(250, 240, 230)");
    expect(await look(form.locator("body"), "font-family")).toMatch(
      /^"?Circular"?, "?Arial"?, "?sans-serif"?, "Noto Sans Thai/,
    );
    expect(await look(page.locator("dialog"), "background-color")).toBe("rgb(1, 2, 3)");
    expect(await look(page.locator("iframe"), "width")).toBe("600px");
    await expect.poll(() => form.getByRole("button", { name: "Close" }).count()).toBe(0);
    await expect.poll(() => form.getByText("ร้านกาแฟดอยช้าง").count()).toBe(0);
    await form.getByLabel("Card number").press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  });

  test("in the page, the ground is the merchant's; what is no CSS value falls back to ours", async () => {
    const { form } = await visit(
      browser,
      embedded(
        "270px",
        'customCardForm: true, backgroundColor: "rgb(9, 8, 7)", style: { input: { height: "tall", color: "{}" } }',
      ),
    );
    await form.getByLabel("Card number").waitFor();
    expect(await look(form.locator("body"), "background-color")).toBe("rgb(9, 8, 7)");
    expect(await look(form.getByLabel("Card number"), "height")).toBe("48px");
    expect(await look(form.getByLabel("Card number"), "color")).toBe("rgb(23, 33, 31)");
  });

  test("a logo that is missing leaves no gap and no broken picture", async () => {
    const { page, form } = await visit(browser, checkout({ amount: 150000, image: "/no-such-logo.png" }), {
      before: (page) => page.route("**/no-such-logo.png", (route) => route.fulfill({ status: 404, body: "" })),
    });
    const gone = page.waitForResponse("**/no-such-logo.png");
    await page.getByRole("button", { name: "Buy now" }).click();
    await gone;
    await form.locator("img").waitFor({ state: "detached" });
    await form.getByRole("heading", { name: "ร้านกาแฟดอยช้าง" }).waitFor();
    expect((await form.getByRole("heading").boundingBox())?.x).toBe(20);
  });
});

test("a currency in small letters is shown, quoted and sent as the API writes it", async () => {
  const { gateway, page, form, shop } = await visit(
    browser,
    checkout({ amount: 450000, currency: "thb", otherPaymentMethods: "installment, mobile_banking_kbank" }),
  );
  await page.getByRole("button", { name: "Buy now" }).click();
  await form.getByRole("button", { name: "Pay ฿4,500.00" }).waitFor();
  await form.getByRole("radio", { name: "Card installments" }).check();
  await form.getByRole("radio", { name: "Bangkok Bank" }).check();
  await form.getByRole("radio", { name: /6 months.*฿[\d,.]+ a month/s }).check();
  await form.getByRole("radio", { name: "K PLUS" }).check();
  const ordered = shop.ordered();
  await form.getByRole("button", { name: /^Pay/ }).click();
  const source = await gateway.call("GET", `/sources/${(await ordered).get("omiseSource")}`);
  expect(source.json).toMatchObject({ amount: 450000, currency: "THB" });
});

type Locator = ReturnType<FrameLocator["locator"]>;

async function heightOf(element: Locator): Promise<number> {
  return (await element.boundingBox())?.height ?? 0;
}

async function look(element: Locator, property: string): Promise<string> {
  return element.evaluate((found, name) => found.ownerDocument.defaultView.getComputedStyle(found)[name], property);
}

/** Overlap in pixels of the form's frame with the content below it in the shop's page. */
async function coveredBelow(page: { locator(selector: string): Locator }): Promise<number> {
  const frame = await page.locator("iframe").boundingBox();
  const below = await page.locator("#below").boundingBox();
  return Math.max(0, (frame?.y ?? 0) + (frame?.height ?? 0) - (below?.y ?? 0));
}
