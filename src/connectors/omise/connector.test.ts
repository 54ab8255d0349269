import { describe, expect, test } from "vitest";
import { aBankRequest } from "../../../tests/kit/banks.ts";
import { aSource, noon } from "../../../tests/kit/domain-builders.ts";
import { aGateway } from "../../../tests/kit/gateway.ts";
import { omiseUnderTest } from "../../../tests/kit/omise.ts";
import { aSide, hear, plainSend } from "../../../tests/kit/upstream-conformance.ts";
import { hours, seconds } from "../../domain/base/time.ts";
import type { BankAnswer, BankRequest } from "../bank.ts";
import type { Send, UpstreamBank } from "../upstream.ts";
import { omise } from "./upstream.ts";
import { referenceKey } from "./wire.ts";

const aCardRequest = (patch: Partial<BankRequest> = {}) =>
  aBankRequest({
    ...{
      method: "card",
      cardToken: "tokn_5z4ykxdasdfg7ftfm28",
      openedAt: noon,
      expiresAt: noon + hours(1),
      page: null,
    },
    ...patch,
  });

/** A card that was charged at the simulator, with ways to refund it. */
async function paid() {
  const side = await aSide(omiseUnderTest);
  const request = aCardRequest();
  const answer = await side.bank.open?.(request);
  if (answer?.answer !== "approved" || answer.reference === null) throw new Error("not paid");
  const { reference: authorization } = answer;
  const refund = (bank: UpstreamBank, name: string, amount: number) =>
    hear(async () => {
      if (!bank.refund) throw new TypeError("no refunds");
      return bank.refund({ ...request, reference: name, amount }, authorization);
    });
  const refunded = () => side.payments(request.reference)[0]?.refunded;
  return { ...side, request, refund, refunded };
}

test("a part is refunded once, though it is asked for twice at once and again", async () => {
  const { bank, refund, refunded } = await paid();
  const both = await Promise.all([refund(bank, "rfnd_1", 40_000), refund(bank, "rfnd_1", 40_000)]);
  expect(both.map(({ answer }) => answer)).toEqual(["approved", "approved"]);
  expect(await refund(bank, "rfnd_1", 40_000)).toEqual(both[0]);
  expect(refunded()).toBe(40_000);
});

test("a refund that was refused because another process has just made it is done", async () => {
  const { bank, otherBank, line, refund, refunded } = await paid();
  const { held, release } = line.hold(0);
  const first = refund(bank, "rfnd_1", 150_000); // its list is read, and then it waits
  await held;
  expect(await refund(otherBank(), "rfnd_1", 150_000)).toMatchObject({ answer: "approved" });
  release();
  expect(await first).toMatchObject({ answer: "approved" });
  expect(refunded()).toBe(150_000);
});

test("a refund that is pending at Omise is pending", async () => {
  const { simulator, bank, refund } = await paid();
  simulator.holdRefunds();
  expect(await refund(bank, "rfnd_1", 40_000)).toEqual({ answer: "pending" });
  expect(await refund(bank, "rfnd_1", 40_000)).toEqual({ answer: "pending" });
});

test("a refund is found among more than fit on a page", async () => {
  const { bank, refund, refunded } = await paid();
  for (let number = 1; number <= 101; number += 1) await refund(bank, `rfnd_${number}`, 100);
  expect(await refund(bank, "rfnd_101", 100)).toMatchObject({ answer: "approved" });
  expect(refunded()).toBe(10_100);
});

test("more than is left is refused, and taken by nobody for done", async () => {
  const { bank, refund, refunded } = await paid();
  expect(await refund(bank, "rfnd_1", 150_001)).toMatchObject({ answer: "declined" });
  expect(refunded()).toBe(0);
});

test("a token that another payment has used is a decline", async () => {
  const { bank } = await paid();
  const other = aCardRequest({ reference: "chrg_test_5z4ykxh42cn7qsxw1w9" });
  expect(await bank.open?.(other)).toMatchObject({ answer: "declined" });
});

