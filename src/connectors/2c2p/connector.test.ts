import { describe, expect, test } from "vitest";
import { aBankRequest } from "../../../tests/kit/banks.ts";
import { aSource, noon } from "../../../tests/kit/domain-builders.ts";
import { merchantOf2c2p, tried2c2p } from "../../../tests/kit/merchant-2c2p.ts";
import { aSide, asAbout, type Heard, hear, plainSend } from "../../../tests/kit/upstream-conformance.ts";
import { days, hours, minutes } from "../../domain/base/time.ts";
import { methods } from "../../methods/index.ts";
import type { BankRequest } from "../bank.ts";
import type { Received } from "../upstream.ts";
import { connect2c2p } from "./connector.ts";
import { twoC2P } from "./upstream.ts";
import { declineCodes, envelope, invoiceOf, undecided } from "./wire.ts";

const { sign, verified } = envelope;

const aRequest = (patch: Partial<BankRequest> = {}): BankRequest =>
  aBankRequest({ method: "card", openedAt: noon, expiresAt: noon + hours(1), ...patch });

/** 2C2P's side, ours, and what our side sent. */
async function aLine() {
  const side = await aSide(tried2c2p);
  const asked: { url: string; body: string }[] = [];
  const bank = twoC2P.connect({
    credentials: merchantOf2c2p,
    hosts: side.line.hosts,
    send: (request) => {
      asked.push({ url: request.url, body: request.body ?? "" });
      return plainSend(request);
    },
    now: side.now,
    pause: async () => {},
    randomText: (length) => "x".repeat(length),
    notifyUri: "https://pay.example/upstream/2c2p/kZ8Q2vJtX1mN",
  });
  /** Claims of the first request that asked for a payment page. */
  const claims = async () => {
    const { body = "{}" } = asked.find(({ url }) => url.endsWith("/paymentToken")) ?? {};
    return verified((JSON.parse(body) as { payload: string }).payload, merchantOf2c2p.secret_key);
  };
  return { ...side, bank, asked, claims };
}

/** Our side where 2C2P answers everything with the same. */
const answering = (received: Partial<Received> | (() => Promise<Received>), now = noon) =>
  connect2c2p({
    credentials: merchantOf2c2p,
    hosts: { gateway: "https://pgw.example", actions: "https://t.example" },
    send: typeof received === "function" ? received : async () => ({ status: 200, headers: {}, body: "", ...received }),
    now: () => now,
    pause: async () => {},
    randomText: (length) => "x".repeat(length),
    notifyUri: "https://pay.example/upstream/2c2p/kZ8Q2vJtX1mN",
  });

/** An inquiry's answer that says a code of the request's payment, signed. */
async function saying(code: string, more: object = {}, request = aRequest()) {
  const claims = {
    merchantID: merchantOf2c2p.merchant_id,
    invoiceNo: invoiceOf(request.reference),
    amount: 1500,
    currencyCode: "THB",
    approvalCode: "717282",
    ...{ respCode: code, respDesc: "", ...more },
  };
  return answering({ body: JSON.stringify({ payload: await sign(claims, merchantOf2c2p.secret_key) }) });
}

