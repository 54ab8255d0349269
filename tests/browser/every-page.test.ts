import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { updateAccount } from "../../src/operations/merchant/account.ts";
import { setLogo } from "../../src/operations/merchant/brand.ts";
import { partsOf, shadesOf } from "../../src/pages/palette.ts";
import { launchBrowser } from "../kit/browser.ts";
import { aLink, aSession, cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { aRequestToLink } from "../kit/debit-builders.ts";
import { firstAccount } from "../kit/find.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";
import { methodOf, standardMethods } from "../kit/methods.ts";
import { aShopIn, chargeBy, phonePathOf } from "../kit/paying.ts";
import { aMember } from "./dashboard-member.ts";
import { axeFaults, choose, complaintsOf, paymentForm } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const languages = ["en", "th", "ja"] as const;

/** The narrowest phone, in the dark, and a desktop, in the light. */
const screens = {
  phone: { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
  desktop: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
} as const;

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="9" fill="#e64a19"/><circle cx="20" cy="20" r="10" fill="#fff"/></svg>`;

/** Pages of payers by what they are for, on one gateway, whose merchant has a long name, a logo and a colour that cannot be read as it is. */
async function everyPage(gateway: TestGateway): Promise<Record<string, string>> {
  const account = await firstAccount(gateway.gateway.store);
  const caller = { account, intention: null };
  await updateAccount(gateway.gateway, caller, { name: "ร้านกาแฟดอยช้าง & Somchai's Ceramics", brandColor: "#ffb300" });
  await setLogo(gateway.gateway, caller, { contentType: "image/svg+xml", contents: Buffer.from(logo) });
  const details = { description: "Two bowls, indigo, 18 cm", metadata: { order_id: "2026-001234" } };
  const addressOf = ({ json: { authorize_uri, source } }: Answer): string =>
    authorize_uri ?? source.scannable_code?.image.download_uri ?? source.references.barcode;
  const back = { return_uri: "https://shop.example/back", ...details };
  const by = (type: string) => chargeBy(gateway, methodOf(type), details);
  const ended = async (code: string) => {
    const charge = await kplusCharge(gateway, details);
    const body = code === "successful" ? undefined : { failure_code: code };
    const mark = code === "successful" ? "mark_as_paid" : "mark_as_failed";
    await gateway.call("POST", `/charges/${charge.json.id}/${mark}`, body ? { body } : {});
    return addressOf(charge);
  };
  const payerOf = (charge: Answer) => `/payments/${new URL(addressOf(charge)).pathname.split("/")[2]}/authorize`;
  const reference = ({ json }: Answer): string => json.source.provider_references.reference_number_1;
  const [kplus, promptpay, scb] = [
    await kplusCharge(gateway, back),
    await by("promptpay"),
    await by("mobile_banking_scb"),
  ];
  await gateway.call("GET", payerOf(kplus), { key: null });
  await gateway.call("GET", payerOf(scb), { key: null });
  const cancelled = await kplusCharge(gateway, back);
  await gateway.call("GET", payerOf(cancelled), { key: null });
  await gateway.call("POST", `/kplus/pay/${reference(cancelled)}`, { key: null, body: { act: "cancel" } });
  const card = await cardCharge(gateway, { authentication: "3DS", ...back });
  const entry = await gateway.call("GET", payerOf(card), { key: null, headers: { accept: "text/html" } });
  const creq = /name="creq" value="([^"]+)"/.exec(entry.text)?.[1] ?? "";
  const acs = await gateway.call("POST", "/acs", { key: null, body: { creq } });
  const paid = await by("truemoney");
  await gateway.call("POST", `/phone/payments/${paid.json.id}/decide`, { key: null, body: { outcome: "successful" } });
  const link = await aLink(gateway, { title: "Two bowls", description: "Indigo, 18 cm", multiple: true });
  const session = await aSession(gateway);
  const japan = await aShopIn(gateway, "JP");
  const konbini = await chargeBy(japan.gateway, standardMethods.in("JPY").of("econtext"), details);
  const linking = await aRequestToLink(gateway);
  return {
    "app by K PLUS": payerOf(kplus),
    "code of PromptPay": payerOf(promptpay),
    "bill at a counter": payerOf(await by("bill_payment_tesco_lotus")),
    "number at a convenience store": payerOf(konbini),
    "account to be linked": new URL(linking.registration_uri).pathname,
    "bank's own page": payerOf(scb),
    "installments by card": payerOf(await installmentCharge(gateway, back)),
    "installments at the bank": payerOf(await by("installment_kbank")),
    "card to be confirmed": payerOf(card),
    waiting: `${payerOf(promptpay)}?waiting`,
    paid: new URL(await ended("successful")).pathname,
    failed: new URL(await ended("insufficient_balance")).pathname,
    cancelled: payerOf(cancelled),
    "no such payment": "/payments/pay2_test_zzzzzzzzzzzzzzzzzzz/authorize",
    link: new URL(link.payment_uri).pathname,
    session: new URL(session.redirect_url).pathname,
    "phone with a scanner": "/phone",
    "phone of a bank": `/phone/pay/${reference(scb)}`,
    "phone with a receipt": await phonePathOf(gateway, paid.json.id),
    "K PLUS, PIN": `/kplus/pay/${reference(kplus)}`,
    "K PLUS, cancelled": `/kplus/pay/${reference(cancelled)}`,
    "K PLUS, guide": "/kplus",
    "code of the card's issuer": `/acs/${(acs.headers.get("location") ?? "").replace("acs/", "")}`,
    wallets: "/wallets",
  };
}

/** Pages that need JavaScript, and say so without it. */
const needScript = ["link", "session"];

const rgbOf = (color: string): string => `rgb(${partsOf(color).join(", ")})`;

async function aPayer(options: Parameters<Browser["newContext"]>[0]): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ locale: "en", ...options });
  onTestFinished(() => context.close());
  return { page: await context.newPage(), context };
}

const shot = async (page: Page, name: string) => {
  const folder = process.env["SHOTS"];
  if (folder) await page.screenshot({ path: `${folder}/${name.replace(/\W+/g, "-")}.png`, fullPage: true });
};

test("every page fits a phone and a desktop in every language, without complaints and without accessibility faults", async () => {
  const gateway = await aGateway();
  const pages = Object.entries(await everyPage(gateway));
  const walk = async ([screen, options]: [string, (typeof screens)[keyof typeof screens]]) => {
    const { page } = await aPayer(options);
    const complaints = complaintsOf(page);
    for (const [name, path] of pages) {
      for (const language of languages) {
        const what = `${name}, ${screen}, ${language}`;
        await page.goto(`${gateway.url}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
        if (needScript.includes(name)) await paymentForm(page).getByRole("radio").first().waitFor();
        await expect.poll(() => page.evaluate("document.documentElement.lang"), { message: what }).toBe(language);
        await expect
          .poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: what })
          .toBe(options.viewport.width);
        if (language === "en" || screen === "phone") await shot(page, `${screen}-${language}-${name}`);
        if (language === (screen === "phone" ? "th" : "ja"))
          expect(await axeFaults(page.mainFrame()), what).toEqual([]);
      }
    }
    expect(complaints.filter((line) => !line.includes("404"))).toEqual([]); // one page is of an unknown payment
  };
  await Promise.all(Object.entries(screens).map(walk));
}, 240_000);