test.each(["open", "capture", "reverse", "refund"] as const)(
  "asked to %s while there are too many requests, it says that nothing was carried out",
  async (verb) => {
    const { simulator, bank, request } = await paid();
    simulator.limitRequests();
    const heard = await hear(async () => {
      if (verb === "open") return bank.open?.({ ...request, cardToken: "tokn_other" }) ?? { answer: "pending" };
      return bank[verb]?.(request, "chrg_1") ?? { answer: "pending" };
    });
    expect(heard).toEqual({ answer: "not taken", why: "Omise has had too many requests" });
  },
);

test("a capture of another amount than was asked for is not known", async () => {
  const side = await aSide(omiseUnderTest);
  const held = await side.bank.open?.(aCardRequest({ capture: false, preAuth: true }));
  if (held?.answer !== "approved" || held.reference === null) throw new Error("not held");
  const capture = (amount: number) => side.bank.capture?.({ ...aCardRequest(), amount }, held.reference ?? "");
  expect(await capture(100_000)).toMatchObject({ answer: "approved" });
  expect(await capture(150_000)).toMatchObject({ answer: "unknown", why: expect.stringContaining("100000") });
});

/** An upstream that gives these answers in turn to requests of each kind; the last of a kind is given again. */
function asItAnswers(answers: Record<string, readonly [status: number, json: unknown][]>) {
  const turns = new Map<string, number>();
  const send: Send = async ({ method, url }) => {
    const kind = `${method} ${new URL(url).pathname}`;
    const turn = turns.get(kind) ?? 0;
    turns.set(kind, turn + 1);
    const [status, json] = answers[kind]?.[Math.min(turn, (answers[kind]?.length ?? 0) - 1)] ?? [404, {}];
    return { status, headers: {}, body: JSON.stringify(json) };
  };
  return omise.connect({
    credentials: { secret_key: "skey_test_5xuy4w91xqz7d1w9u0t" },
    hosts: { api: "http://omise" },
    ...{ send, now: () => noon, pause: async () => {}, randomText: (length: number) => "x".repeat(length) },
    notifyUri: "https://pay.example/upstream/omise/t",
  });
}

const list = (...data: object[]) => ({ object: "list", data, total: data.length });
const refused = (code: string) => ({ object: "error", code, message: "refused" });

describe("a repeated request that Omise refuses", () => {
  const request = aCardRequest({ again: true });
  const charge = {
    ...{ object: "charge", id: "chrg_test_1", status: "successful", paid: true, authorized: true },
    ...{ amount: request.amount, currency: request.currency, metadata: { [referenceKey]: request.reference } },
  };
  const of = (code: string, found: object[]) => {
    const bank = asItAnswers({
      "GET /charges": [
        [200, list()],
        [200, list(...found)],
      ],
      "POST /charges": [[400, refused(code)]],
    });
    return bank.open?.(request);
  };

  test("is no decline where another process has made the charge meanwhile", async () => {
    expect(await of("used_token", [charge])).toMatchObject({ answer: "approved", reference: "chrg_test_1" });
    expect(await of("bad_request", [charge])).toMatchObject({ answer: "approved", reference: "chrg_test_1" });
  });

  test("is not known where its token is used and no charge is found", async () => {
    expect(await of("used_token", [])).toMatchObject({ answer: "unknown" });
  });

  test("is a decline where no charge is found and nothing was used", async () => {
    expect(await of("invalid_card", [])).toMatchObject({ answer: "declined" });
  });
});

