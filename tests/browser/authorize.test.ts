import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { failureMessages } from "../../src/domain/payment/failure.ts";
import { failureCodesOf, failureMessageOf } from "../../src/domain/payment/method.ts";
import { banksOf } from "../kit/banks.ts";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { findCharge } from "../kit/find.ts";
import { type Answer, aGateway, type GatewayOptions, type TestGateway } from "../kit/gateway.ts";
import { methodOf } from "../kit/methods.ts";
import { aShop } from "./shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const orderPath = "/orders/345678/complete?token=a%20b&next=%2Fdone&x=1;y#paid";

describe("a payer who decides", () => {
  test("lands on the shop's own address, where the charge is already successful", async () => {
    const gateway = await aGateway();
    const arrivals: string[] = [];
    const shop = await aShop(async () => {
      arrivals.push((await statusOf(gateway, charge)).status);
    });
    const { json: charge } = await kplusCharge(gateway, { return_uri: shop.url(orderPath) });
    const { page, complaints } = await aPayer();
    await page.goto(charge.authorize_uri);
    await expect
      .poll(() => page.getByRole("main").textContent())
      .toMatch(/Demo Shop.*TEST MODE.*THB 1,500\.00.*K PLUS/s);
    await expect.poll(() => page.getByText("10:10 Thai time").isVisible()).toBe(true);
    await expect.poll(() => page.getByText("10 minutes left").isVisible()).toBe(true);
    await press(page, "Successful");
    expect(page.url()).toBe(shop.url(orderPath));
    expect(shop.visits).toEqual([orderPath.replace("#paid", "")]);
    expect(arrivals).toEqual(["successful"]);
    expect(complaints).toEqual([]);
  });

  test("Failed is a general processing failure, and the payer still lands at the shop", async () => {
    const { gateway, shop, charge, page } = await aPayerWith(kplusCharge);
    await press(page, "Failed");
    expect(page.url()).toBe(shop.url("/orders/1"));
    expect(await statusOf(gateway, charge)).toMatchObject({ status: "failed", failure_code: "failed_processing" });
  });

  for (const [method, create] of [
    ["mobile_banking_kbank", kplusCharge],
    ["installment_wlb_ktc", installmentCharge],
    ["card", threeDSecureCharge],
  ] as const) {
    test(`each documented failure code of ${method} can be chosen`, async () => {
      const gateway = await aGateway();
      const shop = await aShop();
      const { page, complaints } = await aPayer();
      for (const code of failureCodesOf(methodOf(method))) {
        const { json: charge } = await create(gateway, { return_uri: shop.url(`/${code}`) });
        await page.goto(charge.authorize_uri);
        const message = failureMessageOf(methodOf(method), code);
        await fail(page, code, message);
        expect(page.url()).toBe(shop.url(`/${code}`));
        const failed = await statusOf(gateway, charge);
        expect(failed).toMatchObject({ status: "failed", failure_code: code, failure_message: message });
      }
      expect(complaints).toEqual([]);
    });
  }

  test("an installment is paid when the test card is good", async () => {
    const { gateway, charge, page } = await aPayerWith(installmentCharge);
    await expect.poll(() => page.getByText("Krungthai Card (KTC) installments").isVisible()).toBe(true);
    await expect.poll(() => page.getByText("Visa ending in 4242").isVisible()).toBe(true);
    await expect.poll(() => page.getByText("4 months").isVisible()).toBe(true);
    await expect.poll(() => page.getByText(/about THB\s1,0\d\d\.\d\d a month/).isVisible()).toBe(true);
    await press(page, "Successful");
    expect(await statusOf(gateway, charge)).toMatchObject({ status: "successful", paid: true });
  });

  test("an installment fails when the test card has no money, although the payer confirmed", async () => {
    const { gateway, shop, charge, page } = await aPayerWith((owner, patch) =>
      installmentCharge(owner, patch, "4111111111140011"),
    );
    await press(page, "Successful");
    expect(page.url()).toBe(shop.url("/orders/1"));
    expect(await statusOf(gateway, charge)).toMatchObject({ status: "failed", failure_code: "insufficient_balance" });
  });

  test("a card whose amount is only held counts as done too", async () => {
    const { gateway, shop, charge, page } = await aPayerWith((owner, patch) =>
      threeDSecureCharge(owner, { ...patch, capture: false }),
    );
    await press(page, "Successful");
    expect(page.url()).toBe(shop.url("/orders/1"));
    expect(await statusOf(gateway, charge)).toMatchObject({ status: "pending", authorized: true, capturable: true });
    await page.goto(charge.authorize_uri);
    await expect.poll(() => page.getByRole("heading", { name: "Payment approved" }).isVisible()).toBe(true);
  });

  test("needs no more than a keyboard", async () => {
    const { gateway, shop, charge, page } = await aPayerWith(kplusCharge);
    const successful = page.getByRole("button", { name: "Successful", exact: true });
    for (let steps = 0; steps < 10 && !(await successful.evaluate(isFocused)); steps++)
      await page.keyboard.press("Tab");
    await expect.poll(() => successful.evaluate(isFocused)).toBe(true);
    await expect.poll(() => page.locator(":focus-visible").count()).toBe(1);
    await page.keyboard.press("Enter");
    await page.waitForURL(shop.url("/orders/1"));
    expect(await statusOf(gateway, charge)).toMatchObject({ status: "successful" });
  });

  test("comes through when the shop itself sends payers on to another host", async () => {
    const gateway = await aGateway();
    const shop = await aShop();
    const { json: charge } = await kplusCharge(gateway, { return_uri: shop.url("/onward") });
    const { page, complaints } = await aPayer();
    await page.goto(charge.authorize_uri);
    await press(page, "Successful");
    expect(shop.visits).toEqual(["/onward", "/thanks"]);
    expect(complaints).toEqual([]);
  });

  test("is sent to an app by the app's own scheme", async () => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway, { return_uri: "myapp://orders/1?ok=1" });
    const { page, complaints } = await aPayer();
    await page.goto(charge.authorize_uri);
    const attempt = page.waitForEvent("requestfailed"); // no app is installed here
    await page.getByRole("button", { name: "Successful", exact: true }).click({ noWaitAfter: true });
    expect((await attempt).url()).toBe("myapp://orders/1?ok=1");
    expect(complaints).toEqual([]);
    await page.goto(charge.authorize_uri);
    const link = page.getByRole("link", { name: "Return to Demo Shop" });
    await expect.poll(() => link.getAttribute("href")).toBe("myapp://orders/1?ok=1");
  });

  test("reaches an address that is written in Thai", async () => {
    const gateway = await aGateway();
    const shop = await aShop();
    const { json: charge } = await kplusCharge(gateway, { return_uri: shop.url("/ขอบคุณ") });
    const { page } = await aPayer();
    await page.goto(charge.authorize_uri);
    await press(page, "Successful");
    expect(shop.visits.map(decodeURI)).toEqual(["/ขอบคุณ"]);
  });
});

