import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { launchBrowser } from "../kit/browser.ts";
import { findCharge } from "../kit/find.ts";
import { aPayer } from "./kplus-payer.ts";
import {
  aCardPayment,
  aChallengedPayer,
  byCard,
  byInstallments,
  chargeOf,
  codeOn,
  enterCode,
  enterWrongCode,
  toBank,
  traceOf,
} from "./three-ds-payer.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each([true, false])("a payer who is challenged, scripts: %s", (javaScriptEnabled) => {
  test("confirms with the code and lands at the shop, where the charge is already successful", async () => {
    const payment = await aCardPayment();
    const { page, complaints } = await aPayer(browser, { javaScriptEnabled });
    await page.goto(payment.charge.authorize_uri);
    await expect
      .poll(() => page.getByRole("main").textContent())
      .toMatch(/Demo Shop.*4,000\.00.*4242.*4 months.*7 days left/s);
    await toBank(page, payment.charge.authorize_uri);
    const asked = await page.getByRole("main").textContent();
    expect(asked).toMatch(/Test Issuer Bank.*simulator.*Demo Shop.*THB\s4,000\.00.*ending in 4242.*10 minutes left/s);
    const field = page.getByLabel("One-time code");
    await expect.poll(() => field.getAttribute("autocomplete")).toBe("one-time-code");
    await expect.poll(() => field.getAttribute("inputmode")).toBe("numeric");
    const code = await codeOn(page);
    await enterCode(page, `${code.slice(0, 3)} ${code.slice(3)}`); // as people type it
    if (!javaScriptEnabled) {
      await page.getByRole("heading", { name: "Confirmed" }).waitFor();
      await page.getByRole("button", { name: "Back to the payment" }).click();
    }
    await page.waitForURL(payment.shop.url("/orders/1"));
    expect(payment.arrivals).toMatchObject([{ status: "successful", paid: true }]);
    expect(await traceOf(payment)).toEqual({ told: 1, moved: 1 });
    expect(complaints).toEqual([]);
  });

  test.each([
    ["installments", byInstallments, "payment_cancelled"],
    ["a card", byCard, "payment_rejected"],
  ])("may cancel: a charge by %s has failed when the payer is back", async (_, create, failure_code) => {
    const payment = await aCardPayment(create);
    const { page } = await aChallengedPayer(browser, payment, { javaScriptEnabled });
    await page.getByRole("button", { name: "Cancel" }).click();
    if (!javaScriptEnabled) {
      await page.getByRole("heading", { name: "Not confirmed" }).waitFor();
      await page.getByRole("button", { name: "Back to the payment" }).click();
    }
    await page.waitForURL(payment.shop.url("/orders/1"));
    expect(payment.arrivals).toMatchObject([{ status: "failed", failure_code }]);
  });
});

test.each([
  ["installments", byInstallments, "failed_processing"],
  ["a card", byCard, "payment_rejected"],
])("three wrong codes end a charge by %s, and each is told of", async (_, create, failure_code) => {
  const payment = await aCardPayment(create);
  const { page } = await aChallengedPayer(browser, payment);
  for (const left of [2, 1]) {
    await enterWrongCode(page);
    await page.getByText(`Attempts left: ${left}`).waitFor();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("That is not the code");
    const field = page.getByLabel("One-time code");
    await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.evaluate((element: { matches(selector: string): boolean }) => element.matches(":focus"))).toBe(
      true,
    );
  }
  await enterWrongCode(page);
  await page.waitForURL(payment.shop.url("/orders/1"));
  expect(payment.arrivals).toMatchObject([{ status: "failed", failure_code }]);
});

test("a new code ends the old one, three times; then no more are sent", async () => {
  const payment = await aCardPayment();
  const { page } = await aChallengedPayer(browser, payment);
  const first = await codeOn(page);
  for (const sent of [1, 2, 3]) {
    const before = await codeOn(page);
    await page.getByRole("button", { name: "Send new code" }).click();
    await expect.poll(() => codeOn(page), { message: `code ${sent}` }).not.toBe(before);
    await expect.poll(() => page.getByRole("status").textContent()).toContain("A new code has been sent");
  }
  await expect.poll(() => page.getByRole("button", { name: "Send new code" }).count()).toBe(0);
  await expect.poll(() => page.getByText("No more codes are sent").isVisible()).toBe(true);
  await enterCode(page, first);
  await page.getByText("Attempts left: 2").waitFor();
  await enterCode(page, await codeOn(page));
  await page.waitForURL(payment.shop.url("/orders/1"));
  expect(payment.arrivals).toMatchObject([{ status: "successful" }]);
});

