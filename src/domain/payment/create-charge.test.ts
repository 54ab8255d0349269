import { describe, expect, test } from "vitest";
import {
  aCard,
  aCardToken,
  aChargeRequest,
  anAccount,
  aSource,
  aToken,
  loanCard,
  noon,
  refusalOf,
} from "../../../tests/kit/domain-builders.ts";
import { methodOf, bahtMethods as methods } from "../../../tests/kit/methods.ts";
import { days, minutes } from "../base/time.ts";
import { asCharged } from "../card/card.ts";
import type { Account } from "../merchant/account.ts";
import { type ChargeRequest, createCharge, type Payment } from "./create-charge.ts";
import { netOf } from "./fee.ts";
import { hasSource } from "./journey.ts";
import { chargeEvent } from "./payment-event.ts";
import type { Source } from "./source.ts";

const ids = {
  charge: "chrg_test_5z4ykxh42cn7qsxw1w5",
  page: "pay2_test_5z4ykxh5odizq9jxj5p",
  providerReference: "4MfnXMIwawSp6Oi2",
};

const noCard = { token: null, card: null, customer: null, upstream: null, exchange: null };
const byLoanCard = aCardToken({}, loanCard);

const byCard = (patch: Partial<Payment> = {}): Payment => ({
  method: methodOf("card"),
  source: null,
  inline: false,
  ...aCardToken(),
  customer: null,
  upstream: null,
  exchange: null,
  ...patch,
});

/** A payment by an existing source, with a token where the method needs one. */
const bySource = (source: Source, patch: Partial<Payment> = {}): Payment => {
  const method = methodOf(source.type);
  return { method, source, inline: false, ...noCard, ...(method.carries && aCardToken()), ...patch };
};

const kplus = (patch: Partial<Source> = {}) => bySource(aSource(patch));
const ktc = (patch: Partial<Source> = {}) => bySource(aSource({ type: "installment_wlb_ktc", ...patch }));

function create(payment: Payment, patch: Partial<ChargeRequest> = {}, account: Account = anAccount()) {
  return createCharge(
    account,
    payment,
    aChargeRequest({ amount: payment.source?.amount ?? 150_000, ...patch }),
    ids,
    noon,
  );
}

const refusal = (payment: Payment, patch?: Partial<ChargeRequest>, account?: Account) =>
  refusalOf(() => create(payment, patch, account));