describe("a payment page", () => {
  test("is asked for with our reference, an amount as text, and until when it may be paid", async () => {
    const { bank, claims, simulator } = await aLine();
    const request = aRequest({ description: "Tea & <b>cake</b>", locale: "th" });
    const opened = await bank.open?.(request);
    expect(await claims()).toEqual({
      merchantID: "702702000001670",
      invoiceNo: "T5Z4YKXH42CN7QSXW1W5",
      idempotencyID: request.reference,
      description: "Tea    b cake /b",
      amount: "1500.00",
      currencyCode: "THB",
      paymentChannel: ["CC"],
      paymentExpiry: "2026-01-15 13:00:00",
      locale: "th",
      frontendReturnUrl: request.returnUri,
      backendReturnUrl: "https://pay.example/upstream/2c2p/kZ8Q2vJtX1mN",
      userDefined1: request.reference,
    });
    if (opened?.answer !== "pending" || !opened.next || !("goTo" in opened.next)) throw new Error("there is no page");
    expect(simulator.page(opened.next.goTo)).toMatchObject({ invoiceNo: "T5Z4YKXH42CN7QSXW1W5", amount: 150_000 });
  });

  test("that nobody signed, or that is no page, is none: whether there is a payment is unknown", async () => {
    const page = { paymentToken: "t", webPaymentUrl: "https://pgw.example/t", respCode: "0000" };
    const signed = async (patch: object) => ({ payload: await sign({ ...page, ...patch }, merchantOf2c2p.secret_key) });
    const opened = async (content: object) => {
      const bank = answering({ body: JSON.stringify(content) });
      return hear(async () => (await bank.open?.(aRequest())) ?? { answer: "pending" });
    };
    expect(await opened(await signed({}))).toMatchObject({
      answer: "pending",
      next: { goTo: "https://pgw.example/t" },
    });
    const others = [page, await signed({ webPaymentUrl: "javascript:alert(1)" }), await signed({ paymentToken: 7 })];
    for (const content of [...others, await signed({ respCode: "0999" })])
      expect((await opened(content)).answer).toBe("unknown");
  });

  test.each([
    [true, "M"],
    [false, "C"],
  ])(
    "of installments has the term that was chosen, and whose interest it is (merchant: %s)",
    async (zeroInterest, interestType) => {
      const { bank, claims } = await aLine();
      const source = aSource({ type: "installment_kbank", installmentTerm: 6 });
      await bank.open?.(aRequest({ method: "installment_kbank", source, zeroInterest }));
      expect(await claims()).toMatchObject({ paymentChannel: ["IPP"], interestType, installmentPeriodFilter: [6] });
    },
  );

  test("of a card that is captured by hand names the agreed mode; without an agreement nothing is opened", async () => {
    const { bank, claims, line, now } = await aLine();
    await bank.open?.(aRequest({ capture: false }));
    expect(await claims()).toMatchObject({ transactionMode: "MANUAL" });
    const { hand_settlement: _, ...credentials } = merchantOf2c2p;
    const other = connect2c2p({
      ...{ credentials, hosts: line.hosts, send: plainSend, now, pause: async () => {} },
      ...{ randomText: (length) => "x".repeat(length), notifyUri: "https://pay.example/u" },
    });
    const request = aRequest({ capture: false, reference: "chrg_test_5z4ykxh42cn7qsxw1w9" });
    expect(await hear(async () => (await other.open?.(request)) ?? { answer: "pending" })).toMatchObject({
      answer: "not taken",
      why: expect.stringContaining("by hand"),
    });
  });

  test("takes nothing once its time is over, and the payment is then over; a minute before nothing can be said", async () => {
    const { bank, simulator, advance, pay, payments } = await aLine();
    const request = aRequest();
    await bank.open?.(request);
    advance(minutes(59));
    expect(await bank.cancel(asAbout(request, null))).toMatchObject({
      answer: "unknown",
      why: expect.stringContaining("time"),
    });
    advance(minutes(1));
    await pay(request.reference);
    expect(payments(request.reference)).toMatchObject([{ state: "over" }]);
    expect(await bank.cancel(asAbout(request, null))).toEqual({ answer: "pending" });
    expect(simulator.page("https://elsewhere.example/")).toBeUndefined();
  });

  test("on which somebody is paying when its time ends is not called over, until nobody can be paying any more", async () => {
    const ask = async (over: number) => {
      const { payload } = { payload: await sign({ respCode: "0001" }, merchantOf2c2p.secret_key) };
      const bank = answering({ body: JSON.stringify({ payload }) }, noon + hours(1) + over);
      return bank.cancel(asAbout(aRequest(), null));
    };
    expect((await ask(minutes(5))).answer).toBe("unknown");
    expect((await ask(days(1))).answer).toBe("pending");
  });
});