describe.each(["capture", "reverse"] as const)("a request to %s", (verb) => {
  const request = aCardRequest({ again: true });
  const charge = {
    ...{ object: "charge", id: "chrg_test_1", authorized: true, metadata: { [referenceKey]: request.reference } },
    ...{ amount: request.amount, currency: request.currency },
  };
  const held = { ...charge, status: "pending", paid: false };
  const done = {
    ...held,
    ...(verb === "capture" ? { status: "successful", paid: true } : { status: "reversed", reversed: true }),
  };
  const step = { reference: `chrg_1/${verb}/1`, account: request.account, amount: request.amount, currency: "THB" };
  const answered = (status: number, json: object, after: object = {}) =>
    asItAnswers({
      [`POST /charges/chrg_test_1/${verb}`]: [[status, json]],
      "GET /charges/chrg_test_1": [[200, after]],
    })[verb]?.(step, "chrg_test_1");

  test("that Omise refuses while it still holds the amount is not known: an earlier one may be under way", async () => {
    expect(await answered(400, refused(`failed_${verb}`), held)).toMatchObject({ answer: "unknown" });
  });

  test("that Omise takes and has not carried out yet is not known", async () => {
    expect(await answered(200, held)).toMatchObject({ answer: "unknown" });
  });

  test("that Omise refuses since it is done is done", async () => {
    expect(await answered(400, refused(`failed_${verb}`), done)).toMatchObject({ answer: "approved" });
  });

  test("that Omise refuses since nothing is held any more is refused", async () => {
    const over = { ...held, status: "expired", authorized: false };
    expect(await answered(400, refused(`failed_${verb}`), over)).toMatchObject({ answer: "declined" });
  });
});

describe("an answer that cannot be of this payment", () => {
  const request = aCardRequest();
  const charge = {
    ...{ object: "charge", id: "chrg_test_1", status: "successful", paid: true, authorized: true, capture: true },
    ...{ amount: request.amount, currency: request.currency, metadata: { [referenceKey]: request.reference } },
  };
  const opened = (patch: object) =>
    hear(async () => {
      const bank = asItAnswers({ "POST /charges": [[200, { ...charge, ...patch }]] });
      return bank.open?.(request) ?? { answer: "pending" };
    });

  test("is not known: the charge of another reference, an id that leads elsewhere, costs that nobody takes", async () => {
    expect(await opened({})).toMatchObject({ answer: "approved", reference: "chrg_test_1" });
    const odd = [
      { metadata: { [referenceKey]: "another" } },
      { metadata: {} },
      { id: "../customers/cust_1" },
      { id: "c".repeat(100) },
      ...[-1, 0.5, "365", 1e15].flatMap((cost) =>
        ["fee", "fee_vat", "interest", "interest_vat"].map((name) => ({ [name]: cost })),
      ),
    ];
    for (const patch of odd)
      expect({ patch, heard: await opened(patch) }).toMatchObject({ patch, heard: { answer: "unknown" } });
  });

  test("is not known where it is of another charge than was asked about, whatever is asked", async () => {
    const other = { ...charge, id: "chrg_test_2" };
    const bank = asItAnswers({
      "GET /charges/chrg_test_1": [[200, other]],
      "POST /charges/chrg_test_1/capture": [[200, other]],
      "POST /charges/chrg_test_1/reverse": [[200, { ...other, status: "reversed", reversed: true }]],
    });
    const about = { ...request, upstreamId: "chrg_test_1" };
    const asked = [
      () => bank.open?.({ ...about, again: true }),
      () => bank.inquire(about),
      () => bank.cancel(about),
      () => bank.capture?.(request, "chrg_test_1"),
      () => bank.reverse?.(request, "chrg_test_1"),
    ];
    for (const ask of asked)
      expect(await hear(async () => (await ask()) ?? { answer: "pending" })).toMatchObject({ answer: "unknown" });
  });

  test("is no payment while the amount is held, and is to be captured by itself", async () => {
    const held = { status: "pending", paid: false };
    expect(await opened(held)).toMatchObject({ answer: "pending", upstreamId: "chrg_test_1" });
    expect(await opened({ ...held, capture: false })).toMatchObject({ answer: "approved" });
    const bank = asItAnswers({
      "GET /charges/chrg_test_1": [[200, { ...charge, ...held }]],
      "POST /charges/chrg_test_1/expire": [[400, refused("failed_expire")]],
    });
    expect(await bank.cancel({ ...request, upstreamId: "chrg_test_1" })).toMatchObject({ answer: "unknown" });
  });

  test("is no capture of another amount than was asked for", async () => {
    const bank = asItAnswers({ "GET /charges/chrg_test_1": [[200, { ...charge, captured_amount: 100_000 }]] });
    const about = { ...request, step: "capture" as const, upstreamId: "chrg_test_1" };
    expect(await bank.inquire({ ...about, amount: 100_000 })).toMatchObject({ answer: "approved" });
    expect(await bank.inquire({ ...about, amount: 150_000 })).toMatchObject({ answer: "unknown" });
  });
});

