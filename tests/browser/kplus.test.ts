import axe from "axe-core";
import jsqr from "jsqr";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import { aPayer, aPayment, chargeOf, enterPin, openPhone, type Payment, traceOf } from "./kplus-payer.ts";

const { default: readQr } = jsqr; // CommonJS with the types of an ES module

const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148";
const pixel = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Mobile Safari/537.36";
const desktopScreen = { width: 1280, height: 900 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("on a phone", () => {
  test("a payer goes from the shop's link through the app, which opens by itself, back to the shop, where the charge is already paid", async () => {
    const payment = await aPayment();
    const { page, complaints } = await aPayer(browser, { userAgent: iphone });
    await page.goto(payment.charge.authorize_uri);
    await page.getByText("Pay Demo Shop").waitFor();
    expect(new URL(page.url()).pathname).toBe(`/kplus/pay/${payment.reference}`);
    for (const digit of "123456") await page.getByRole("button", { name: digit, exact: true }).click();
    await page.getByRole("link", { name: /Everyday savings.*2,500,000\.00/s }).click();
    await expect
      .poll(() => page.getByRole("main").textContent())
      .toMatch(/THB 1,500\.00.*Demo Shop.*Everyday savings/s);
    await expect.poll(() => page.getByText(payment.reference).isVisible()).toBe(true);
    await page.getByRole("button", { name: "Confirm payment" }).click();
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    expect(await chargeOf(payment)).toMatchObject({ status: "successful", paid: true });
    await page.getByRole("link", { name: "Return to Demo Shop" }).click();
    await page.waitForURL(payment.shop.url("/orders/1"));
    expect(await traceOf(payment)).toMatchObject({ told: 1 });
    expect(complaints).toEqual([]);
  });

  test("the app opens once: who goes back stays on the payment page, also after a reload and in another language", async () => {
    const payment = await aPayment();
    const { page, complaints } = await aPayer(browser, { userAgent: iphone });
    const arrivals: string[] = [];
    page.on("request", (request) => request.isNavigationRequest() && arrivals.push(new URL(request.url()).pathname));
    const { pathname } = new URL(payment.charge.authorize_uri);
    await page.goto(payment.charge.authorize_uri);
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();

    await page.goBack();
    await page.getByText("K PLUS was opened for you. If it did not open, press the button.").waitFor();
    await page.reload();
    await page.getByText("K PLUS was opened for you").waitFor();
    await page.getByRole("link", { name: "ไทย" }).click();
    await page.getByText("ระบบเปิด K PLUS ให้แล้ว หากแอปไม่เปิด โปรดกดปุ่ม").waitFor();
    const app = `/kplus/pay/${payment.reference}`;
    expect(arrivals).toEqual([pathname, app, pathname, pathname, pathname]);

    await page.getByRole("link", { name: "เปิด K PLUS", exact: true }).click();
    await page.getByRole("heading", { name: "ใส่รหัส PIN" }).waitFor();
    await page.getByRole("link", { name: "กลับไปที่หน้าชำระเงิน" }).click();
    await page.getByText("ระบบเปิด K PLUS ให้แล้ว").waitFor();
    expect(arrivals.slice(5)).toEqual([app, pathname]);
    expect(complaints).toEqual([]);
  });

  test("a payer who is on the phone's page already and looks at the payment page stays there", async () => {
    const payment = await aPayment();
    await fetch(payment.charge.authorize_uri); // by a desktop, whose code was scanned
    const { page } = await aPayer(browser, { userAgent: iphone });
    await page.goto(`${payment.gateway.publicUrl}/kplus/pay/${payment.reference}`);
    await page.getByRole("link", { name: "Back to the payment" }).click();
    await page.getByText("K PLUS was opened for you").waitFor();
    expect(new URL(page.url()).pathname).toBe(new URL(payment.charge.authorize_uri).pathname);
  });

  test("nothing opens by itself where the payment is over, the browser remembers nothing, or runs no scripts", async () => {
    const gateway = await aGateway();
    const [over, forgetful, still] = [
      await aPayment({}, gateway),
      await aPayment({}, gateway),
      await aPayment({}, gateway),
    ];
    await decide(over, "insufficient_fund");
    const remembers = await aPayer(browser, { userAgent: iphone });
    await remembers.page.goto(over.charge.authorize_uri);
    await remembers.page.getByRole("heading", { name: "Payment failed" }).waitFor();
    await expect.poll(() => remembers.page.locator("script").count()).toBe(0);

    const forgets = await aPayer(browser, { userAgent: iphone });
    await forgets.page.addInitScript(() =>
      Object.defineProperty(globalThis, "sessionStorage", {
        get: () => {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      }),
    );
    const scriptless = await aPayer(browser, { userAgent: iphone, javaScriptEnabled: false });
    for (const [{ page }, { charge, reference }] of [
      [forgets, forgetful],
      [scriptless, still],
    ] as const) {
      await page.goto(charge.authorize_uri);
      const button = page.getByRole("link", { name: "Open K PLUS", exact: true });
      await button.waitFor();
      await expect.poll(() => page.getByText("K PLUS was opened for you").isVisible()).toBe(false);
      await button.click();
      await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
      expect(page.url()).toContain(reference);
    }
    expect([...remembers.complaints, ...forgets.complaints, ...scriptless.complaints]).toEqual([]);
  });

  test("all of it works without scripts", async () => {
    const payment = await aPayment();
    const { page, complaints } = await aPayer(browser, { javaScriptEnabled: false });
    await openPhone(page, payment);
    await page.getByRole("link", { name: /Everyday savings/ }).click();
    await page.getByRole("button", { name: "Confirm payment" }).click();
    await page.getByRole("link", { name: "Return to Demo Shop" }).click();
    await page.waitForURL(payment.shop.url("/orders/1"));
    expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
    expect(complaints).toEqual([]);
  });

  for (const [code, lose] of Object.entries({
    insufficient_fund: confirmFrom("Holiday jar"),
    invalid_account: confirmFrom("Former account"),
    payment_rejected: (page: Page) => page.getByRole("button", { name: "Cancel payment" }).click(),
    failed_processing: async (page: Page) => {
      await page.getByRole("link", { name: /Everyday savings/ }).click();
      await page.getByLabel("the bank's system fails").check();
      await page.getByRole("button", { name: "Confirm payment" }).click();
    },
    payment_expired: async (page: Page, { gateway }: Payment) => {
      await gateway.advance(minutes(5));
      await page.getByRole("link", { name: /Everyday savings/ }).click();
    },
  })) {
    test(`${code} comes about as it does with a real bank`, async () => {
      const payment = await aPayment();
      const { page } = await aPayer(browser);
      await openPhone(page, payment);
      await lose(page, payment);
      await page.getByRole("heading", { name: "Not paid" }).waitFor();
      expect(await chargeOf(payment)).toMatchObject({ status: "failed", failure_code: code });
      await page.getByRole("link", { name: "Return to Demo Shop" }).click();
      await page.waitForURL(payment.shop.url("/orders/1"));
      expect(await traceOf(payment)).toEqual({ told: 1, moved: 0 });
    });
  }

  test("each outcome is one click away for a tester", async () => {
    const gateway = await aGateway();
    const { page } = await aPayer(browser);
    for (const outcome of [
      "successful",
      "payment_expired",
      "payment_rejected",
      "failed_processing",
      "invalid_account",
      "insufficient_fund",
    ]) {
      const payment = await aPayment({}, gateway);
      await page.goto(payment.charge.authorize_uri);
      await page.getByRole("link", { name: "Open K PLUS", exact: true }).click();
      await page.getByRole("button", { name: outcome, exact: true }).click();
      await page.getByRole("link", { name: "Return to Demo Shop" }).waitFor();
      const { status, failure_code } = await chargeOf(payment);
      expect(status === "successful" ? status : failure_code).toBe(outcome);
    }
  });

  test("a payer who never answers leaves an expired charge, and a phone that says so", async () => {
    const payment = await aPayment();
    const { page } = await aPayer(browser);
    await page.goto(payment.charge.authorize_uri);
    await page.getByRole("link", { name: "Open K PLUS", exact: true }).click();
    await payment.gateway.advance(minutes(10));
    expect(await chargeOf(payment)).toMatchObject({ status: "expired", failure_code: null });
    await page.getByLabel("PIN, six digits").fill("123456");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect.poll(() => page.getByRole("heading", { name: "No longer open" }).isVisible()).toBe(true);
    await expect.poll(() => page.getByRole("button").count()).toBe(0);
  });

  test("an Android phone gets an intent, and a link for when the app is missing", async () => {
    const { charge, reference, gateway } = await aPayment({
      source: { type: "mobile_banking_kbank", platform_type: "ANDROID" },
    });
    const { page } = await aPayer(browser, { userAgent: pixel });
    await page.goto(charge.authorize_uri);
    await page.getByText("K PLUS was opened for you").waitFor(); // no app handles the intent here, so the page stays
    const link = page.getByRole("link", { name: "Open K PLUS", exact: true });
    await expect.poll(() => link.getAttribute("href")).toMatch(/^intent:\/\/localhost:.*;S\.browser_fallback_url=/);
    await page.getByText("The app does not open?").click();
    await page.getByRole("link", { name: "Continue in the browser" }).click();
    await page.waitForURL(`${gateway.publicUrl}/kplus/pay/${reference}?lang=en`);
  });

  test("a PIN that is not six digits is asked for again", async () => {
    const payment = await aPayment();
    const { page } = await aPayer(browser);
    await page.goto(payment.charge.authorize_uri);
    await page.getByRole("link", { name: "Open K PLUS", exact: true }).click();
    await page.getByRole("button", { name: "7", exact: true }).click();
    await page.getByRole("button", { name: "8", exact: true }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => page.getByLabel("PIN, six digits").inputValue()).toBe("7");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect.poll(() => page.getByRole("alert").textContent()).toContain("six digits");
    expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
  });
});

describe("on a desktop", () => {
  test("a QR code leads a phone to the payment, and the page moves on by itself once it is paid there", async () => {
    const payment = await aPayment();
    const { page, complaints } = await aPayer(browser, { viewport: desktopScreen });
    await page.goto(payment.charge.authorize_uri);
    await expect.poll(() => page.getByRole("link", { name: "Open K PLUS", exact: true }).isVisible()).toBe(false);
    const scripts = page.locator("script");
    expect(await scripts.evaluateAll((all) => all.map((script) => script.getAttribute("src")?.split("?")[0]))).toEqual([
      "/pages/watch-payment.js",
      "/pages/fold-test-panel.js", // and none that opens the app
    ]);
    const picture = PNG.sync.read(await page.getByRole("img", { name: /QR/ }).screenshot());
    const code = readQr(new Uint8ClampedArray(picture.data), picture.width, picture.height);
    expect(code?.data).toBe(`${payment.gateway.publicUrl}/kplus/pay/${payment.reference}`);

    const { page: phone } = await aPayer(browser);
    await phone.goto(code?.data ?? "");
    await enterPin(phone);
    await confirmFrom("Everyday savings")(phone);
    await page.waitForURL(payment.shop.url("/orders/1"));
    expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
    expect(complaints).toEqual([]);
  });

  test("a code in the dark is still dark on white", async () => {
    const { charge } = await aPayment();
    const { page } = await aPayer(browser, { viewport: desktopScreen, colorScheme: "dark" });
    await page.goto(charge.authorize_uri);
    const picture = PNG.sync.read(await page.getByRole("img", { name: /QR/ }).screenshot());
    expect(readQr(new Uint8ClampedArray(picture.data), picture.width, picture.height)).not.toBeNull();
  });

  test("the page counts down", async () => {
    const { charge } = await aPayment();
    const { page } = await aPayer(browser, { viewport: desktopScreen });
    await page.clock.install();
    await page.goto(charge.authorize_uri);
    const left = page.getByText(/^\d+:\d\d left$/);
    await left.waitFor();
    const secondsLeft = async () => {
      const [, minute, second] = /^(\d+):(\d\d) /.exec((await left.textContent()) ?? "") ?? [];
      return Number(minute) * 60 + Number(second);
    };
    const atFirst = await secondsLeft();
    expect([atFirst <= 600, atFirst > 0]).toEqual([true, true]);
    await page.clock.fastForward(minutes(2));
    await expect.poll(secondsLeft).toBeLessThanOrEqual(atFirst - 120);
  });

  test("without scripts the page moves on as well", { timeout: 40_000 }, async () => {
    const payment = await aPayment();
    const { page } = await aPayer(browser, { viewport: desktopScreen, javaScriptEnabled: false });
    await page.goto(payment.charge.authorize_uri);
    await decide(payment, "successful");
    await page.waitForURL(payment.shop.url("/orders/1"), { timeout: 30_000 });
  });

  test("a gateway that shuts down does not wait for those who wait", async () => {
    const { gateway, charge } = await aPayment();
    const { charge: stored } = gateway.gateway.store;
    const { ofPage } = stored;
    let looks = 0;
    stored.ofPage = (account, page) => {
      looks += 1;
      return ofPage(account, page);
    };
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // otherwise the pending request is answered after its time limit anyway
    onTestFinished(() => void vi.useRealTimers());
    const waiting = fetch(overOf(charge));
    await vi.waitFor(() => expect(looks).toBeGreaterThan(1), { timeout: 30_000 }); // which moves the timers on
    await gateway.app.close();
    expect(await (await waiting).json()).toEqual({ over: false });
  });

  test("the live update tells nothing but whether it is over", async () => {
    const payment = await aPayment();
    await decide(payment, "insufficient_fund");
    expect(await (await fetch(overOf(payment.charge))).text()).toBe('{"over":true}');
    const unknown = await fetch(`${payment.gateway.url}/payments/${payment.charge.id}/over`);
    expect([unknown.status, await unknown.text()]).toEqual([404, '{"over":false}']);
  });
});

describe("one payment, whatever the payer does", () => {
  test("a double click, the back button, a reload and a second tab pay once", async () => {
    const payment = await aPayment();
    const { page } = await aPayer(browser);
    await openPhone(page, payment);
    await page.getByRole("link", { name: /Everyday savings/ }).click();
    const second = await page.context().newPage();
    await second.goto(page.url());
    await page.getByRole("button", { name: "Confirm payment" }).dblclick({ noWaitAfter: true });
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    await page.reload();
    await expect.poll(() => page.getByRole("heading", { name: "Paid", exact: true }).isVisible()).toBe(true);
    await page.goBack();
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    await second.getByRole("button", { name: "Cancel payment" }).click();
    await second.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
    expect(await traceOf(payment)).toMatchObject({ told: 1 });
    await openPhone(page, await aPayment({}, payment.gateway));
    await expect.poll(() => page.getByText("THB 2,498,500.00").isVisible()).toBe(true);
    const reset = page.getByRole("button", { name: "Reset the balances" });
    await page.getByText("Test shortcuts").click();
    await expect.poll(() => reset.isVisible(), { message: "shortcuts fold away" }).toBe(false);
    await page.getByText("Test shortcuts").click();
    await reset.click();
    await page.getByText("THB 2,500,000.00").waitFor();
  });

  test("a link that the bank does not know leads nowhere", async () => {
    const { gateway } = await aPayment();
    const { page } = await aPayer(browser);
    for (const reference of ["unknown", "%2Faccounts", "__proto__"]) {
      const response = await page.goto(`${gateway.url}/kplus/pay/${reference}`);
      expect(response?.status(), reference).toBe(404);
      await expect
        .poll(() => page.getByRole("heading", { name: "The bank knows no such payment" }).isVisible())
        .toBe(true);
    }
  });

  test("what the phone does not understand changes nothing", async () => {
    const payment = await aPayment();
    await payment.gateway.call("GET", new URL(payment.charge.authorize_uri).pathname, { key: null });
    const acts = [{}, { act: "confirm" }, { act: "confirm", account: "everyday" }, { act: "end", outcome: "paid" }];
    for (const body of acts) {
      const { status } = await payment.gateway.call("POST", `/kplus/pay/${payment.reference}`, { key: null, body });
      expect(status).toBe(303);
    }
    expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
  });
});

describe("everybody can read it", () => {
  test.each([
    ["th-TH", "เปิด K PLUS", "ใส่รหัส PIN", "จ่ายจากบัญชีใด"],
    ["ja-JP", "K PLUS を開く", "PIN を入力", "どの口座から支払いますか"],
  ])("speaks %s", async (locale, open, pin, accounts) => {
    const { charge } = await aPayment();
    const { page } = await aPayer(browser, { locale });
    await page.goto(charge.authorize_uri);
    await page.getByRole("link", { name: open, exact: true }).click();
    await expect.poll(() => page.getByRole("heading", { name: pin }).isVisible()).toBe(true);
    await page.locator("#pin").fill("123456");
    await page.locator("button[value=enter]").click();
    await page.getByRole("heading", { name: accounts }).waitFor();
    await expect.poll(() => page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
  });

  test("a language that was chosen stays chosen through the payment", async () => {
    const { charge } = await aPayment();
    const { page } = await aPayer(browser);
    await page.goto(charge.authorize_uri);
    await page.getByRole("link", { name: "ไทย" }).click();
    await page.getByText("ยอดชำระ").waitFor({ state: "attached" });
    await page.getByRole("link", { name: "เปิด K PLUS", exact: true }).click();
    await page.locator("#pin").fill("123456");
    await page.locator("button[value=enter]").click();
    await page.getByRole("heading", { name: "จ่ายจากบัญชีใด" }).waitFor();
    await page.locator("a.holiday").click();
    await page.getByRole("button", { name: "ยืนยันการจ่ายเงิน" }).click();
    await page.getByRole("heading", { name: "ไม่ได้จ่าย" }).waitFor();
  });

  test("no page of it breaks a rule of accessibility, is wider than a small phone, or runs a script of others", {
    timeout: 60_000,
  }, async () => {
    const gateway = await aGateway();
    const [waiting, chosen, paid, failed] = [
      await aPayment({}, gateway),
      await aPayment({}, gateway),
      await aPayment({}, gateway),
      await aPayment({}, gateway),
    ];
    await decide(paid, "successful");
    await decide(failed, "insufficient_fund");
    const phoneOf = ({ reference }: Payment) => `${gateway.url}/kplus/pay/${reference}`;
    await fetch(chosen.charge.authorize_uri);
    await gateway.call("POST", new URL(phoneOf(chosen)).pathname, {
      key: null,
      body: { act: "pin", pin: "123456", key: "enter" },
    });
    await fetch(waiting.charge.authorize_uri);
    const addresses = [
      waiting.charge.authorize_uri,
      `${waiting.charge.authorize_uri}?waiting`,
      paid.charge.authorize_uri,
      phoneOf(waiting),
      phoneOf(chosen),
      `${phoneOf(chosen)}?account=everyday`,
      phoneOf(paid),
      phoneOf(failed),
      `${gateway.url}/kplus/pay/unknown`,
      `${gateway.url}/kplus`,
    ];
    for (const [lang, colorScheme, width] of [
      ["en", "light", 1280],
      ["th", "dark", 320],
      ["ja", "light", 320],
    ] as const) {
      const { page } = await aPayer(browser, {
        colorScheme,
        viewport: { width, height: 720 },
        bypassCSP: true,
        reducedMotion: "reduce",
      });
      for (const address of addresses) {
        await page.goto(`${address}${address.includes("?") ? "&" : "?"}lang=${lang}`);
        await page.evaluate(axe.source);
        const violations = await page.evaluate(
          `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`,
        );
        expect(violations, `${lang} ${colorScheme} ${address}`).toEqual([]);
        await expect
          .poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: `${lang} ${address}` })
          .toBe(width);
      }
    }
  });
});

const overOf = (charge: Payment["charge"]): string => charge.authorize_uri.replace(/authorize$/, "over");

function decide({ gateway, charge }: Payment, outcome: string) {
  return gateway.call("POST", `/kplus/payments/${charge.id}/decide`, { key: null, body: { outcome } });
}

function confirmFrom(account: string) {
  return async (page: Page) => {
    await page.getByRole("link", { name: new RegExp(account) }).click();
    await page.getByRole("button", { name: "Confirm payment" }).click();
    await page.getByRole("link", { name: /Return to/ }).waitFor();
  };
}
