import { describe, expect, test } from "vitest";
import { aBankRequest } from "../../../tests/kit/banks.ts";
import { aSource } from "../../../tests/kit/domain-builders.ts";
import { scbUnderTest } from "../../../tests/kit/scb.ts";
import { asAbout, hear } from "../../../tests/kit/upstream-conformance.ts";
import { hours, minutes, seconds } from "../../domain/base/time.ts";
import type { BankRequest } from "../bank.ts";
import { NotTaken, type Received, type Send } from "../upstream.ts";
import { codeEnd } from "./codes.ts";
import { firstReference } from "./references.ts";
import { scbSimulator } from "./simulator.ts";
import { scb } from "./upstream.ts";
import { codes, codeText, mainUnits, objectIn, paths } from "./wire.ts";

const evening = Date.parse("2026-01-31T16:55:00Z"); // 23:55 in Bangkok
const reference = "4MfnXMIwawSp6Oi2";
const ref1 = firstReference(reference);
type Sent = Parameters<Send>[0];

/** A connection to a simulated SCB without sockets, with all that is sent. A request may be answered otherwise. */
function aConnection(credentials: Record<string, string> = {}, at = evening) {
  let now = at;
  let serial = 0;
  const sent: Sent[] = [];
  const told: string[] = [];
  const waits: number[] = [];
  let takes = true;
  let stands = false;
  let otherwise: ((request: Sent) => Received | Promise<Received> | undefined) | undefined;
  const all = { ...scbUnderTest.credentials, ...credentials };
  const randomText = (length: number) =>
    `${(++serial).toString(36)}x`.padEnd(length, "0123456789abcdefghij").slice(0, length);
  const simulator = scbSimulator({
    now: () => now,
    randomText,
    credentials: all,
    pause: async (ms) => {
      now += ms;
    },
    notify: async ({ headers, body }) => {
      told.push(body);
      const heard = takes ? await bank.notified({ headers, query: {}, body }) : undefined;
      return { status: heard ? 200 : 503, headers: {}, body: heard ? JSON.stringify(heard.answer) : "" };
    },
  });
  const send: Send = async (request) => {
    sent.push(request);
    const other = await otherwise?.(request);
    if (other) return other;
    const { pathname, searchParams } = new URL(request.url);
    const headers = Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const { method, body = "" } = request;
    return simulator.answer({
      host: "api",
      method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers,
      body,
    });
  };
  const way = {
    ...{ credentials: all, hosts: { api: "https://scb.example" }, send, now: () => now, randomText },
    pause: async (ms: number) => {
      waits.push(ms);
      if (!stands) now += ms;
    },
    notifyUri: "https://pay.example/upstream/scb/t",
  };
  const connect = () =>
    scb.connect(way) as ReturnType<typeof scb.connect> &
      Required<Pick<ReturnType<typeof scb.connect>, "open" | "notified" | "slip">>;
  const bank = connect();
  return {
    ...{ bank, connect, simulator, sent, told, waits },
    now: () => now,
    advance: (ms: number) => {
      now += ms;
    },
    /** Lets the clock stand while calls wait, as it nearly does for those that come together. */
    stand: () => {
      stands = true;
    },
    /** Whether confirmations are answered. */
    answers: (allowed: boolean) => {
      takes = allowed;
    },
    otherwise: (answer: typeof otherwise) => {
      otherwise = answer;
    },
    asked: (path: string) => sent.filter(({ url }) => new URL(url).pathname.startsWith(path)),
    bodyOf: (path: string) => sent.findLast(({ url }) => url.endsWith(path))?.body ?? "",
  };
}

const aPayment = (patch: Partial<BankRequest> = {}): BankRequest =>
  aBankRequest({ reference, method: "promptpay", openedAt: evening, expiresAt: evening + hours(24), ...patch });
const inApp = (patch: Partial<BankRequest> = {}) => aPayment({ method: "mobile_banking_scb", ...patch });
const inInstallments = (patch: Partial<BankRequest> = {}) =>
  aPayment({ method: "installment_scb", source: aSource({ type: "installment_scb", installmentTerm: 10 }), ...patch });