test("a charge is not asked for again when its time is nearly over: the money would be taken after it has ended", async () => {
  const bank = asItAnswers({
    "GET /charges": [[200, list()]],
    "POST /charges": [[400, refused("invalid_card")]],
  });
  const again = (left: number) => bank.open?.({ ...aCardRequest({ again: true }), expiresAt: noon + left });
  expect(await again(seconds(21))).toMatchObject({ answer: "declined" });
  expect(await again(seconds(20))).toEqual({ answer: "pending" });
});

test.each([
  { object: "transaction", id: "trxn_test_1", origin: "chrg_test_1" },
  { object: "transaction", id: "trxn_test_1", transferable_at: "soon" },
  { object: "charge", id: "chrg_test_1", transferable_at: "2026-01-15T03:00:00Z" },
])("a transaction without a date is none: %j", async (answer) => {
  const bank = asItAnswers({ "GET /transactions/trxn_test_1": [[200, answer]] });
  await expect(bank.transferableAt?.("trxn_test_1")).rejects.toThrow("no transaction with a date");
});

test("brand and bank of a card are told by its token with the public key, until it is used", async () => {
  const { bank } = await aSide(omiseUnderTest);
  const request = aCardRequest({ cardToken: "tokn_jcb00000000000" });
  const nothing = { brand: null, bank: null };
  expect(await bank.cards?.cardOf("tokn_jcb00000000000")).toEqual({ brand: "JCB", bank: null });
  const ofKrungsri = { brand: "Visa", bank: "BANK OF AYDHYA PUBLIC COMPANY LIMITED" };
  expect(await bank.cards?.cardOf("tokn_bay00000000000")).toEqual(ofKrungsri);
  await bank.open?.(request);
  expect(await bank.cards?.cardOf("tokn_jcb00000000000")).toEqual(nothing);
  const { public_key: _, ...secrets } = omiseUnderTest.credentials;
  const without = await aSide({ ...omiseUnderTest, credentials: secrets });
  expect(await without.bank.cards?.cardOf("tokn_jcb00000000001")).toEqual(nothing);
});

test.each([
  ["pkey_5xuy4w91xqz7d1w9aaa", "Omise does not know this public key"],
  ["pkey_test_5xuy4w91xqz7d1w9u0t", "one key is of test mode, and the other is not"],
])("a public key %s is not good", async (publicKey, why) => {
  const { line, now } = await aSide(omiseUnderTest);
  const bank = omise.connect({
    ...{
      credentials: { ...omiseUnderTest.credentials, public_key: publicKey },
      hosts: line.hosts,
      send: plainSend,
      now,
    },
    ...{ pause: async () => {}, randomText: () => "x", notifyUri: "https://pay.example" },
  });
  expect(await bank.check()).toEqual({ good: false, why });
});