test("a code is refused after ten minutes, even if it is right", async () => {
  const payment = await aCardPayment();
  const { page } = await aChallengedPayer(browser, payment, { javaScriptEnabled: false });
  const code = await codeOn(page);
  await payment.gateway.advance(minutes(10));
  await enterCode(page, code);
  await page.getByRole("heading", { name: "Not confirmed" }).waitFor();
  await page.getByRole("button", { name: "Back to the payment" }).click();
  await page.waitForURL(payment.shop.url("/orders/1"));
  expect(payment.arrivals).toMatchObject([{ status: "failed", failure_code: "timeout" }]);
});

test("a payer who authenticates and does not come back has paid: the clock asks for the result", async () => {
  const payment = await aCardPayment();
  const { page } = await aChallengedPayer(browser, payment, { javaScriptEnabled: false });
  await enterCode(page, await codeOn(page));
  await page.getByRole("heading", { name: "Confirmed" }).waitFor();
  await page.close();
  expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
  await payment.gateway.advance(minutes(11));
  expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
  expect(payment.shop.visits).toEqual([]);
});

describe("an issuer who does not ask", () => {
  test.each([
    ["frictionless", byCard, "4999000400070004", { status: "successful" }],
    ["frictionless", byInstallments, "5399000600080004", { status: "successful" }],
    ["attempted", byCard, "4111111111150002", { status: "successful" }],
    ["refused", byCard, "4111111111140003", { status: "failed", failure_code: "payment_rejected" }],
    ["refused", byInstallments, "4111111111140003", { status: "failed", failure_code: "failed_processing" }],
    ["unavailable", byCard, "4999000400060005", { status: "failed", failure_code: "failed_processing" }],
    ["rejected", byCard, "5399000600060006", { status: "failed", failure_code: "payment_rejected" }],
  ])("%s: the payer is back at once", async (_, create, number, outcome) => {
    const payment = await aCardPayment(create, number);
    const { page, complaints } = await aPayer(browser);
    await page.goto(payment.charge.authorize_uri);
    expect(page.url()).toBe(payment.shop.url("/orders/1"));
    expect(payment.arrivals).toMatchObject([outcome]);
    expect(complaints).toEqual([]);
  });
});

test("authentication is no money: a card without funds is declined after it", async () => {
  const payment = await aCardPayment(byCard, "4111111111140011");
  const { page } = await aChallengedPayer(browser, payment);
  await enterCode(page, await codeOn(page));
  await page.waitForURL(payment.shop.url("/orders/1"));
  expect(payment.arrivals).toMatchObject([{ status: "failed", failure_code: "insufficient_fund" }]);
});

test("a charge that is captured later is authorized when the payer is back", async () => {
  const payment = await aCardPayment(byCard, undefined, { capture: false });
  const { page } = await aChallengedPayer(browser, payment);
  await enterCode(page, await codeOn(page));
  await page.waitForURL(payment.shop.url("/orders/1"));
  expect(payment.arrivals).toMatchObject([{ status: "pending", authorized: true, capturable: true }]);
});

test("a payer is brought back to an app by the app's own scheme", async () => {
  const payment = await aCardPayment(byInstallments, undefined, { return_uri: "myapp://orders/1" });
  const { page, complaints } = await aChallengedPayer(browser, payment, { javaScriptEnabled: false });
  await enterCode(page, await codeOn(page));
  const attempt = page.waitForEvent("requestfailed"); // no app is installed here
  await page.getByRole("button", { name: "Back to the payment" }).click({ noWaitAfter: true });
  expect((await attempt).url()).toBe("myapp://orders/1");
  expect(complaints).toEqual([]);
});