const says = (status: number, code: number, data?: unknown): Received => ({
  ...{ status, headers: {} },
  body: JSON.stringify({ status: { code, description: "as told" }, ...(data !== undefined && { data }) }),
});

/** Answers one kind of call otherwise, and leaves the others to the simulator. */
const only = (path: string, answer: () => Received | undefined) => (request: Sent) =>
  new URL(request.url).pathname.startsWith(path) ? answer() : undefined;

describe("what is sent", () => {
  test("a code is asked for with exact decimals, one payment, and an end in Bangkok time before the charge's", async () => {
    const { bank, bodyOf } = aConnection({ reference_2: "SHOP" });
    await bank.open(aPayment({ amount: 1_234_50 }));
    expect(bodyOf(paths.code)).toContain('"amount":1234.50');
    expect(objectIn(bodyOf(paths.code))).toMatchObject({
      ...{ qrType: "PP", ppType: "BILLERID", ppId: "099400000000001", ref1, ref2: "SHOP" },
      ref3: `CHM${ref1}`.slice(0, 20),
      ...{ numberOfTimes: 1, expiryDate: "2026-02-01 23:53:00" },
    });
  });

  test("a payment in the app lasts ten minutes, comes back to us, and names the shop", async () => {
    const { bank, bodyOf, sent } = aConnection();
    expect(await bank.open(inApp())).toMatchObject({ next: { goTo: expect.stringMatching(/^scbeasysim:/) } });
    expect(objectIn(bodyOf(paths.deepLink))).toMatchObject({
      ...{ transactionType: "PURCHASE", transactionSubType: ["BP"], sessionValidityPeriod: 600 },
      billPayment: { accountTo: "099400000000001", ref1 },
      merchantMetaData: { callbackUrl: aBankRequest().returnUri, merchantInfo: { name: "Demo Shop" } },
    });
    expect(bodyOf(paths.deepLink)).toContain('"paymentAmount":1500.00');
    expect(sent.at(-1)?.headers).toMatchObject({ channel: "scbeasy" });
  });

  test.each([
    [true, "1"],
    [false, "2"],
  ])(
    "an installment whose merchant pays the interest (%j) has ippType %s, and its months",
    async (zeroInterest, ippType) => {
      const { bank, bodyOf } = aConnection();
      await bank.open(inInstallments({ zeroInterest }));
      expect(objectIn(bodyOf(paths.deepLink))).toMatchObject({
        transactionSubType: ["CCIPP"],
        installmentPaymentPlan: {
          orderReference: ref1,
          tenor: "10",
          ippType,
          merchantId: "4218170000000160",
          prodCode: "1001",
        },
      });
    },
  );

  test("each request has an id of its own, and the client certificate where the merchant has one", async () => {
    const certificate = { certificate: "CERT", certificate_key: "KEY" };
    const { bank, sent } = aConnection(certificate);
    await bank.open(aPayment());
    await bank.inquire(aPayment());
    const ids = sent.map(({ headers }) => headers?.["requestUId"]);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(new Set(ids).size).toBe(ids.length);
    for (const each of sent) expect(each.certificate).toEqual({ cert: "CERT", key: "KEY" });
  });
});

describe("what is shown to a payer", () => {
  test.each([
    ["another amount", { amount: mainUnits(150_001) }],
    ["another merchant", { ppId: "099400000000002" }],
    ["another payment", { ref1: "X".repeat(20) }],
  ])("is never a code for %s", async (_, patch) => {
    const { bank, otherwise } = aConnection();
    const parts = { ppId: "099400000000001", ref1, ref3: "CHM", amount: "1500.00", ...patch };
    otherwise(
      only(paths.code, () =>
        says(200, codes.success, { success: true, code: "00", data: { qrRawData: codeText(parts) } }),
      ),
    );
    expect(await bank.open(aPayment())).toMatchObject({ answer: "unknown" });
  });

  test("is never half a code", async () => {
    const { bank, otherwise } = aConnection();
    const whole = codeText({ ppId: "099400000000001", ref1, ref3: "CHM", amount: "1500.00" });
    const data = { success: true, code: "00", data: { qrRawData: whole.slice(0, -1) } };
    otherwise(only(paths.code, () => says(200, codes.success, data)));
    expect(await bank.open(aPayment())).toMatchObject({ answer: "unknown" });
  });

  test.each([
    "javascript:alert(1)",
    "javascript://x\nalert(1)",
    "data:text/html,x",
    "http://scb.example",
    "scbeasy",
    7,
    null,
  ])("is never the link %j", async (deeplinkUrl) => {
    const { bank, otherwise } = aConnection();
    otherwise(only(paths.deepLink, () => says(201, codes.success, { transactionId: "tx-1", deeplinkUrl })));
    expect(await bank.open(inApp())).toMatchObject({ answer: "unknown" });
  });
});