describe("the payer's next step", () => {
  test.each([
    ["mobile_banking_kbank", "1004", { goTo: "kbankapp://pay?ref=T5Z4YKXH42CN7QSXW1W5" }],
    ["mobile_banking_scb", "1002", { goTo: "scbapp://pay?ref=T5Z4YKXH42CN7QSXW1W5" }],
    ["mobile_banking_bay", "1000", { goTo: expect.stringMatching(/^https:/) }],
    ["mobile_banking_bbl", "1001", { goTo: expect.stringMatching(/^https:/) }],
    ["mobile_banking_ktb", "1003", { goTo: expect.stringMatching(/^https:/) }],
    ["promptpay", "1005", { scan: expect.stringMatching(/^000201.*5303764.*1500\.00/), as: "qr" }],
  ])("of %s after flow code %s", async (method, code, next) => {
    const { bank, simulator } = await aLine();
    simulator.flow(code);
    expect(await bank.open?.(aRequest({ method }))).toMatchObject({ answer: "pending", next });
  });

  test.each(["2000", "2001", "2002", "2003", "4005", "9999", "toString"])(
    "is none after flow code %s: the outcome is asked for",
    async (code) => {
      const { bank, simulator } = await aLine();
      simulator.flow(code);
      expect(await bank.open?.(aRequest({ method: "mobile_banking_scb" }))).toEqual({ answer: "pending" });
    },
  );

  test("of an app that is down: another upstream may be asked, and nobody can pay at this one", async () => {
    const { bank, simulator } = await aLine();
    simulator.down("SCB");
    const open = async (method: string): Promise<Heard> =>
      hear(
        async () =>
          (await bank.open?.(aRequest({ method, reference: `chrg_${method.slice(-3)}` }))) ?? { answer: "pending" },
      );
    expect(await open("mobile_banking_scb")).toMatchObject({
      answer: "not taken",
      why: expect.stringContaining("SCB"),
    });
    expect(await open("mobile_banking_ktb")).toMatchObject({ answer: "pending", next: expect.anything() });
  });
});

test("a code that comes as a picture is shown as theirs", async () => {
  const token = { paymentToken: "t", webPaymentUrl: "https://pgw.example/t", respCode: "0000" };
  const payload = await sign(token, merchantOf2c2p.secret_key);
  const bank = (data: string) =>
    connect2c2p({
      credentials: merchantOf2c2p,
      hosts: { gateway: "https://pgw.example", actions: "https://t.example" },
      send: async ({ url }) => ({
        ...{ status: 200, headers: {} },
        body: JSON.stringify(url.endsWith("/payment") ? { type: "URL", data, respCode: "1005" } : { payload }),
      }),
      now: () => noon,
      pause: async () => {},
      randomText: (length) => "x".repeat(length),
      notifyUri: "https://pay.example/u",
    });
  const open = (data: string) =>
    hear(async () => (await bank(data).open?.(aRequest({ method: "promptpay" }))) ?? { answer: "pending" });
  expect(await open("https://pgw.example/qr.png")).toMatchObject({
    answer: "pending",
    next: { show: "https://pgw.example/qr.png", as: "qr" },
  });
  for (const data of ["http://pgw.example/qr.png", "javascript:alert(1)", "", "000201"])
    expect((await open(data)).answer).toBe("unknown");
});

test("asked again, 2C2P is searched first: a payment that was made stands, one that waits keeps its page", async () => {
  const { bank, pay, asked, payments } = await aLine();
  const request = aRequest();
  const first = await bank.open?.(request);
  expect(await bank.open?.({ ...request, again: true })).toEqual(first);
  await pay(request.reference);
  asked.length = 0;
  expect((await bank.open?.({ ...request, again: true }))?.answer).toBe("approved");
  expect(asked.map(({ url }) => url.split("/").at(-1))).toEqual(["paymentInquiry"]);
  expect(payments(request.reference)).toHaveLength(1);
});