describe("a charge is refused", () => {
  const firstChoice = (term: number) =>
    bySource(aSource({ type: "installment_wlb_first_choice", amount: 15_000_000, installmentTerm: term }), byLoanCard);
  const cardNeeded = (bank: string) => `card cannot be blank: installment_wlb_${bank} needs a card token`;
  const onlyFirstChoice = "loan cards can only be used with installment_wlb_first_choice";
  const badExpiry = "expires_at must be in the future and at most 7 days ahead";

  test.each<[why: string, Payment, Partial<ChargeRequest>, code: string, message: string]>([
    [
      "its source was charged before",
      kplus({ charge: "chrg_test_5z4ykxh42cn7qsxw1w4" }),
      {},
      "invalid_charge",
      "source was already used",
    ],
    [
      "its token was charged before",
      byCard({ token: aToken({ charge: "chrg_test_5z4ykxh42cn7qsxw1w4" }) }),
      {},
      "used_token",
      "token was already used",
    ],
    [
      "its token was charged before, the source not",
      { ...ktc(), token: aToken({ charge: "chrg_test_5z4ykxh42cn7qsxw1w4" }) },
      {},
      "used_token",
      "token was already used",
    ],
    [
      "amount differs from the source's",
      kplus(),
      { amount: 150_001 },
      "invalid_charge",
      "amount must match the amount of the source (150000)",
    ],
    [
      "currency differs from the source's",
      kplus(),
      { currency: "USD" },
      "invalid_charge",
      "currency must match the currency of the source (THB)",
    ],
    [
      "both differ",
      kplus(),
      { amount: 149_999, currency: "JPY" },
      "invalid_charge",
      "amount must match the amount of the source (150000) and currency must match the currency of the source (THB)",
    ],
    [
      "a card charge is in another currency",
      byCard(),
      { currency: "USD" },
      "invalid_charge",
      "currency is currently not supported",
    ],
    [
      "a card charge is too small",
      byCard(),
      { amount: 1_999 },
      "invalid_charge",
      "amount must be greater than or equal to 2000 (thb subunits)",
    ],
    [
      "a card charge is too large",
      byCard(),
      { amount: 15_000_001 },
      "invalid_charge",
      "amount must be less than or equal to 15000000 (thb subunits)",
    ],
    ["installments come without a card", { ...ktc(), ...noCard }, {}, "bad_request", cardNeeded("ktc")],
    [
      "installments made here come without a card",
      { ...ktc(), ...noCard, inline: true },
      {},
      "bad_request",
      cardNeeded("ktc"),
    ],
    [
      "K PLUS comes with a card",
      { ...kplus(), ...aCardToken() },
      {},
      "bad_request",
      "card cannot be used together with mobile_banking_kbank",
    ],
    [
      "K PLUS has nowhere to send its payer",
      kplus(),
      { returnUri: undefined },
      "bad_request",
      "return_uri cannot be blank",
    ],
    [
      "installments have nowhere to send their payer",
      ktc(),
      { returnUri: undefined },
      "bad_request",
      "return_uri cannot be blank",
    ],
    [
      "installments are to be captured by hand",
      ktc(),
      { capture: false },
      "invalid_charge",
      "capture must be true for installment_wlb_ktc: its payments are captured at once",
    ],
    ["a loan card pays at once", byCard(byLoanCard), {}, "invalid_charge", onlyFirstChoice],
    ["a loan card pays KTC installments", { ...ktc(), ...byLoanCard }, {}, "invalid_charge", onlyFirstChoice],
    [
      "a loan card pays over a term that is not for loan cards",
      firstChoice(5),
      {},
      "invalid_charge",
      "installment_term must be one of 3, 4, 6, 9, 10, 12, 18, 24, 36 for loan cards",
    ],
    ["it expires now", kplus(), { expiresAt: noon }, "bad_request", badExpiry],
    ["it expires later than 7 days", kplus(), { expiresAt: noon + days(7) + 1 }, "bad_request", badExpiry],
  ])("when %s", (_, payment, patch, code, message) => {
    expect(refusal(payment, patch)).toEqual({ code, message });
  });

  test.each(methods.filter(({ installment, carries }) => carries && installment && !installment.loanTerms))(
    "when a loan card pays $type",
    ({ type }) => {
      const payment = bySource(aSource({ type }), byLoanCard);
      expect(refusal(payment)).toEqual({ code: "invalid_charge", message: onlyFirstChoice });
    },
  );

  test.each([3, 4, 6, 9, 10, 12, 18, 24, 36])("but First Choice takes a loan card over %i months", (term) => {
    expect(create(firstChoice(term)).charge).toMatchObject({
      method: "installment_wlb_first_choice",
      state: "awaiting_payer",
    });
  });

  test.each([noon + 1, noon + minutes(60), noon + days(7)])("but it may expire at %i", (expiresAt) => {
    expect(create(kplus(), { expiresAt }).charge).toMatchObject({ expiresAt, dueAt: expiresAt });
  });
});

describe("an existing source decides who pays the interest, and the charge must agree", () => {
  test.each([
    [false, undefined, false, true],
    [false, undefined, true, true],
    [false, false, false, true],
    [false, false, true, true],
    [false, true, false, false],
    [false, true, true, false],
    [true, undefined, false, true],
    [true, undefined, true, true],
    [true, false, false, false],
    [true, false, true, false],
    [true, true, false, true],
    [true, true, true, true],
  ])("source %s, charge %s, account default %s: granted is %s", (own, asked, byDefault, granted) => {
    const account = anAccount({ zeroInterestInstallments: byDefault });
    const payment = ktc({ zeroInterestInstallments: own });
    const patch = { zeroInterestInstallments: asked };
    if (granted) {
      expect(create(payment, patch, account).charge.zeroInterestInstallments).toBe(own);
    } else {
      const message = `zero_interest_installments must match the source, which has ${own}`;
      expect(refusal(payment, patch, account)).toEqual({ code: "invalid_charge", message });
    }
  });
});