test("a payer who has only a keyboard confirms", async () => {
  const payment = await aCardPayment();
  const { page } = await aPayer(browser);
  await page.goto(payment.charge.authorize_uri);
  await page.getByRole("button", { name: "Continue to your bank" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("One-time code").focus();
  await page.keyboard.type(await codeOn(page));
  await page.keyboard.press("Enter");
  await page.waitForURL(payment.shop.url("/orders/1"));
  expect(payment.arrivals).toMatchObject([{ status: "successful" }]);
});

describe("a request that only previews the address pays nothing", () => {
  const browserHeaders = { accept: "text/html", "user-agent": "Mozilla/5.0" };
  test.each([
    ["a program", { accept: "*/*" }, "GET"],
    ["HEAD", browserHeaders, "HEAD"],
    ["a browser that loads ahead", { ...browserHeaders, "sec-purpose": "prefetch;prerender" }, "GET"],
    ["a chat's preview", { ...browserHeaders, "user-agent": "facebookexternalhit/1.1;line-poker/1.0" }, "GET"],
  ])("%s", async (_, headers, method) => {
    const payment = await aCardPayment(byCard, "4999000400070004");
    const { gateway, charge } = payment;
    const { status, text } = await gateway.call(method, new URL(charge.authorize_uri).pathname, { key: null, headers });
    expect(status).toBe(200);
    if (method === "GET") expect(text).toContain("Continue to your bank");
    expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
    expect((await findCharge(gateway.gateway.store, charge.id))?.authentication).toBeNull();
  });
});

test("in live mode the payer is taken to the issuer at once", async () => {
  const payment = await aCardPayment(undefined, undefined, {}, { meddles: true, live: true });
  const { gateway, charge } = payment;
  const { store } = gateway.gateway;
  const stored = await findCharge(store, charge.id);
  if (!stored) throw new Error("the charge was just made");
  store.charge.ofPage = async () => ({ ...((await findCharge(store, charge.id)) ?? stored), livemode: true });
  const { page, complaints } = await aPayer(browser);
  const response = await page.goto(charge.authorize_uri);
  expect(response?.headers()["content-security-policy"]).toContain("script-src 'self'");
  await page.getByRole("heading", { name: "Confirm this payment" }).waitFor();
  expect(complaints).toEqual([]);

  const { page: scriptless } = await aPayer(browser, { javaScriptEnabled: false });
  await scriptless.goto(charge.authorize_uri);
  await expect.poll(() => scriptless.getByRole("button").allInnerTexts()).toEqual(["Continue to your bank"]); // nothing to play
  await expect.poll(() => scriptless.getByText("TEST MODE").count()).toBe(0);
});

test("the issuer knows only what it was asked", async () => {
  const { gateway, charge } = await aCardPayment();
  const { page } = await aPayer(browser);
  for (const path of ["/acs", "/acs/nothing", "/acs/6f1c3d1e-5b0e-4e7a-9c4f-0d8f7a1b2c3d"]) {
    const response = await page.goto(`${gateway.url}${path}`);
    expect(response?.status(), path).toBe(404);
    await expect
      .poll(() => page.getByRole("heading", { name: "There is nothing to confirm here" }).isVisible())
      .toBe(true);
  }
  for (const path of ["/acs", "/acs/nothing/code", "/acs/nothing/resend", "/acs/nothing/cancel"])
    for (const body of [{}, { creq: "e30", turn: "x", code: "1" }])
      expect((await gateway.call("POST", path, { key: null, body })).status, path).toBe(404);
  const pathOf = (name: string) => new URL(charge.authorize_uri.replace(/authorize.*/, name)).pathname;
  expect((await gateway.call("GET", pathOf("authenticated"), { key: null })).headers.get("location")).toBe("authorize");
  const nowhere = "/payments/pay2_test_5z4ykxh5odizq9jxj5p/authenticated";
  expect((await gateway.call("POST", nowhere, { key: null, body: { cres: "e30" } })).status).toBe(404);
});

test("a shop that opens the payment in a window of its own still has it when the payer is back", async () => {
  const payment = await aCardPayment(byCard);
  const { page } = await aPayer(browser);
  await page.goto(payment.shop.url("/cart"));
  const opens = page.waitForEvent("popup");
  await page.evaluate(
    `globalThis.payment = open(${JSON.stringify(payment.charge.authorize_uri)}, "payment", "popup"); 1`,
  );
  const popup = await opens;
  await popup.getByRole("button", { name: "Continue to your bank" }).click();
  await popup.getByRole("heading", { name: "Confirm this payment" }).waitFor();
  await expect.poll(() => page.evaluate("globalThis.payment.closed")).toBe(false);
  await enterCode(popup, await codeOn(popup));
  await popup.waitForURL(payment.shop.url("/orders/1"));
  await popup.evaluate(`opener.document.title = "Thank you"; 1`);
  await expect.poll(() => page.title()).toBe("Thank you");
});