describe("around midnight in Bangkok", () => {
  test("a payment of the last second of a day is found on the next", async () => {
    const { bank, simulator, advance } = aConnection();
    await bank.open(aPayment());
    advance(minutes(5) - seconds(1));
    await simulator.pay(ref1);
    advance(seconds(2));
    expect(await bank.inquire(aPayment())).toMatchObject({ answer: "approved", arrived: true });
  });

  test("a code of the day before that is paid today is found", async () => {
    const { bank, simulator, advance, asked } = aConnection();
    await bank.open(aPayment());
    advance(hours(20));
    await simulator.pay(ref1);
    expect(await bank.inquire(aPayment())).toMatchObject({ answer: "approved" });
    expect(asked(paths.byReference).map(({ url }) => new URL(url).searchParams.get("transactionDate"))).toEqual([
      "2026-02-01",
    ]);
  });

  test("a payment is found weeks later, as is one that is made weeks later", async () => {
    const { bank, simulator, advance, asked } = aConnection();
    await bank.open(aPayment());
    await simulator.pay(ref1);
    const late = { ...aPayment({ reference: "4MfnXMIwawSp6Oi3" }) };
    advance(hours(24 * 30));
    expect(await bank.inquire(aPayment())).toMatchObject({ answer: "approved" });
    expect(await bank.inquire(late)).toEqual({ answer: "pending" });
    const days = asked(paths.byReference).map(({ url }) => new URL(url).searchParams.get("transactionDate"));
    expect(new Set(days)).toEqual(new Set(["2026-03-02", "2026-03-01", "2026-02-02", "2026-02-01", "2026-01-31"]));
  });

  test("a payment that the bank's slower clock puts on the day before the charge is found", async () => {
    const { bank, simulator, advance } = aConnection({}, evening + minutes(4));
    await bank.open(aPayment());
    await simulator.pay(ref1);
    advance(minutes(2));
    const about = aPayment({ openedAt: evening + minutes(6) });
    expect(await bank.inquire(about)).toMatchObject({ answer: "approved" });
  });
});