test("methods that 2C2P carries are among ours, and those without refunds say why", () => {
  const carried = methods.filter(({ type }) => twoC2P.offer(type));
  expect(carried.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["card", "promptpay", "mobile_banking_kbank", "installment_wlb_ktc", "installment_ktc"]),
  );
  for (const { type, family } of carried)
    expect(["card", "qr", "mobile_banking", "installment"], type).toContain(family);
});

describe("the outcome of a payment", () => {
  test.each(Object.entries(declineCodes))("code %s is a decline: %s", async (code, reason) => {
    expect(await (await saying(code)).inquire(asAbout(aRequest(), null))).toEqual({ answer: "declined", reason });
  });

  test.each(["4001", "4005", "4054", "4099"])("code %s is the issuer's no", async (code) => {
    expect(await (await saying(code)).inquire(asAbout(aRequest(), null))).toEqual({
      answer: "declined",
      reason: "rejected",
    });
  });

  test.each(["0001", "2001", "2002", "4009"])("code %s is none yet", async (code) => {
    expect(await (await saying(code)).inquire(asAbout(aRequest(), null))).toEqual({ answer: "pending" });
  });

  test.each([...undecided, "0999", "2003", "4000", "4110", "5002", "9042", "", "toString", "00"])(
    "code %s is unknown, never a decline",
    async (code) => {
      const bank = await saying(code);
      expect((await hear(() => bank.inquire(asAbout(aRequest(), null)))).answer).toBe("unknown");
    },
  );

  test.each([
    ["the invoice of another payment", { invoiceNo: "1523953661" }],
    ["the payment of another merchant", { merchantID: "JT01" }],
    ["an amount that is no amount", { amount: "all" }],
    ["a fraction of a satang", { amount: 1500.001 }],
    ["no amount", { amount: undefined }],
    ["no currency", { currencyCode: undefined }],
  ])("of %s is unknown", async (_, more) => {
    const bank = await saying("0000", more);
    expect((await hear(() => bank.inquire(asAbout(aRequest(), null)))).answer).toBe("unknown");
  });

  test("is the bank's approval code, where there is one", async () => {
    const about = asAbout(aRequest(), null);
    const approved = { answer: "approved", reference: "T5Z4YKXH42CN7QSXW1W5" };
    expect(await (await saying("0000")).inquire(about)).toEqual({ ...approved, approvalCode: "717282" });
    expect(await (await saying("0000", { approvalCode: "" })).inquire(about)).toEqual({
      ...approved,
      approvalCode: null,
    });
  });

  test.each(["0000", "4005", "0003"])("that nobody signed decides nothing: %s", async (respCode) => {
    const claims = {
      merchantID: merchantOf2c2p.merchant_id,
      invoiceNo: "T5Z4YKXH42CN7QSXW1W5",
      amount: 1500,
      currencyCode: "THB",
    };
    const plain = answering({ body: JSON.stringify({ ...claims, respCode }) });
    const forged = answering({
      body: JSON.stringify({ payload: await sign({ ...claims, respCode }, "A".repeat(64)) }),
    });
    for (const bank of [plain, forged])
      for (const verb of ["inquire", "cancel"] as const)
        expect((await hear(() => bank[verb](asAbout(aRequest(), null)))).answer).toBe("unknown");
  });
});