describe("nobody pays twice", () => {
  test("a double click is one payment", async () => {
    const { gateway, shop, charge, page } = await aPayerWith(kplusCharge);
    await page.getByRole("button", { name: "Successful", exact: true }).dblclick({ noWaitAfter: true });
    await page.waitForURL(shop.url("/orders/1"));
    await expectOneOutcome(gateway, charge, "successful");
  });

  test("the back button shows what became of it, with the way back to the shop", async () => {
    const { gateway, shop, charge, page } = await aPayerWith(kplusCharge);
    await press(page, "Successful");
    await page.goBack();
    await expect.poll(() => page.getByRole("heading", { name: "Payment successful" }).isVisible()).toBe(true);
    await expect.poll(() => page.getByRole("button").count()).toBe(0);
    await page.getByRole("link", { name: "Return to Demo Shop" }).click();
    await page.waitForURL(shop.url("/orders/1"));
    await expectOneOutcome(gateway, charge, "successful");
  });

  test("a second tab that still shows the buttons changes nothing and goes to the shop", async () => {
    const { gateway, shop, charge, page } = await aPayerWith(installmentCharge);
    const second = await page.context().newPage();
    await second.goto(charge.authorize_uri);
    await press(page, "Successful");
    await press(second, "Failed");
    expect(second.url()).toBe(shop.url("/orders/1"));
    await expectOneOutcome(gateway, charge, "successful");
  });

  test("two answers at the same moment leave one", async () => {
    const gateway = await aGateway();
    for (const create of [kplusCharge, installmentCharge]) {
      const { json: charge } = await create(gateway);
      const answers = await Promise.all(
        ["successful", "failed", "successful"].map((outcome) => post(gateway, charge, outcome)),
      );
      for (const { status, headers } of answers) {
        expect(status).toBe(303);
        expect([charge.return_uri, "?waiting"]).toContain(headers.get("location"));
      }
      await expectOneOutcome(gateway, charge, (await statusOf(gateway, charge)).status);
    }
  });
});

