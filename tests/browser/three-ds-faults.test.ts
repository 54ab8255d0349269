import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newTransactionId } from "../../src/connectors/three-ds/request.ts";
import { minutes } from "../../src/domain/base/time.ts";
import type { Fault } from "../../src/domain/sandbox/rule.ts";
import { launchBrowser } from "../kit/browser.ts";
import { addFault, endFaults } from "../kit/rules.ts";
import { transactionOf } from "../kit/three-ds.ts";
import { aPayer } from "./kplus-payer.ts";
import {
  aCardPayment,
  aChallengedPayer,
  byCard,
  byInstallments,
  type CardPayment,
  chargeOf,
  codeOn,
  enterCode,
  toBank,
  traceOf,
} from "./three-ds-payer.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("nobody pays twice", () => {
  test("a double click on the code is one payment", async () => {
    const payment = await aCardPayment();
    const { page } = await aChallengedPayer(browser, payment);
    await page.getByLabel("One-time code").fill(await codeOn(page));
    await page.getByRole("button", { name: "Confirm", exact: true }).dblclick({ noWaitAfter: true });
    await page.waitForURL(payment.shop.url("/orders/1"));
    expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
    expect(await traceOf(payment)).toEqual({ told: 1, moved: 1 });
  });

  test("a double click on a wrong code is one attempt", async () => {
    const payment = await aCardPayment();
    const { page } = await aChallengedPayer(browser, payment);
    const code = await codeOn(page);
    await page.getByLabel("One-time code").fill(code === "000000" ? "000001" : "000000");
    await page.getByRole("button", { name: "Confirm", exact: true }).dblclick({ noWaitAfter: true });
    await page.getByText("Attempts left: 2").waitFor();
    await page.reload();
    await expect.poll(() => page.getByText("Attempts left: 2").isVisible()).toBe(true);
  });

  test("the back button shows what became of it, step by step, and never takes the payer forward again", async () => {
    const payment = await aCardPayment();
    const { page } = await aChallengedPayer(browser, payment);
    await enterCode(page, await codeOn(page));
    await page.waitForURL(payment.shop.url("/orders/1"));
    await page.goBack();
    await expect.poll(() => page.getByRole("heading", { name: "Confirmed" }).isVisible()).toBe(true);
    await expect.poll(() => page.getByLabel("One-time code").count()).toBe(0);
    await page.goto(payment.charge.authorize_uri);
    await expect.poll(() => page.getByRole("heading", { name: "Payment successful" }).isVisible()).toBe(true);
    await expect.poll(() => page.getByRole("button").count()).toBe(0);
    await page.goBack();
    await page.getByRole("button", { name: "Back to the payment" }).click();
    await page.waitForURL(payment.shop.url("/orders/1"));
    expect(await traceOf(payment)).toEqual({ told: 1, moved: 1 });
  });

  test("a second tab, wherever it stands, ends where the first has ended", async () => {
    const payment = await aCardPayment();
    const { page } = await aChallengedPayer(browser, payment);
    const [atPayment, atBank] = [await page.context().newPage(), await page.context().newPage()];
    await atPayment.goto(payment.charge.authorize_uri);
    await toBank(atBank, payment.charge.authorize_uri);
    await enterCode(page, await codeOn(page));
    await page.waitForURL(payment.shop.url("/orders/1"));
    await atPayment.getByRole("button", { name: "Continue to your bank" }).click();
    await atPayment.waitForURL(payment.shop.url("/orders/1"));
    await atBank.getByRole("button", { name: "Cancel" }).click();
    await atBank.waitForURL(payment.shop.url("/orders/1"));
    expect(payment.arrivals.map(({ status }) => status)).toEqual(["successful", "successful", "successful"]);
    expect(await traceOf(payment)).toEqual({ told: 1, moved: 1 });
  });

  test("a decision on the payment page while the challenge is open is final", async () => {
    const payment = await aCardPayment();
    const { page } = await aChallengedPayer(browser, payment);
    const other = await page.context().newPage();
    await other.goto(payment.charge.authorize_uri);
    await other.getByRole("button", { name: "Failed", exact: true }).click();
    await other.waitForURL(payment.shop.url("/orders/1"));
    await enterCode(page, await codeOn(page));
    await page.waitForURL(payment.shop.url("/orders/1"));
    expect(payment.arrivals.map(({ status }) => status)).toEqual(["failed", "failed"]);
    expect(await traceOf(payment)).toEqual({ told: 1, moved: 0 });
  });

  test("a forged result decides nothing, and the payer still finds the way to the bank", async () => {
    const payment = await aCardPayment();
    const { page } = await aChallengedPayer(browser, payment);
    for (const cres of ["", "e30", await forgedFor(payment)]) {
      const path = new URL(payment.charge.authorize_uri.replace(/authorize.*/, "authenticated")).pathname;
      const { status, headers } = await payment.gateway.call("POST", path, { key: null, body: { cres } });
      expect([status, headers.get("location")]).toEqual([303, "authorize?waiting"]);
    }
    await page.goto(`${payment.charge.authorize_uri}&waiting`);
    await expect.poll(() => page.getByText("If you have not confirmed, continue to your bank").isVisible()).toBe(true);
    await page.getByRole("link", { name: "Continue to your bank" }).click();
    await page.getByRole("button", { name: "Continue to your bank" }).click();
    await page.getByRole("heading", { name: "Confirm this payment" }).waitFor();
    expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
  });
});