describe("a notification", () => {
  test("may come twice, late or never: each names its payment, and an inquiry decides", async () => {
    for (const how of ["once", "twice", "late", "never"] as const) {
      const { bank, simulator, sent, pay } = await aLine();
      simulator.tell(how);
      const request = aRequest();
      await bank.open?.(request);
      await pay(request.reference);
      expect(sent).toHaveLength({ once: 1, twice: 2, late: 0, never: 0 }[how]);
      await simulator.tellLate();
      for (const { headers, body, uri } of sent) {
        expect(uri).toBe("https://pay.example/upstream/2c2p/kZ8Q2vJtX1mN");
        expect(await bank.notified?.({ headers, query: {}, body })).toEqual({
          reference: request.reference,
          says: expect.stringContaining(`"userDefined1":"${request.reference}"`),
          answer: {},
        });
      }
      expect((await bank.inquire(asAbout(request, null))).answer).toBe("approved");
    }
  });

  test("signed with the secret before the last change is read while both count", async () => {
    const before = { ...merchantOf2c2p, secret_key: "B".repeat(64) };
    const claims = {
      ...{ merchantID: before.merchant_id, invoiceNo: "T5Z4YKXH42CN7QSXW1W5" },
      userDefined1: "chrg_test_5z4ykxh42cn7qsxw1w5",
    };
    const body = JSON.stringify({ payload: await sign(claims, before.secret_key) });
    const way = {
      credentials: merchantOf2c2p,
      hosts: { gateway: "https://pgw.example", actions: "https://t.example" },
      send: async () => ({ status: 200, headers: {}, body: "" }),
      now: () => noon,
      pause: async () => {},
      randomText: (length: number) => "x".repeat(length),
      notifyUri: "https://pay.example/u",
    };
    const told = { headers: {}, query: {}, body };
    expect(await connect2c2p({ ...way, previous: before }).notified?.(told)).toMatchObject({
      reference: claims.userDefined1,
    });
    expect(await connect2c2p(way).notified?.(told)).toBeUndefined();
  });

  test("of another merchant, with another secret, or about an invoice that is not that reference's, is none", async () => {
    const bank = answering({});
    const claims = {
      merchantID: merchantOf2c2p.merchant_id,
      invoiceNo: "T5Z4YKXH42CN7QSXW1W5",
      userDefined1: "chrg_test_5z4ykxh42cn7qsxw1w5",
      respCode: "0000",
    };
    const told = async (patch: object, secret: string = merchantOf2c2p.secret_key) =>
      bank.notified?.({
        headers: {},
        query: {},
        body: JSON.stringify({ payload: await sign({ ...claims, ...patch }, secret) }),
      });
    expect(await told({})).toEqual({ reference: claims.userDefined1, says: JSON.stringify(claims), answer: {} });
    expect(await told({ userDefined1: "", idempotencyID: claims.userDefined1 })).toMatchObject({
      reference: claims.userDefined1,
      answer: {},
    });
    expect(await told({ merchantID: "JT01" })).toBeUndefined();
    expect(await told({}, "A".repeat(64))).toBeUndefined();
    expect(await told({ userDefined1: "chrg_test_5z4ykxh42cn7qsxw1w6" })).toBeUndefined();
    expect(await told({ userDefined1: 7 })).toBeUndefined();
  });
});