describe("a charge that cannot be paid", () => {
  test("has a page that says it has expired, before and after the clock has noticed", async () => {
    const { gateway, shop, charge, page } = await aPayerWith(kplusCharge);
    gateway.pass(minutes(10)); // the clock's jobs have not run yet
    await page.getByRole("button", { name: "Successful", exact: true }).click();
    await expect.poll(() => page.getByRole("heading", { name: "This payment has expired" }).isVisible()).toBe(true);
    await gateway.advance(minutes(10));
    expect(await statusOf(gateway, charge)).toMatchObject({ status: "expired", failure_code: null });
    await page.goto(charge.authorize_uri);
    await expect.poll(() => page.getByRole("heading", { name: "This payment has expired" }).isVisible()).toBe(true);
    await expect.poll(() => page.getByRole("button").count()).toBe(0);
    await page.getByRole("link", { name: "Return to Demo Shop" }).click();
    await page.waitForURL(shop.url("/orders/1"));
    const late = await post(gateway, charge, "successful");
    expect([late.status, late.headers.get("location")]).toEqual([303, charge.return_uri]);
    expect(await statusOf(gateway, charge)).toMatchObject({ status: "expired" });
  });

  test("has a page that says why it failed", async () => {
    const { charge, page } = await aPayerWith(kplusCharge);
    await fail(page, "insufficient_fund", failureMessages.insufficient_balance);
    await page.goto(charge.authorize_uri);
    await expect.poll(() => page.getByRole("heading", { name: "Payment failed" }).isVisible()).toBe(true);
    const why = "Insufficient funds in the account or the payment method has reached its limit";
    await expect.poll(() => page.getByText(why, { exact: true }).isVisible()).toBe(true);
    await page.goto(`${charge.authorize_uri}?lang=th`);
    await expect.poll(() => page.getByText("เงินในบัญชีไม่พอ หรือเต็มวงเงิน", { exact: true }).isVisible()).toBe(true);
  });

  test("is not found under the charge's id, nor under an id that was never given out", async () => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    expect(charge.authorize_uri).not.toContain(charge.id.slice(-19));
    const { page } = await aPayer();
    for (const id of [charge.id, "pay2_test_5z4ykxh5odizq9jxj5p", "pay2", "..%2f"]) {
      const response = await page.goto(`${gateway.url}/payments/${id}/authorize`);
      expect(response?.status(), id).toBe(404);
      await expect.poll(() => page.getByRole("heading", { name: "There is no such payment" }).isVisible()).toBe(true);
      const posted = await gateway.call("POST", `/payments/${id}/authorize`, { body: { outcome: "successful" } });
      expect(posted.status, id).toBe(404);
    }
  });

  test("is left alone by an outcome that there is not", async () => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    for (const outcome of ["", "paid", "stolen_or_lost_card", "__proto__"]) {
      const { status, text } = await post(gateway, charge, outcome);
      expect(status, outcome).toBe(400);
      expect(text).toContain("A payment cannot end like that");
    }
    expect((await gateway.call("POST", pathOf(charge), { key: null })).status).toBe(400);
    expect(await statusOf(gateway, charge)).toMatchObject({ status: "pending" });
  });
});