describe("an inline source or its charge decides who pays the interest", () => {
  test.each([
    [false, undefined, true],
    [false, false, true],
    [false, true, false],
    [true, undefined, true],
    [true, false, false],
    [true, true, true],
  ])("source %s, charge %s: granted is %s, whatever the account's default", (own, asked, granted) => {
    for (const byDefault of [false, true]) {
      const account = anAccount({ zeroInterestInstallments: byDefault });
      const payment = { ...ktc({ zeroInterestInstallments: own }), inline: true };
      const patch = { zeroInterestInstallments: asked };
      expect(refusal(payment, patch, account) === undefined).toBe(granted);
      if (granted) expect(create(payment, patch, account).charge.zeroInterestInstallments).toBe(own);
    }
  });
});

test.each([undefined, true, false])("other methods ignore the interest flag (%s)", (asked) => {
  const account = anAccount({ zeroInterestInstallments: true });
  for (const payment of [kplus(), byCard()]) {
    const { charge } = create(payment, { zeroInterestInstallments: asked }, account);
    expect(charge).toMatchObject({ zeroInterestInstallments: false, interest: 0, interestVat: 0 });
  }
});

describe("a charge spends its source and token in the commit that creates it", () => {
  test("a source gets its charge and the reference for K PLUS", () => {
    const { charge, changes } = create(kplus());
    const spent = aSource({ version: 2, charge: ids.charge, providerReference: ids.providerReference });
    expect(changes).toEqual({ update: { sources: [spent] }, insert: { charges: [charge] } });
    expect(charge.source).toEqual(spent);
  });

  test("a token gets its charge", () => {
    const { charge, changes } = create(byCard());
    expect(changes).toEqual({
      update: { tokens: [aToken({ version: 2, charge: ids.charge })] },
      insert: { charges: [charge] },
    });
    expect(charge).toMatchObject({ token: aToken().id, source: null });
    expect(charge.card, "as the card is now, and nothing of whose it is").toEqual(asCharged(aCard()));
  });

  test("installments spend both, without a reference for a bank", () => {
    const { charge, changes } = create(ktc());
    expect(changes.update).toEqual({
      tokens: [aToken({ version: 2, charge: ids.charge })],
      sources: [aSource({ type: "installment_wlb_ktc", version: 2, charge: ids.charge })],
    });
    expect(changes.insert).toEqual({ charges: [charge] });
  });

  test("an inline source is inserted once, already spent", () => {
    const { charge, changes } = create({ ...ktc(), inline: true });
    expect(changes).toEqual({
      update: { tokens: [aToken({ version: 2, charge: ids.charge })] },
      insert: { charges: [charge], sources: [aSource({ type: "installment_wlb_ktc", charge: ids.charge })] },
    });
  });
});