describe("money that goes back", () => {
  /** A card payment that was paid, and the asking for refunds of it. */
  async function aPaid(patch: Partial<BankRequest> = {}) {
    const side = await aLine();
    const request = aRequest(patch);
    await side.bank.open?.(request);
    await side.pay(request.reference);
    const invoiceNo = invoiceOf(request.reference);
    const refund = (amount: number, name = "rfnd_test_1") =>
      hear(async () => {
        const { account, currency } = request;
        return (
          (await side.bank.refund?.({ reference: name, account, amount, currency }, invoiceNo)) ?? { answer: "pending" }
        );
      });
    const left = () => side.payments(request.reference);
    return { ...side, request, refund, left };
  }

  test("before the night's settlement: the whole is voided, a part waits for the night", async () => {
    const part = await aPaid();
    expect(await part.refund(50_000)).toEqual({ answer: "pending" });
    expect(part.left()).toMatchObject([{ refunded: 0 }]);
    part.simulator.night();
    expect((await part.refund(50_000)).answer).toBe("approved");
    expect(part.left()).toMatchObject([{ refunded: 50_000 }]);

    const whole = await aPaid();
    expect((await whole.refund(150_000)).answer).toBe("approved");
    expect(whole.left()).toMatchObject([{ state: "over", refunded: 150_000 }]);
    expect((await whole.refund(150_000)).answer).toBe("approved");
    expect((await whole.refund(10_000, "rfnd_test_2")).answer).toBe("unknown");
  });

  test("after it: refunds of equal parts are told apart by their references, and together never exceed the payment", async () => {
    const { simulator, refund, left } = await aPaid();
    simulator.night();
    for (const name of ["rfnd_test_1", "rfnd_test_2", "rfnd_test_1", "rfnd_test_2"])
      expect((await refund(60_000, name)).answer).toBe("approved");
    expect(left()).toMatchObject([{ refunded: 120_000 }]);
    expect(await refund(60_000, "rfnd_test_3")).toEqual({ answer: "declined", reason: "rejected" });
    expect(left()).toMatchObject([{ refunded: 120_000 }]);
  });

  test("a part, asked twice at once, goes back once", async () => {
    const { simulator, refund, left } = await aPaid();
    simulator.night();
    const answers = await Promise.all([refund(50_000), refund(50_000)]);
    expect(answers.map(({ answer }) => answer)).toEqual(["approved", "approved"]);
    expect(left()).toMatchObject([{ refunded: 50_000 }]);
  });

  test.each([
    ["RF", "approved"],
    ["RR", "declined"],
  ] as const)("a refund that takes its time is pending until it is %s", async (status, answer) => {
    const { simulator, refund, left } = await aPaid();
    simulator.night();
    simulator.refundLater(true);
    expect((await refund(50_000)).answer).toBe("pending");
    expect((await refund(50_000)).answer).toBe("pending");
    simulator.endRefunds(status);
    expect((await refund(50_000)).answer).toBe(answer);
    expect(left()).toMatchObject([{ refunded: status === "RF" ? 50_000 : 0 }]);
  });

  test("a refund of the same amount that does not say whose it is leaves ours unknown", async () => {
    const { simulator, refund, left } = await aPaid();
    simulator.night();
    await refund(50_000, "");
    expect(await refund(50_000)).toMatchObject({ answer: "unknown", why: expect.stringContaining("whose") });
    expect(left()).toMatchObject([{ refunded: 50_000 }]);
    expect((await refund(20_000, "rfnd_test_2")).answer).toBe("approved");
  });

  test("with other keys than those that were exchanged nothing is asked for, and the check says so", async () => {
    const { line, now, refund, simulator, left } = await aPaid();
    simulator.night();
    const strange = { ...merchantOf2c2p, public_key: merchantOf2c2p.private_key };
    const bank = connect2c2p({
      ...{ credentials: strange, hosts: line.hosts, send: plainSend, now, pause: async () => {} },
      ...{ randomText: (length) => "x".repeat(length), notifyUri: "https://pay.example/u" },
    });
    const checked = await bank.check();
    expect(checked).toMatchObject({ good: false, why: expect.stringMatching(/./) });
    expect(JSON.stringify(checked)).not.toContain("PRIVATE");
    expect(left()).toMatchObject([{ refunded: 0 }]);
    expect((await refund(10_000)).answer).toBe("approved");
  });
});