test("while the bank has not answered the page says so, and goes on to the shop once it has", async () => {
  const { gateway, shop, charge, page } = await aPayerWith(installmentCharge);
  const banks = banksOf(gateway.gateway);
  const bank = banks.card;
  const torn = () => Promise.reject(new Error("connection reset"));
  banks.card = { ...bank, authorize: torn, inquire: torn };
  await press(page, "Successful");
  await expect.poll(() => page.getByRole("heading", { name: "Waiting for your bank" }).isVisible()).toBe(true);
  await expect.poll(() => page.getByRole("button").count()).toBe(0);
  expect(await statusOf(gateway, charge)).toMatchObject({ status: "pending" });
  banks.card = bank;
  await gateway.advance(minutes(2));
  expect(await statusOf(gateway, charge)).toMatchObject({ status: "successful" });
  await page.waitForURL(shop.url("/orders/1")); // without a click
});

test("a payer is not shown the API's error object when the database is away", async () => {
  const { gateway, charge, page, complaints } = await aPayerWith(kplusCharge);
  gateway.gateway.store.charge.ofPage = () => Promise.reject(new Error("secret internals"));
  const response = await page.goto(charge.authorize_uri);
  expect(response?.status()).toBe(500);
  await expect.poll(() => page.getByRole("heading", { name: "Something went wrong here" }).isVisible()).toBe(true);
  expect(await page.content()).not.toContain("internals");
  expect(complaints.filter((complaint) => !complaint.includes("status of 500"))).toEqual([]);
});

test("in live mode there is nothing to play", async () => {
  const { gateway, charge, page } = await aPayerWith(kplusCharge, {}, { live: true });
  const { store } = gateway.gateway;
  banksOf(gateway.gateway).kplus.open = async () => ({ answer: "pending" });
  const stored = await findCharge(store, charge.id);
  if (!stored) throw new Error("the charge was just made");
  store.charge.ofPage = async () => ({ ...stored, nextStep: null, livemode: true });
  await page.goto(charge.authorize_uri);
  await expect.poll(() => page.getByRole("heading", { name: "Confirm the payment" }).isVisible()).toBe(true);
  await expect.poll(() => page.getByRole("button").count()).toBe(0);
  await expect.poll(() => page.getByText("TEST MODE").count()).toBe(0);
  expect((await post(gateway, charge, "successful")).headers.get("location")).toBe("?waiting");
  expect(await statusOf(gateway, charge)).toMatchObject({ status: "pending" });
});

test.each([
  ["th-TH", "ชำระด้วย", "ชำระเงินสำเร็จ"],
  ["ja-JP", "お支払い方法", "お支払いが完了しました"],
])("speaks %s", async (locale, payWith, paid) => {
  const { charge, page, shop } = await aPayerWith(kplusCharge, { locale });
  await expect.poll(() => page.getByText(payWith).isVisible()).toBe(true);
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
  await press(page, "Successful"); // names from the guides stay
  expect(page.url()).toBe(shop.url("/orders/1"));
  await page.goto(charge.authorize_uri);
  await expect.poll(() => page.getByRole("heading", { name: paid }).isVisible()).toBe(true);
});

test.each(["en", "th", "ja"])(
  "the test panel folds away without a script, so that the page is as in live mode, in %s",
  async (locale) => {
    const { page, gateway } = await aPayerWith(kplusCharge, { locale, viewport: { width: 360, height: 740 } });
    const successful = page.getByRole("button", { name: "Successful", exact: true });
    await expect.poll(() => successful.isVisible()).toBe(true);
    const code = page.getByRole("button", { name: /^insufficient_fund / });
    await expect.poll(() => code.isVisible()).toBe(false);
    await page.locator(".bench details > summary").click();
    await expect.poll(() => code.isVisible()).toBe(true);
    if (locale !== "en") expect(await code.textContent()).not.toContain("nsufficient funds");
    await page.locator(".bench > summary").press("Enter");
    await expect.poll(() => successful.isVisible()).toBe(false);
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await page.locator(".bench > summary").press("Enter");
    await press(page, "Successful");
    expect((await gateway.call("GET", "/charges")).json.data).toMatchObject([{ status: "successful" }]);
  },
);