describe("what the bank tells", () => {
  test("amounts may be numbers", async () => {
    const { bank, simulator, told } = aConnection();
    simulator.amountsAsNumbers();
    await bank.open(aPayment());
    await simulator.pay(ref1);
    expect(told[0]).toContain('"amount":1500.00');
    expect(await bank.inquire(aPayment())).toMatchObject({ answer: "approved" });
  });

  test("a payment in part is neither paid nor refused", async () => {
    const { bank, simulator } = aConnection();
    await bank.open(inApp());
    await simulator.payPartly(ref1, 100_000);
    for (const verb of ["inquire", "cancel"] as const)
      expect(await bank[verb](inApp())).toEqual({ answer: "unknown", why: "SCB says that a part was paid" });
  });

  test("a payment that the bank has paid back is not one", async () => {
    const { bank, simulator } = aConnection();
    await bank.open(aPayment());
    await simulator.pay(ref1);
    simulator.takeBack(ref1);
    expect(await bank.inquire(aPayment())).toEqual({ answer: "pending" });
  });

  test.each([
    [codes.success, []],
    [codes.success, null],
    [codes.unknown, undefined],
  ])("code %i with the rows %j is no payment", async (code, data) => {
    const { bank, otherwise } = aConnection();
    otherwise(only(paths.byReference, () => says(code === codes.unknown ? 404 : 200, code, data)));
    expect(await bank.inquire(aPayment())).toEqual({ answer: "pending" });
  });

  test.each([
    ["of another reference", { billPaymentRef1: "X".repeat(20) }],
    ["to another biller", { payeeProxyId: "099400000000002" }],
    ["without an amount", { amount: undefined }],
    ["with an amount that is no number", { amount: "a lot" }],
    ["without a currency", { currencyCode: undefined }],
    ["without an id", { transactionId: undefined }],
  ])("a row %s is never an approval", async (_, patch) => {
    const { bank, otherwise } = aConnection();
    const row = {
      transactionId: "t-1",
      amount: "1500.00",
      currencyCode: "764",
      billPaymentRef1: ref1,
      payeeProxyId: "099400000000001",
    };
    otherwise(only(paths.byReference, () => says(200, codes.success, [{ ...row, ...patch }])));
    expect(await hear(() => bank.inquire(aPayment()))).toMatchObject({ answer: "unknown" });
  });

  test("of two payments under one reference the one with the right amount counts", async () => {
    const { bank, otherwise } = aConnection();
    const row = (transactionId: string, amount: string) => ({
      transactionId,
      amount,
      currencyCode: "764",
      billPaymentRef1: ref1,
    });
    otherwise(only(paths.byReference, () => says(200, codes.success, [row("t-1", "1.00"), row("t-2", "1500.00")])));
    expect(await bank.inquire(aPayment())).toMatchObject({ answer: "approved", reference: "t-2" });
  });

  test.each([
    [400, codes.missing, "not taken"],
    [400, codes.invalid, "not taken"],
    [400, codes.headers, "not taken"],
    [403, codes.forbidden, "not taken"],
    [501, codes.unsupported, "not taken"],
    [400, codes.duplicate, "unknown"],
    [400, codes.paymentError, "unknown"],
    [400, 8101, "unknown"],
    [500, codes.failure, "unknown"],
    [500, codes.unavailable, "unknown"],
    [500, codes.success, "unknown"],
    [400, 4242, "unknown"],
  ])("HTTP %i with code %i to a new payment is %s", async (status, code, answer) => {
    for (const request of [aPayment(), inApp(), inInstallments()]) {
      const { bank, otherwise } = aConnection();
      otherwise((sent) => (sent.method === "POST" && !sent.url.endsWith(paths.token) ? says(status, code) : undefined));
      expect(await hear(() => bank.open(request))).toMatchObject({ answer });
    }
  });

  test("what SCB does not carry is not taken, and nothing is sent", async () => {
    const { bank, sent } = aConnection();
    for (const request of [aPayment({ method: "truemoney" }), aPayment({ currency: "USD" })])
      await expect(bank.open(request)).rejects.toThrow(NotTaken);
    expect(sent).toEqual([]);
    const { bank: withoutPlans } = aConnection({ merchant_id: "" });
    await expect(withoutPlans.open(inInstallments())).rejects.toThrow(NotTaken);
    await expect(bank.open(inInstallments({ source: null }))).rejects.toThrow(NotTaken);
  });
});