describe("a payment that is captured by hand", () => {
  async function aHeld() {
    const side = await aLine();
    const request = aRequest({ capture: false });
    await side.bank.open?.(request);
    await side.pay(request.reference);
    const { account, currency, reference } = request;
    const ask = (verb: "capture" | "reverse", amount = 150_000) =>
      hear(async () => {
        const step = { reference: `${reference}/${verb}/1`, account, amount, currency };
        return (await side.bank[verb]?.(step, invoiceOf(reference))) ?? { answer: "pending" };
      });
    const inquire = (verb: "capture" | "reverse", amount = 150_000) =>
      hear(() =>
        side.bank.inquire({ ...asAbout(request, null), step: verb, reference: `${reference}/${verb}/1`, amount }),
      );
    return { ...side, ask, inquire, left: () => side.payments(reference) };
  }

  test("is not settled by the night, but by the capture, in part where less is claimed", async () => {
    const { simulator, ask, inquire, left } = await aHeld();
    simulator.night();
    expect(left()).toMatchObject([{ state: "held", amount: 150_000 }]);
    expect(await inquire("capture", 100_000)).toEqual({ answer: "pending" });
    expect((await ask("capture", 100_000)).answer).toBe("approved");
    expect(left()).toMatchObject([{ state: "taken", amount: 100_000 }]);
    expect((await inquire("capture", 100_000)).answer).toBe("approved");
    expect((await ask("capture", 100_000)).answer).toBe("approved");
  });

  test("is reversed once and not captured afterwards, and the other way round", async () => {
    const reversed = await aHeld();
    expect(await reversed.inquire("reverse")).toEqual({ answer: "pending" });
    for (let again = 0; again < 2; again++) expect((await reversed.ask("reverse")).answer).toBe("approved");
    expect((await reversed.inquire("reverse")).answer).toBe("approved");
    expect((await reversed.ask("capture")).answer).toBe("declined");
    expect((await reversed.inquire("capture")).answer).toBe("declined");
    expect(reversed.left()).toMatchObject([{ state: "over" }]);

    const captured = await aHeld();
    await captured.ask("capture");
    expect((await captured.ask("reverse")).answer).toBe("declined");
    expect((await captured.inquire("reverse")).answer).toBe("declined");
    expect(captured.left()).toMatchObject([{ state: "taken" }]);
  });
});

test("what went wrong is told in our words: neither what they answered nor a secret", async () => {
  const secrets = [merchantOf2c2p.secret_key, "PRIVATE", "4111"];
  const bodies = ["<p>4111111111111111</p>", '{"payload":"4111.4111.4111"}', '{"respCode":"4111111111111111"}', "4111"];
  for (const body of bodies) {
    const bank = answering({ body });
    const step = { reference: "rfnd_test_1", account: "account_test_1", amount: 1_00, currency: "THB" };
    const heard = [
      await hear(async () => (await bank.open?.(aRequest())) ?? { answer: "pending" }),
      await hear(() => bank.inquire(asAbout(aRequest(), null))),
      await hear(async () => (await bank.refund?.(step, "T5Z4YKXH42CN7QSXW1W5")) ?? { answer: "pending" }),
      await bank.check(),
    ];
    for (const secret of secrets) expect(JSON.stringify(heard)).not.toContain(secret);
    expect(heard.slice(0, 3).map((each) => "answer" in each && each.answer)).toEqual(["unknown", "unknown", "unknown"]);
  }
});

test.each([
  ["702702000001670", "https://pgw.2c2p.com", true],
  ["JT04", "https://pgw.2c2p.com", false],
  ["702702000001670", "https://sandbox-pgw.2c2p.com", false],
])("credentials of merchant %s at %s are live: %s", async (merchantID, gateway, live) => {
  const { line, simulator } = await aLine();
  const bank = connect2c2p({
    credentials: { ...merchantOf2c2p, merchant_id: merchantID },
    hosts: { gateway, actions: `${line.hosts.actions}` },
    send: async (request) =>
      request.url.startsWith(gateway)
        ? {
            ...{ status: 200, headers: {} },
            body: JSON.stringify({ payload: await sign({ respCode: "2002" }, merchantOf2c2p.secret_key) }),
          }
        : plainSend(request),
    now: () => noon,
    pause: async () => {},
    randomText: (length) => "x".repeat(length),
    notifyUri: "https://pay.example/u",
  });
  expect(simulator.payments("")).toEqual([]);
  const checked = await bank.check();
  if (merchantID === merchantOf2c2p.merchant_id)
    expect(checked).toEqual({ good: true, live, name: null, holder: merchantID });
  else expect(checked).toMatchObject({ good: false }); // the actions know this merchant by another id
});