describe("a new charge", () => {
  const withPages = methods.filter((method) => method.journey.kind === "page" || !hasSource(method));
  test.each(withPages)("by $type waits for its method's time, and is due at the end of it", (method) => {
    const payment = hasSource(method) ? bySource(aSource({ type: method.type })) : byCard();
    const { charge } = create(payment, { authentication: "3DS" });
    expect(charge).toMatchObject({
      id: ids.charge,
      version: 1,
      state: "awaiting_payer",
      method: method.type,
      page: ids.page,
      createdAt: noon,
      expiresAt: noon + method.expiresAfter,
      dueAt: noon + method.expiresAfter,
      capturedAmount: null,
      refundedAmount: 0,
      transaction: null,
      failureCode: null,
      authorizedAt: null,
      paidAt: null,
      expiredAt: null,
      reversedAt: null,
    });
  });

  test.each([
    ["K PLUS", kplus(), {}, anAccount(), true],
    ["installments", ktc(), {}, anAccount(), true],
    ["installments where cards need no 3-D Secure", ktc(), { authentication: null }, anAccount(), true],
    ["a card", byCard(), {}, anAccount(), false],
    ["a card whose charge asks for 3-D Secure", byCard(), { authentication: "3DS" }, anAccount(), true],
    ["a card whose account asks for 3-D Secure", byCard(), {}, anAccount({ threeDSecure: true }), true],
  ] as const)("by %s", (_, payment, patch, account, waits) => {
    const { charge, happened } = create(payment, patch, account);
    if (waits) {
      expect(charge).toMatchObject({ state: "awaiting_payer", page: ids.page });
      expect(happened).toEqual([chargeEvent("charge.create", charge)]);
    } else {
      // announced after the bank's answer, and inquired about if that is lost
      expect(charge).toMatchObject({ state: "authorizing", page: null, dueAt: noon + minutes(1) });
      expect(happened).toEqual([]);
    }
  });

  test("by a card without 3-D Secure needs no return_uri", () => {
    expect(create(byCard(), { returnUri: undefined }).charge.returnUri).toBeNull();
  });

  test.each(methods)("by $type is captured by hand, refused, or captured at once: as the method says", (method) => {
    const amount = 300_000; // within the limits of all
    const payment = hasSource(method) ? bySource(aSource({ type: method.type, amount })) : byCard();
    const byHand = { amount, capture: false, preAuth: true };
    switch (method.capture) {
      case "by hand too":
        return expect(create(payment, byHand).charge).toMatchObject({ capture: false, preAuth: true });
      case "at once whatever is asked":
        return expect(create(payment, byHand).charge).toMatchObject({ capture: true, preAuth: false });
      case "at once only":
        return expect(refusal(payment, byHand)).toMatchObject({ code: "invalid_charge" });
    }
  });

  test.each([
    ["it asks for 3-D Secure", {}, { authentication: "3DS" }],
    ["it asks for a passkey", {}, { authentication: "PASSKEY" }],
    ["its account does", { threeDSecure: true }, {}],
  ] as const)(
    "by a card whose payer has no way back fails at once and has spent its token, where %s",
    (_, account, patch) => {
      const { charge, changes, happened } = create(byCard(), { returnUri: undefined, ...patch }, anAccount(account));
      expect(charge).toMatchObject({
        state: "failed",
        failureCode: "payment_rejected",
        failureMessage: "3d secure is requested but return_uri is not set",
        page: null,
        dueAt: null,
      });
      expect(changes.update?.tokens).toMatchObject([{ charge: charge.id }]);
      expect(happened).toEqual([chargeEvent("charge.create", charge)]);
    },
  );

  test("keeps the merchant's own data", () => {
    const patch = {
      description: "Order 345678",
      metadata: { order: { lines: [1, 2] } },
      ip: "35.198.236.178",
      webhookEndpoints: ["https://example.com/hook"],
    };
    expect(create(kplus(), patch).charge).toMatchObject(patch);
  });

  test("belongs to the account and mode of its key", () => {
    const { charge } = create(kplus(), {}, anAccount({ id: "account_5z4ykxh42cn7qsxw1w5", livemode: true }));
    expect(charge).toMatchObject({ account: "account_5z4ykxh42cn7qsxw1w5", livemode: true });
  });

  test.each<[string, Payment, Partial<ChargeRequest>, object, number]>([
    ["the K PLUS guide", kplus(), {}, { fee: 1_000, feeVat: 70, interest: 0, interestVat: 0 }, 148_930],
    ["the installments guide", ktc(), {}, { fee: 14_600, feeVat: 1_022, interest: 0, interestVat: 0 }, 384_378],
    [
      "KTC installments whose interest the merchant pays",
      ktc({ zeroInterestInstallments: true }),
      { zeroInterestInstallments: true },
      { fee: 14_600, feeVat: 1_022, interest: 12_800, interestVat: 896 },
      370_682,
    ],
    ["a card", byCard(), { amount: 100_000 }, { fee: 3_650, feeVat: 256, interest: 0, interestVat: 0 }, 96_094],
  ])("shows its price from the start: %s", (_, payment, patch, pricing, net) => {
    const { charge } = create(payment, patch);
    expect(charge).toMatchObject(pricing);
    expect(netOf(charge.amount, charge)).toBe(net);
    expect(charge.rates).toEqual({
      ...payment.method.fees,
      monthlyInterest: charge.zeroInterestInstallments ? "0.80" : null,
    });
  });
});