describe("the end of a payment", () => {
  test("a code ends before its charge, however short that lives", () => {
    for (const life of [seconds(10), minutes(1), minutes(4), hours(24)]) {
      const end = codeEnd({ openedAt: evening, expiresAt: evening + life });
      expect(end).toBeGreaterThan(evening);
      expect(end).toBeLessThan(evening + life);
    }
  });

  test("before that nobody says that a code has ended; afterwards it cannot be paid", async () => {
    const { bank, simulator, advance } = aConnection();
    await bank.open(aPayment());
    advance(hours(23));
    expect(await bank.cancel(aPayment())).toEqual({
      ...{ answer: "unknown", why: "SCB cannot end a code; it may be paid until 2026-02-01 23:53:00" },
    });
    advance(hours(1));
    expect(await bank.cancel(aPayment())).toEqual({ answer: "pending" });
    await simulator.pay(ref1);
    expect(simulator.payments(ref1)).toMatchObject([{ state: "over" }]);
  });

  test("a code whose time is over is not asked for again", async () => {
    const { bank, advance, asked } = aConnection();
    advance(hours(24));
    expect(await bank.open(aPayment())).toEqual({ answer: "pending" });
    expect(asked(paths.code)).toEqual([]);
  });

  test("a payment of a code that never ends is found after its charge has expired", async () => {
    const { bank, simulator, advance, sent } = aConnection();
    await bank.open(aPayment());
    const { headers, body } = sent.at(-1) ?? {};
    const lower = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
    await simulator.answer({
      host: "api",
      method: "POST",
      path: paths.endlessCode,
      query: {},
      headers: lower,
      body: body ?? "",
    });
    advance(hours(30));
    expect(await bank.cancel(aPayment())).toEqual({ answer: "pending" });
    await simulator.pay(ref1);
    expect(await bank.inquire(aPayment())).toMatchObject({ answer: "approved" });
  });

  test("a session in the app that is over lets the payer come back, by another link, until the charge expires", async () => {
    const { bank, simulator, advance, asked } = aConnection();
    const first = await bank.open(inApp());
    expect(await bank.cancel(inApp())).toMatchObject({ answer: "unknown" });
    advance(minutes(10));
    expect(await bank.inquire(inApp())).toEqual({ answer: "pending" });
    const upstreamId = first.answer === "pending" ? (first.upstreamId ?? null) : null;
    const second = await bank.open(inApp({ again: true, upstreamId }));
    expect(second).toMatchObject({ answer: "pending", next: { goTo: expect.stringMatching(/./) } });
    expect(second).not.toEqual(first);
    expect(asked(paths.deepLink)).toHaveLength(2);
    await simulator.pay(ref1);
    expect(await bank.inquire(inApp())).toMatchObject({ answer: "approved" });
  });

  test("a payer who never came back has not paid, and gets no link any more", async () => {
    const { bank, advance, asked } = aConnection();
    const first = await bank.open(inApp());
    const upstreamId = first.answer === "pending" ? (first.upstreamId ?? null) : null;
    advance(hours(24));
    expect(await bank.open(inApp({ again: true, upstreamId }))).toEqual({ answer: "pending" });
    expect(await bank.cancel(inApp({ upstreamId }))).toEqual({ answer: "pending" });
    expect(asked(paths.deepLink)).toHaveLength(1);
  });

  test("a session of which the bank never says that it is over has ended twenty minutes after it was made", async () => {
    const { bank, advance, otherwise, now } = aConnection();
    await bank.open(inInstallments());
    const createdTimestamp = "2026-01-31T23:55:00.000+07:00";
    otherwise(({ url }) => {
      const transactionId = url.split(paths.transaction)[1];
      return transactionId ? says(200, codes.success, { transactionId, statusCode: 0, createdTimestamp }) : undefined;
    });
    advance(minutes(19));
    expect(await bank.cancel(inInstallments())).toMatchObject({ answer: "unknown" });
    advance(minutes(1));
    expect(now()).toBeGreaterThanOrEqual(evening + minutes(20));
    expect(await bank.cancel(inInstallments())).toEqual({ answer: "pending" });
  });

  test("a link that ended unpaid is no decline where another link for the same payment was paid", async () => {
    const { bank, connect, simulator, advance } = aConnection();
    const first = await bank.open(inApp());
    const id = first.answer === "pending" ? (first.upstreamId ?? null) : null;
    advance(minutes(9));
    await connect().open(inApp()); // another process, which knows nothing of the first
    await simulator.pay(ref1);
    advance(minutes(5));
    for (const each of [connect(), bank]) // whose link is over
      expect(await each.inquire(asAbout(inApp(), id))).toMatchObject({ answer: "approved" });
  });

  test("a confirmation of a payment by another link makes us ask for it while the first still waits", async () => {
    const { bank, connect, simulator } = aConnection();
    const first = await bank.open(inApp());
    const about = asAbout(inApp(), first.answer === "pending" ? (first.upstreamId ?? null) : null);
    await connect().open(inApp());
    expect(await bank.inquire(about)).toMatchObject({ answer: "pending" });
    await simulator.pay(ref1); // of which the bank tells us
    expect(await bank.inquire(about)).toMatchObject({ answer: "approved" });
  });

  test("an installment that is paid by a link which was over counts, and of two that are paid the other is told of, too", async () => {
    const { bank, connect, simulator, advance } = aConnection();
    simulator.confirm("lost");
    const ids: string[] = [];
    for (let times = 0; times < 3; times += 1) {
      const opened = await bank.open(inInstallments({ upstreamId: ids.at(-1) ?? null, earlierIds: ids.slice(0, -1) }));
      if (opened.answer !== "pending" || opened.upstreamId === undefined) throw new Error("no link");
      ids.push(opened.upstreamId);
      advance(minutes(11));
    }
    const [first = "", second = "", third = ""] = ids;
    const about = asAbout(inInstallments(), third, [first, second]);
    await simulator.payLate(ref1, first);
    const another = connect(); // another process, which knows what the charge says
    expect(await another.inquire(about)).toEqual({ answer: "pending" }); // an older link is asked about at the end
    expect(await another.cancel(about)).toMatchObject({ answer: "approved", reference: first });
    await simulator.payLate(ref1, second);
    expect(await another.inquire(about)).toMatchObject({
      answer: "approved",
      reference: second,
      others: [{ id: first, amount: 150_000 }],
    });
  });

  test("a confirmation of an installment by another link counts where SCB says that it was paid, and only then", async () => {
    const { bank, connect, simulator, told } = aConnection();
    const first = await bank.open(inInstallments());
    const about = asAbout(inInstallments(), first.answer === "pending" ? (first.upstreamId ?? null) : null);
    const other = await connect().open(inInstallments());
    const otherId = other.answer === "pending" ? other.upstreamId : undefined;
    for (const transactionId of [otherId, "made-up"]) {
      await bank.notified({ headers: {}, query: {}, body: JSON.stringify({ transactionId, invoice: ref1 }) });
      expect(await bank.inquire(about)).toMatchObject({ answer: "pending" });
    }
    const another = inInstallments({ reference: "4MfnXMIwawSp6Oi3" });
    const third = await bank.open(another);
    await simulator.pay(firstReference(another.reference));
    const thirdId = third.answer === "pending" ? third.upstreamId : undefined;
    await bank.notified({ headers: {}, query: {}, body: JSON.stringify({ transactionId: thirdId, invoice: ref1 }) });
    expect(await bank.inquire(about)).toMatchObject({ answer: "pending" }); // paid, but for another payment
    await simulator.pay(ref1, { id: otherId ?? null });
    expect(told).toHaveLength(2);
    expect(await bank.inquire(about)).toMatchObject({ answer: "approved", reference: otherId });
  });

  test("a request that is repeated is never said to be not taken: the first may have been", async () => {
    const { bank, otherwise } = aConnection();
    otherwise(only(paths.token, () => says(500, codes.failure)));
    expect(await hear(() => bank.open(aPayment()))).toMatchObject({ answer: "not taken" });
    expect(await hear(() => bank.open(aPayment()))).toMatchObject({ answer: "unknown" });
    const { bank: other, otherwise: answer } = aConnection();
    answer(only(paths.code, () => says(403, codes.forbidden)));
    expect(await hear(() => other.open(aPayment({ again: true })))).toMatchObject({ answer: "unknown" });
  });

  test("a code that was seen is not asked for again, by any process", async () => {
    const { bank, connect, asked } = aConnection();
    const first = await bank.open(aPayment());
    expect(first).toMatchObject({ next: { as: "qr" }, upstreamId: ref1 });
    expect(await bank.open(aPayment())).toEqual(first);
    expect(await connect().open(aPayment({ again: true, upstreamId: ref1 }))).toEqual({
      answer: "pending",
      upstreamId: ref1,
    });
    expect(asked(paths.code)).toHaveLength(1);
  });

  test("a payer who comes back gets the link that there is, from any process", async () => {
    const { bank, connect, asked } = aConnection();
    const first = await bank.open(inApp());
    const upstreamId = first.answer === "pending" ? (first.upstreamId ?? null) : null;
    expect(await bank.open(inApp())).toEqual(first);
    expect(await connect().open(inApp({ upstreamId }))).toEqual(first);
    expect(asked(paths.deepLink)).toHaveLength(1);
  });
});