test("fits a phone of 320 px in every language, also with long names", async () => {
  const gateway = await aGateway();
  const [account] = await gateway.gateway.store.account.all();
  if (!account) throw new Error("the first merchant has a test account");
  gateway.gateway.store.account.get = async () => ({ ...account, name: "ร้านขายของชำ".repeat(4) + "W".repeat(60) });
  const charges = [await kplusCharge(gateway, { amount: 15000000 }), await installmentCharge(gateway)];
  for (const locale of ["en-US", "th-TH", "ja-JP"]) {
    const { page } = await aPayer({ locale, viewport: { width: 320, height: 640 } });
    for (const { json: charge } of charges) {
      for (const address of [charge.authorize_uri, `${charge.authorize_uri}?waiting`]) {
        await page.goto(address);
        await expect
          .poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: `${locale} ${address}` })
          .toBe(320);
      }
    }
    await page.setExtraHTTPHeaders({ accept: "text/html" });
    for (const path of ["", "/docs/errors", "/docs/test-cards", "/docs/webhooks"]) {
      await page.goto(`${gateway.url}${path}`);
      await expect.poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: path }).toBe(320);
      for (const rows of await page.locator(".rows").all())
        await expect
          .poll(() => rows.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), { message: path })
          .toBe(0);
    }
  }
});

test("the page allows no script but ours, no frame and no memory of it", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const { headers, text } = await gateway.call("GET", pathOf(charge), { key: null });
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'",
  );
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(text).not.toMatch(/<script(?! src="\/pages\/)|<style| style=| on[a-z]+=/);
  expect(text).not.toContain(charge.id);
});

type Created = Answer["json"];
type Create = (gateway: TestGateway, patch: Record<string, unknown>) => Promise<Answer>;

/** A payer on a phone, in a browser without scripts. `complaints`: errors of its console and network. */
async function aPayer(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 375, height: 740 },
    javaScriptEnabled: false,
    ...options,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => {
    const leftBehind = request.failure()?.errorText === "net::ERR_ABORTED"; // a font request, aborted by a quick payer
    if (/^https?:/.test(request.url()) && !leftBehind) complaints.push(`${request.url()} failed`);
  });
  return { page, complaints };
}

/** A payer on the page of a new charge. */
async function aPayerWith(create: Create, options: BrowserContextOptions = {}, made: GatewayOptions = {}) {
  const gateway = await aGateway(made);
  const shop = await aShop();
  const { json: charge } = await create(gateway, { return_uri: shop.url("/orders/1") });
  const { page, complaints } = await aPayer(options);
  await page.goto(charge.authorize_uri);
  return { gateway, shop, charge: charge as Created, page, complaints };
}

/** Chooses a failure by its code, which is shown beside its description. */
async function fail(page: Page, code: string, message: string): Promise<void> {
  await page.getByText("Or let it fail with a code").click();
  await press(page, `${code} ${message.slice(0, 1).toUpperCase()}${message.slice(1)}`);
}

/** Clicks, and waits for the next page. */
async function press(page: Page, name: string): Promise<void> {
  const left = page.waitForEvent("framenavigated");
  await page.getByRole("button", { name, exact: true }).click();
  await left;
  await page.waitForLoadState();
}

function threeDSecureCharge(gateway: TestGateway, patch: Record<string, unknown> = {}): Promise<Answer> {
  return cardCharge(gateway, { authentication: "3DS", return_uri: "https://example.com/orders/1", ...patch });
}

const pathOf = (charge: Created): string => new URL(charge.authorize_uri).pathname;

/** Sends the form of a button, without a browser. */
function post(gateway: TestGateway, charge: Created, outcome: string): Promise<Answer> {
  return gateway.call("POST", pathOf(charge), { body: { outcome }, key: null });
}

async function statusOf(gateway: TestGateway, charge: Created): Promise<Created> {
  return (await gateway.call("GET", `/charges/${charge.id}`)).json;
}

/** Checks for one final state, announced once, and money moved at most once. */
async function expectOneOutcome(gateway: TestGateway, charge: Created, status: string): Promise<void> {
  expect(await statusOf(gateway, charge)).toMatchObject({ status });
  const { json: events } = await gateway.call("GET", `/charges/${charge.id}/events`);
  const keys = events.data.map((event: Created) => event.key);
  expect(keys.filter((key: string) => key === "charge.complete")).toHaveLength(1);
  const { json: transactions } = await gateway.call("GET", "/transactions");
  expect(transactions.data.filter((each: Created) => each.origin === charge.id).length).toBeLessThanOrEqual(1);
}

const isFocused = (element: { matches(selector: string): boolean }): boolean => element.matches(":focus");