describe("the simulator answers as a gateway of ours does", () => {
  /** What the connector reads of each, with what differs by nature taken out. */
  async function bothOf(request: BankRequest, token?: string) {
    const { bank } = await aSide(omiseUnderTest);
    const theirs = await aGateway();
    const second = omise.connect({
      ...{ credentials: { secret_key: theirs.secretKey }, hosts: { api: theirs.url }, send: plainSend },
      ...{ now: theirs.gateway.now, pause: async () => {}, randomText: () => "x", notifyUri: "https://pay.example" },
    });
    const card = { name: "Somchai", number: token, expiration_month: 12, expiration_year: 2030, security_code: "123" };
    const made = token && (await theirs.call("POST", "/tokens", { key: theirs.publicKey, body: { card } }));
    const openedAt = theirs.gateway.now();
    const expiresAt = openedAt + 60 * 60 * 1_000;
    const asked = { ...request, openedAt, expiresAt, ...(made && { cardToken: made.json.id }) };
    return [
      { bank, request: { ...request, expiresAt: noon + 60 * 60 * 1_000 } },
      { bank: second, request: asked },
    ] as const;
  }

  test.each(["promptpay", "mobile_banking_kbank", "bill_payment_tesco_lotus"])(
    "to a payment by %s, which is ended",
    async (method) => {
      const [simulated, real] = await bothOf(
        aBankRequest({ method, openedAt: noon, source: aSource({ type: method, providerReference: null }) }),
      );
      const kinds = [];
      for (const { bank, request } of [simulated, real]) {
        const opened = await bank.open?.(request);
        if (opened?.answer !== "pending" || !opened.upstreamId) throw new Error(`not open: ${JSON.stringify(opened)}`);
        const about = { ...request, upstreamId: opened.upstreamId };
        kinds.push([Object.keys(opened.next ?? {}), await ended(bank, about), await ended(bank, about)]);
      }
      expect(kinds[0]).toEqual(kinds[1]);
    },
  );

  test("to what moved on the balance, which a payment and a refund name and which has a date, that of the payment also in the list of its day", async () => {
    const [simulated, real] = await bothOf(aCardRequest({ capture: false }), "4242424242424242");
    const kinds = [];
    for (const { bank, request } of [simulated, real]) {
      const held = await bank.open?.(request);
      if (held?.answer !== "approved" || held.reference === null) throw new Error("not held");
      const captured = await bank.capture?.(request, held.reference);
      const refunded = await bank.refund?.({ ...request, reference: "rfnd_1", amount: 40_000 }, held.reference);
      const dates = await Promise.all([held, captured, refunded].map((answer) => dateOf(bank, answer)));
      const period = { from: request.openedAt - 1_000, until: request.openedAt + 60_000 };
      expect(await bank.settled?.(period)).toMatchObject([{ payment: held.reference, transferableAt: dates[1] }]);
      kinds.push(dates.map((date) => typeof date));
    }
    expect(kinds).toEqual([
      ["undefined", "number", "number"],
      ["undefined", "number", "number"],
    ]);
  });

  const dateOf = (bank: UpstreamBank, answer: BankAnswer | undefined) =>
    answer?.answer === "approved" && answer.transaction !== undefined
      ? bank.transferableAt?.(answer.transaction)
      : undefined;

  const ended = async (bank: UpstreamBank, about: BankRequest) => (await hear(() => bank.cancel(about))).answer;

  test("to a card that is charged twice, captured, reversed and refunded", async () => {
    const [simulated, real] = await bothOf(aCardRequest({ capture: false, preAuth: true }), "4242424242424242");
    const stories = [];
    for (const { bank, request } of [simulated, real]) {
      const held = await bank.open?.(request);
      if (held?.answer !== "approved" || held.reference === null) throw new Error("not held");
      const { reference: authorization, costs } = held;
      const step = { ...request, reference: "rfnd_1" };
      const said = [
        await bank.open?.({ ...request, reference: "chrg_other" }),
        await bank.open?.(request),
        await bank.capture?.({ ...step, amount: 100_000 }, authorization),
        await bank.reverse?.(step, authorization),
        await bank.refund?.({ ...step, amount: 30_000 }, authorization),
        await bank.refund?.({ ...step, amount: 30_000 }, authorization),
        await bank.refund?.({ ...step, reference: "rfnd_2", amount: 100_000 }, authorization),
      ];
      stories.push([costs, ...said.map((each) => each?.answer)]);
    }
    expect(stories[0]).toEqual(stories[1]);
    expect(stories[0]?.slice(1)).toEqual([
      ...["declined", "approved", "approved", "declined", "approved", "approved", "declined"],
    ]);
  });
});