describe("tokens and limits", () => {
  test("calls at once share one token, and one new one where it is refused", async () => {
    const { bank, simulator, asked } = aConnection();
    await Promise.all([bank.inquire(aPayment()), bank.inquire(aPayment())]);
    expect(asked(paths.token)).toHaveLength(1);
    simulator.expireTokens();
    await Promise.all([bank.inquire(aPayment()), bank.inquire(aPayment())]);
    expect(asked(paths.token)).toHaveLength(2);
  });

  test("a token is replaced before it expires", async () => {
    const { bank, advance, asked } = aConnection();
    await bank.inquire(aPayment());
    advance(seconds(1_800 - 30));
    await bank.inquire(aPayment());
    expect(asked(paths.token)).toHaveLength(2);
  });

  test("a token that is refused at once is replaced once, and the call given up", async () => {
    const { bank, otherwise, asked } = aConnection();
    otherwise(only(paths.code, () => says(401, codes.token)));
    await expect(bank.open(aPayment())).rejects.toThrow(NotTaken);
    expect(asked(paths.code)).toHaveLength(2);
    expect(asked(paths.token)).toHaveLength(2);
  });

  test("more than five calls in a second wait for their turn, and none is refused", async () => {
    const { bank, asked, waits } = aConnection();
    const about = Array.from({ length: 9 }, (_, at) => aPayment({ reference: `4MfnXMIwawSp6Oi${at}` }));
    for (const each of about) expect(await bank.inquire(each)).toEqual({ answer: "pending" });
    expect(asked(paths.byReference)).toHaveLength(9);
    expect(waits).not.toEqual([]);
  });

  test("a line that is too long is not joined: what was not sent was not taken", async () => {
    const { bank, sent, stand, otherwise, waits } = aConnection();
    await bank.inquire(aPayment());
    const before = sent.length;
    stand();
    otherwise(only(paths.code, () => says(500, codes.failure)));
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, at) => hear(() => bank.open(aPayment({ reference: `4MfnXMIwawSp60${10 + at}` })))),
    );
    const left = all.filter(({ answer }) => answer === "not taken");
    expect(left.length).toBeGreaterThan(0);
    expect(waits.every((ms) => ms <= seconds(3))).toBe(true);
    expect(sent.length - before).toBe(all.length - left.length);
  });

  test("a call that SCB has no place for comes again a second later, four times in all: then it was not taken", async () => {
    const { bank, asked, otherwise, now } = aConnection();
    otherwise(only(paths.code, () => (asked(paths.code).length < 4 ? says(429, codes.unavailable) : undefined)));
    const before = now();
    expect(await bank.open(aPayment())).toMatchObject({ answer: "pending" });
    expect(now() - before).toBe(seconds(3));
    otherwise(only(paths.code, () => says(429, codes.unavailable)));
    await expect(bank.open(aPayment({ reference: "4MfnXMIwawSp6Oi3" }))).rejects.toThrow(NotTaken);
    expect(asked(paths.code)).toHaveLength(8);
  });
});