describe("an issuer who misbehaves when it is asked", () => {
  test.each(["nonsense", "never", "late"] as const)(
    "%s: the payer is told, nothing is charged, and trying again works",
    async (fault) => {
      const payment = await aCardPayment();
      await misbehave(payment, fault);
      const { page } = await aPayer(browser);
      await page.goto(payment.charge.authorize_uri);
      await expect.poll(() => page.getByRole("heading", { name: "Your bank does not answer" }).isVisible()).toBe(true);
      await expect.poll(() => page.getByText("Nothing has been charged").isVisible()).toBe(true);
      expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
      await behave(payment);
      await page.getByRole("link", { name: "Try again" }).click();
      await page.getByRole("button", { name: "Continue to your bank" }).click();
      await confirm(page, payment);
    },
  );

  test("twice: the payer notices nothing", async () => {
    const payment = await aCardPayment();
    await misbehave(payment, "twice");
    const { page } = await aChallengedPayer(browser, payment);
    await confirm(page, payment);
    expect(await traceOf(payment)).toEqual({ told: 1, moved: 1 });
  });

  test("an issuer who never answers ends as a charge that nobody paid", async () => {
    const payment = await aCardPayment();
    const { threeDs } = payment.gateway.gateway.simulation.connectors;
    if (!threeDs) throw new Error("issuers are simulated in test mode");
    const silent = async () => ({ outcome: "unknown" as const, why: "the line is down" });
    Object.assign(threeDs, { authenticate: silent, result: silent });
    const { page } = await aPayer(browser);
    await page.goto(payment.charge.authorize_uri);
    await payment.gateway.advance(minutes(7 * 24 * 60));
    expect(await chargeOf(payment)).toMatchObject({ status: "expired", failure_code: null });
    await page.getByRole("link", { name: "Try again" }).click();
    await expect.poll(() => page.getByRole("heading", { name: "This payment has expired" }).isVisible()).toBe(true);
  });
});

describe("an issuer who misbehaves when the payer is back", () => {
  test.each([
    ["nonsense", true],
    ["nonsense", false],
    ["never", true],
    ["late", true],
  ] as const)(
    "%s, scripts %s: the page says so, and goes on by itself once there is a result",
    async (fault, scripts) => {
      const payment = await aCardPayment();
      const { page } = await aChallengedPayer(browser, payment, { javaScriptEnabled: scripts });
      await misbehave(payment, fault);
      await enterCode(page, await codeOn(page));
      if (!scripts) await page.getByRole("button", { name: "Back to the payment" }).click();
      await page.getByRole("heading", { name: "Waiting for your bank" }).waitFor();
      await expect.poll(() => page.getByText("has not said yet whether you confirmed").isVisible()).toBe(true);
      expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
      await behave(payment);
      await page.waitForURL(payment.shop.url("/orders/1"), { timeout: 15_000 });
      expect(payment.arrivals).toMatchObject([{ status: "successful" }]);
      expect(await traceOf(payment)).toEqual({ told: 1, moved: 1 });
    },
  );

  test("twice, and out of order: one payment", async () => {
    for (const fault of ["twice", "out_of_order"] as const) {
      const payment = await aCardPayment(byCard);
      const { page } = await aChallengedPayer(browser, payment);
      await misbehave(payment, fault, 2); // the issuer's answers only
      await enterCode(page, await codeOn(page));
      await page.waitForURL(payment.shop.url("/orders/1"), { timeout: 15_000 });
      expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
      expect(await traceOf(payment)).toEqual({ told: 1, moved: 1 });
    }
  });

  test("a payer who gives up has paid all the same, once the clock hears of it", async () => {
    const payment = await aCardPayment(byInstallments);
    const { page } = await aChallengedPayer(browser, payment);
    await misbehave(payment, "nonsense");
    await enterCode(page, await codeOn(page));
    await page.getByRole("heading", { name: "Waiting for your bank" }).waitFor();
    await page.close();
    await payment.gateway.advance(minutes(11));
    expect(await chargeOf(payment)).toMatchObject({ status: "pending" });
    await behave(payment);
    await payment.gateway.advance(minutes(7 * 24 * 60) - minutes(11));
    expect(await chargeOf(payment)).toMatchObject({ status: "successful" });
  });
});

test("after the issuer it is the acquirer who may not answer: the page waits and goes on by itself", async () => {
  const payment = await aCardPayment();
  const { gateway } = payment;
  const { page } = await aChallengedPayer(browser, payment);
  const acquirer = gateway.gateway.simulation.connectors.banks["card"];
  if (!acquirer) throw new Error("there is no acquirer");
  const { authorize } = acquirer;
  Object.assign(acquirer, { authorize: async () => ({ answer: "unknown", why: "the line is down" }) });
  await enterCode(page, await codeOn(page));
  await page.getByText("Your bank has not answered yet").waitFor();
  Object.assign(acquirer, { authorize });
  await gateway.advance(minutes(2));
  await page.waitForURL(payment.shop.url("/orders/1"), { timeout: 15_000 });
  expect(await traceOf(payment)).toEqual({ told: 1, moved: 1 });
});

async function misbehave({ gateway, charge }: CardPayment, fault: string, times: number | null = null): Promise<void> {
  await addFault(gateway, `answer_${fault}` as Fault, { charge: charge.id, times });
}

async function behave({ gateway }: CardPayment): Promise<void> {
  await endFaults(gateway);
}

async function confirm(page: Page, payment: CardPayment): Promise<void> {
  await enterCode(page, await codeOn(page));
  await page.waitForURL(payment.shop.url("/orders/1"));
  expect(payment.arrivals).toMatchObject([{ status: "successful" }]);
}

/** A CRes with a positive result, from an ACS that does not exist. */
async function forgedFor({ gateway, charge }: CardPayment): Promise<string> {
  const cres = {
    messageType: "CRes",
    messageVersion: "2.2.0",
    threeDSServerTransID: await transactionOf(gateway, charge.id),
    acsTransID: newTransactionId(),
    transStatus: "Y",
  };
  return Buffer.from(JSON.stringify(cres)).toString("base64url");
}