test("every page says what it is without JavaScript, and can be used but where it says that it cannot", async () => {
  const gateway = await aGateway();
  const { page } = await aPayer({ ...screens.phone, javaScriptEnabled: false });
  for (const [name, path] of Object.entries(await everyPage(gateway))) {
    await page.goto(`${gateway.url}${path}`);
    const main = page.getByRole("main");
    await expect.poll(() => main.getByRole("heading", { level: 1 }).first().isVisible(), { message: name }).toBe(true);
    if (needScript.includes(name)) {
      await expect.poll(() => main.textContent(), { message: name }).toContain("needs JavaScript");
      continue;
    }
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: name }).toBe(320);
    const ways = await page.locator("main a[href], button, main p").filter({ visible: true }).count();
    expect(ways, name).toBeGreaterThan(0);
  }
}, 120_000);

test("payers see whose page it is: logo, order, who runs it, what comes next, and the plan with its rate and total", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_SELLER_NAME: "Siam Pay Co., Ltd." } });
  const pages = await everyPage(gateway);
  const { page } = await aPayer(screens.desktop);
  await page.goto(`${gateway.url}${pages["installments at the bank"]}`);
  const main = page.getByRole("main");
  expect(
    await main.locator("img.logo").evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
  ).toBeGreaterThan(0);
  const text = (await main.allInnerTexts()).join().replace(/\s+/g, " ");
  expect(text).toContain("Order 2026-001234");
  expect(text).toMatch(/Plan \d+ months about THB [\d,.]+ a month, interest included/);
  expect(text).toMatch(/% of the amount each month Total to pay THB/);
  expect(text).toContain("When you have paid, you go back to ร้านกาแฟดอยช้าง");
  expect(text).toContain("Siam Pay Co., Ltd. runs this page and takes the payment for ร้านกาแฟดอยช้าง");
  const border = await page.evaluate("getComputedStyle(document.querySelector('.bench .main')).borderTopColor");
  expect(border).toBe(rgbOf(shadesOf("#ffb300", "light").main));
});