describe("a confirmation", () => {
  test("is answered as the bank expects, and sent three times, twelve seconds apart, where it is not", async () => {
    const { bank, simulator, told, answers, now } = aConnection();
    await bank.open(aPayment());
    const { body } = simulator.forge(ref1);
    const heard = await bank.notified({ headers: {}, query: {}, body });
    expect(heard).toEqual({
      reference,
      says: body,
      answer: { resCode: "00", resDesc: "success", transactionId: "forged-1" },
    });
    answers(false);
    const before = now();
    await simulator.pay(ref1);
    expect(told).toHaveLength(3);
    expect(now() - before).toBe(seconds(24));
    expect(simulator.mailed).toHaveLength(1);
  });

  test.each([
    ["once", 1],
    ["twice", 2],
    ["lost", 0],
  ] as const)("that comes %s changes nothing of the answer", async (how, count) => {
    const { bank, simulator, told } = aConnection();
    simulator.confirm(how);
    await bank.open(aPayment());
    await simulator.pay(ref1);
    expect(told).toHaveLength(count);
    expect(await bank.inquire(aPayment())).toMatchObject({ answer: "approved" });
  });

  test("does not come for another prefix of reference 3, and the payment is found all the same", async () => {
    const { bank, simulator, told, sent, otherwise } = aConnection();
    otherwise((request) => {
      if (!request.url.endsWith(paths.code)) return undefined;
      const headers = Object.fromEntries(
        Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const body = (request.body ?? "").replace('"ref3":"CHM', '"ref3":"XYZ');
      return simulator.answer({ host: "api", method: "POST", path: paths.code, query: {}, headers, body });
    });
    await bank.open(aPayment());
    expect(sent.length).toBeGreaterThan(0);
    await simulator.pay(ref1);
    expect(told).toEqual([]);
    expect(await bank.inquire(aPayment())).toMatchObject({ answer: "approved" });
  });

  test("of an installment names the order", async () => {
    const { bank, simulator, told } = aConnection();
    await bank.open(inInstallments());
    await simulator.pay(ref1);
    expect(await bank.notified({ headers: {}, query: {}, body: told[0] ?? "" })).toMatchObject({ reference });
    expect(await bank.inquire(inInstallments())).toMatchObject({ answer: "approved", approvalCode: "123456" });
  });
});

describe("a slip", () => {
  test("names the payment and what the bank knows of it", async () => {
    const { bank, simulator } = aConnection();
    await bank.open(aPayment());
    await simulator.pay(ref1);
    const { id: transRef = "" } = simulator.payments(ref1)[0] ?? {};
    expect(await bank.slip({ sendingBank: "014", transRef })).toEqual({
      ...{ reference, amount: 150_000, currency: "THB", paidAt: evening, toUs: true },
    });
    expect(await bank.slip({ sendingBank: "004", transRef })).toBeNull();
    expect(await bank.slip({ sendingBank: "014", transRef: "../oauth/token" })).toBeNull();
  });

  test.each([
    ["another merchant's", { receiver: { proxy: { type: "BILLERID", value: "099400000000002" } } }, { toUs: false }],
    [
      "one whose receiver is hidden",
      { receiver: { proxy: { type: "BILLERID", value: "0994xxxx0001" } } },
      { toUs: null },
    ],
    ["one of another shop of ours", { ref1: "ORDER17" }, { reference: null }],
    ["one paid abroad", { paidLocalCurrency: "702" }, { currency: "SGD" }],
    ["one without a time", { transTime: undefined }, { paidAt: null }],
  ])("is seen to be %s", async (_, patch, seen) => {
    const { bank, otherwise } = aConnection();
    const data = { transRef: "S1", transDate: "20260131", transTime: "23:55:00", amount: "1500.00", ref1, ...patch };
    otherwise(only(paths.slip, () => says(200, codes.success, data)));
    expect(await bank.slip({ sendingBank: "014", transRef: "S1" })).toMatchObject(seen);
  });

  test("that cannot be read is an error", async () => {
    const { bank, otherwise } = aConnection();
    otherwise(only(paths.slip, () => says(200, codes.success, { transRef: "S2", amount: "1500.00" })));
    await expect(bank.slip({ sendingBank: "014", transRef: "S1" })).rejects.toThrow("cannot be read");
  });
});

test("whoever knows of a link that another process made asks about that one, also while a link is being made here", async () => {
  const { bank, connect, simulator, otherwise } = aConnection();
  const first = await connect().open(inInstallments());
  if (first.answer !== "pending" || !first.upstreamId) throw new Error("no link");
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  otherwise((request) =>
    request.url.endsWith(paths.deepLink) ? held.then(() => undefined as unknown as Received) : undefined,
  );
  const late = bank.open(inInstallments()); // as it was asked before the first link was saved
  await simulator.pay(ref1, { id: first.upstreamId });
  const knowing = bank.open(inInstallments({ upstreamId: first.upstreamId }));
  release();
  await late;
  expect(await knowing).toMatchObject({ answer: "approved", reference: first.upstreamId });
});

test("a check says whether the keys are of the sandbox, and why they are not let in", async () => {
  const { bank, otherwise } = aConnection();
  expect(await bank.check()).toEqual({ good: true, live: true, name: null, holder: "099400000000001" });
  otherwise(only(paths.byReference, () => says(403, codes.forbidden)));
  expect(await bank.check()).toMatchObject({ good: false, why: expect.stringContaining("9503") });
});