test("the test panel stays folded away at the next payment, and open where it was opened again", async () => {
  const gateway = await aGateway();
  const [one, other] = [await kplusCharge(gateway), await chargeBy(gateway, methodOf("promptpay"))];
  const { page } = await aPayer(screens.desktop);
  const successful = page.getByRole("button", { name: "Successful" });
  const toggle = page.locator("summary", { hasText: "Test panel" });
  const second = other.json.source.scannable_code.image.download_uri.replace(/code$/, "authorize");
  const remembered = () => page.evaluate('localStorage.getItem("test panel")');
  await page.goto(one.json.authorize_uri);
  await expect.poll(() => successful.isVisible()).toBe(true);
  await toggle.click();
  await expect.poll(remembered).toBe("folded");
  await page.goto(second);
  await successful.waitFor({ state: "hidden" });
  await toggle.click();
  await expect.poll(remembered).toBe("open");
  await page.goto(one.json.authorize_uri);
  await expect.poll(() => successful.isVisible()).toBe(true);
});

test("the phone reads a picture of PromptPay's code and pays; a picture without a code is told so", async () => {
  const gateway = await aGateway();
  const { json: charge } = await chargeBy(gateway, methodOf("promptpay"));
  const { page } = await aPayer(screens.phone);
  const complaints = complaintsOf(page);
  await page.goto(`${gateway.url}/phone`);
  const picture = page.getByLabel("Picture of the code");
  const blank = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=",
    "base64",
  );
  await picture.setInputFiles({ name: "blank.png", mimeType: "image/png", buffer: blank });
  await page.getByText("No QR code was found in this picture").waitFor();
  const png = await fetch(`${charge.source.scannable_code.image.download_uri}.png`);
  await picture.setInputFiles({
    name: "code.png",
    mimeType: "image/png",
    buffer: Buffer.from(await png.arrayBuffer()),
  });
  await page.getByRole("heading", { name: "Confirm the payment" }).waitFor();
  expect(page.url()).toContain(charge.source.provider_references.reference_number_1);
  await page.getByRole("button", { name: "Cancel payment" }).click();
  await page.getByText("You cancelled the payment.").waitFor();
  await page.getByRole("link", { name: /^Return to/ }).click();
  await page.getByRole("heading", { name: "Payment cancelled" }).waitFor();
  expect(complaints).toEqual([]);
});

test("the form begins with the method that the payer used last", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway, { amount: 450_000, multiple: true });
  const { page } = await aPayer(screens.phone);
  const form = paymentForm(page);
  await page.goto(link.payment_uri);
  await choose(form, "PromptPay");
  await form.getByRole("button", { name: /^Pay/ }).click();
  await page.getByRole("heading", { name: "Scan to pay with PromptPay" }).waitFor();
  await page.goto(link.payment_uri);
  await form.getByRole("radio", { name: "PromptPay" }).waitFor();
  await expect.poll(() => form.getByRole("radio", { name: "PromptPay" }).isChecked()).toBe(true);
});

test("a member chooses colour and logo in the dashboard, and reads in their words what is wrong with a file", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "owner", {
    viewport: { width: 360, height: 740 },
  });
  await open("/test/settings");
  const file = page.locator("input[type=file]");
  const picture = (text: string) => ({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(text) });
  await file.setInputFiles(picture("<svg><script/></svg>"));
  await page.getByText("The file has <script>. Export it as a plain SVG").waitFor();
  await file.setInputFiles(picture(logo));
  await page.getByRole("img", { name: "Your logo" }).waitFor();
  await page.getByLabel("Pick a colour").fill("#aa3322");
  await page.getByRole("button", { name: "Save: Colour" }).click();
  const account = () => firstAccount(gateway.gateway.store);
  await expect.poll(async () => (await account()).brandColor).toBe("#aa3322");
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  await page.getByRole("button", { name: "Remove: Logo" }).click();
  await expect.poll(async () => (await account()).logo).toBeNull();
  expect(complaints.filter((line) => !line.includes("status of 400"))).toEqual([]); // the file that was refused
});
