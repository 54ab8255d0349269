import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aCharge, noon } from "../../../tests/kit/domain-builders.ts";
import { methodOf } from "../../../tests/kit/methods.ts";
import { methods } from "../../methods/index.ts";
import { days } from "../base/time.ts";
import type { Charge } from "../payment/charge.ts";
import { netOf, price } from "../payment/fee.ts";
import { requestRefund } from "../payment/refund.ts";
import { type Booking, bookCapture, bookRefund, bookVoid, type Entry, netLeft, partsOf, redated } from "./ledger.ts";

const trxn = "trxn_test_5z4ykxh42cn7qsxw1w5";
const ktc = methodOf("installment_wlb_ktc");
/** Dates of money that is not on hold any more. */
const dates = { heldUntil: noon };

function refundOf(charge: Charge, amount: number) {
  const asked = { amount, metadata: {}, voidOnly: false };
  return requestRefund(charge, methodOf(charge.method), asked, "rfnd_test_63444yucggg93yxa027", noon).refund;
}

/** The lines of a booking as `account amount`. */
const linesOf = ({ postings }: Booking) => postings.map(({ ledgerAccount, amount }) => `${ledgerAccount} ${amount}`);

describe("bookings by example", () => {
  const card = aCharge({ state: "captured" });
  const kplus = aCharge({ state: "captured", method: "mobile_banking_kbank", amount: 150_000 });
  const zeroInterest = aCharge({
    state: "captured",
    method: ktc.type,
    ...price(400_000, ktc.fees, { monthlyRate: "0.80", term: 4 }),
  });
  const upstream = "omise";
  const inPart = aCharge({ state: "captured", capturedAmount: 50_000, ...price(50_000, methodOf("card").fees, null) });

  test.each<[string, Booking, string[], number]>([
    [
      "K PLUS guide, captured",
      bookCapture(trxn, kplus, noon),
      ["acquirer 150000", "merchant -148930", "fee -1000", "vat -70"],
      148_930,
    ],
    [
      "card, captured",
      bookCapture(trxn, card, noon),
      ["acquirer 100000", "merchant -96094", "fee -3650", "vat -256"],
      96_094,
    ],
    [
      "card, captured in part",
      bookCapture(trxn, inPart, noon),
      ["acquirer 50000", "merchant -48047", "fee -1825", "vat -128"],
      48_047,
    ],
    [
      "installments whose interest the merchant pays",
      bookCapture(trxn, zeroInterest, noon),
      ["acquirer 400000", "merchant -370682", "fee -14600", "interest -12800", "vat -1918"],
      370_682,
    ],
    [
      "card, refunded in part",
      bookRefund(trxn, card, refundOf(card, 30_000), dates, noon),
      ["acquirer -30000", "merchant 30000"],
      -30_000,
    ],
    [
      "card, voided: fees go back as well",
      bookVoid(trxn, card, refundOf(card, 100_000), dates, noon),
      ["acquirer -100000", "merchant 96094", "fee 3650", "vat 256"],
      -96_094,
    ],
    [
      "installments, refunded: fees and interest stay",
      bookRefund(trxn, zeroInterest, refundOf(zeroInterest, 400_000), dates, noon),
      ["acquirer -400000", "merchant 400000"],
      -400_000,
    ],
    [
      "through an upstream, captured: it holds the net, and has kept its costs",
      bookCapture(trxn, { ...card, upstream }, noon),
      ["held 96094", "kept 3906", "merchant -96094", "fee -3650", "vat -256"],
      96_094,
    ],
    [
      "through an upstream that pays straight into the merchant's own account, captured",
      bookCapture(trxn, { ...card, upstream }, noon, { arrived: true }),
      ["settled 96094", "kept 3906", "merchant -96094", "fee -3650", "vat -256"],
      96_094,
    ],
    [
      "through an upstream, in installments",
      bookCapture(trxn, { ...zeroInterest, upstream }, noon),
      ["held 370682", "kept 29318", "merchant -370682", "fee -14600", "interest -12800", "vat -1918"],
      370_682,
    ],
    [
      "through an upstream, refunded in part: it holds so much less",
      bookRefund(trxn, { ...card, upstream }, refundOf(card, 30_000), dates, noon),
      ["held -30000", "merchant 30000"],
      -30_000,
    ],
    [
      "through an upstream, voided: what it kept goes back as well",
      bookVoid(trxn, { ...card, upstream }, refundOf(card, 100_000), dates, noon),
      ["held -96094", "kept -3906", "merchant 96094", "fee 3650", "vat 256"],
      -96_094,
    ],
  ])("%s", (_, booking, lines, effect) => {
    expect(linesOf(booking)).toEqual(lines);
    expect(booking.entry.amount).toBe(effect);
    for (const { ledgerAccount, upstream: at } of booking.postings)
      expect(at, ledgerAccount).toBe(/held|kept|settled/.test(ledgerAccount) ? upstream : null);
  });

  test("an entry names its origin, and captured money is transferable at once in test mode", () => {
    const { account, livemode, currency } = card;
    const common = { id: trxn, version: 1, account, livemode, currency, createdAt: noon };
    const refund = refundOf(card, 100_000);
    expect(bookCapture(trxn, card, noon).entry).toEqual({
      ...common,
      key: "charge.captured.net",
      origin: card.id,
      amount: 96_094,
      transferableAt: noon,
    });
    expect(bookRefund(trxn, card, refund, dates, noon).entry).toEqual({
      ...common,
      key: "refund.created.debit",
      origin: refund.id,
      amount: -100_000,
      transferableAt: noon,
    });
    expect(bookVoid(trxn, card, refund, dates, noon).entry).toMatchObject({
      key: "charge.voided.net",
      origin: refund.id,
    });
  });

  const live = { ...card, livemode: true, upstream };
  const at = ({ entry }: Booking) => entry.transferableAt;

  test("in live mode it is transferable when its upstream says, else after a week, and at once where it has arrived", () => {
    expect(at(bookCapture(trxn, live, noon, { transferableAt: noon + days(3) }))).toBe(noon + days(3));
    expect(at(bookCapture(trxn, live, noon))).toBe(noon + days(7));
    expect(at(bookCapture(trxn, live, noon, { arrived: true }))).toBe(noon);
  });

  test("a refund of money on hold is taken from the money on hold, by the date that was booked, unless its upstream says another", () => {
    const refund = refundOf(live, 100_000);
    const heldUntil = noon + days(3);
    expect(at(bookRefund(trxn, live, refund, { heldUntil }, noon + days(2)))).toBe(heldUntil);
    expect(at(bookVoid(trxn, live, refund, { heldUntil }, noon))).toBe(heldUntil);
    expect(at(bookRefund(trxn, live, refund, { heldUntil }, noon + days(9)))).toBe(noon + days(9));
    const transferableAt = noon + days(2);
    expect(at(bookRefund(trxn, live, refund, { heldUntil, transferableAt }, noon + days(2)))).toBe(transferableAt);
  });

  describe("dates that an upstream says later", () => {
    const one = refundOf(live, 30_000);
    const other = { ...refundOf(live, 20_000), id: "rfnd_test_63444yucggg93yxa028" };
    const heldUntil = noon + days(7);
    const entries = [
      bookCapture("trxn_1", live, noon).entry,
      bookRefund("trxn_2", live, one, { heldUntil }, noon + days(4)).entry,
      bookRefund("trxn_3", live, other, { heldUntil, transferableAt: noon + days(1) }, noon + days(1)).entry,
    ];
    const shown = (changed: readonly Entry[]) =>
      changed.map(({ id, version, transferableAt }) => [id, version, (transferableAt - noon) / days(1)]);

    test("are the charge's, and what leaves together with its money goes along, though not before it was booked", () => {
      expect(shown(redated(entries, new Map([[card.id, noon + days(9)]])))).toEqual([
        ["trxn_1", 2, 9],
        ["trxn_2", 2, 9],
      ]);
      expect(shown(redated(entries, new Map([[card.id, noon + days(3)]])))).toEqual([
        ["trxn_1", 2, 3],
        ["trxn_2", 2, 4],
      ]);
    });

    test("are a refund's alone", () => {
      expect(shown(redated(entries, new Map([[other.id, noon + days(2)]])))).toEqual([["trxn_3", 2, 2]]);
    });

    test("change nothing where they are the same, and nothing of what is booked but the date", () => {
      expect(redated(entries, new Map([[card.id, heldUntil]]))).toEqual([]);
      const [changed] = redated(entries, new Map([[card.id, noon]]));
      expect(changed).toEqual({ ...entries[0], version: 2, transferableAt: noon });
    });
  });
});

describe("every booking", () => {
  const charges = fc
    .record({
      method: fc.constantFrom(...methods),
      amount: fc.integer({ min: 1, max: 15_000_000 }),
      capturedShare: fc.integer({ min: 1, max: 100 }),
      term: fc.option(fc.integer({ min: 3, max: 36 })),
    })
    .map(({ method, amount, capturedShare, term }) => {
      const capturedAmount = Math.max(1, Math.trunc((amount * capturedShare) / 100));
      const { installment } = method;
      const interest = installment && term ? { monthlyRate: installment.interest.merchant.monthly, term } : null;
      const pricing = price(capturedAmount, method.fees, interest);
      return aCharge({ state: "captured", method: method.type, amount, capturedAmount, ...pricing });
    });

  test("sums to zero, has no empty line, and its amount is its effect on the merchant's balance", () => {
    fc.assert(
      fc.property(charges, fc.integer({ min: 1, max: 100 }), (charge, share) => {
        const captured = charge.capturedAmount ?? 0;
        const amount = Math.max(1, Math.trunc((captured * share) / 100));
        const refund = { ...refundOf(aCharge({ state: "captured", amount }), amount), charge: charge.id };
        const capture = bookCapture(trxn, charge, noon);
        const back = bookVoid(trxn, charge, refund, dates, noon);
        const booked = [capture, bookRefund(trxn, charge, refund, dates, noon), back];
        for (const { entry, postings } of booked) {
          expect(postings.reduce((sum, posting) => sum + posting.amount, 0)).toBe(0);
          const merchant = postings.filter(({ ledgerAccount }) => ledgerAccount === "merchant");
          expect(merchant.reduce((sum, posting) => sum - posting.amount, 0)).toBe(entry.amount);
          expect(new Set(postings.map(({ ledgerAccount }) => ledgerAccount)).size).toBe(postings.length);
          for (const posting of postings) {
            expect(posting).toMatchObject({ entry: entry.id, account: charge.account, currency: entry.currency });
            expect(Math.abs(posting.amount)).toBeGreaterThan(0);
          }
        }
        expect(capture.entry.amount).toBe(netOf(captured, charge));
        expect(back.entry.amount + capture.entry.amount).toBe(0);
      }),
    );
  });

  test("that would not balance is a defect", () => {
    const charge = aCharge({ state: "captured", fee: Number.NaN });
    expect(() => bookCapture(trxn, charge, noon)).toThrow("instead of zero");
  });
});

test("whatever is booked, its parts are those of the charge and add up to what the balance gained", () => {
  const ofMethod = fc.constantFrom(...methods.filter(({ refund }) => refund.kind !== "none"));
  fc.assert(
    fc.property(ofMethod, fc.integer({ min: 300_000, max: 10_000_000 }), fc.boolean(), (method, amount, free) => {
      const interest = free && method.installment ? { monthlyRate: "0.80", term: 4 } : null;
      const charge = aCharge({
        state: "captured",
        method: method.type,
        amount,
        capturedAmount: amount,
        ...price(amount, method.fees, interest),
      });
      const refund = refundOf(charge, amount);
      const { fee, feeVat, interest: interestPaid, interestVat } = charge;
      const parts = partsOf({
        ...bookCapture(trxn, charge, noon),
        charge,
        refund: null,
        transfer: null,
        dispute: null,
      });
      expect(parts).toEqual({
        gross: amount,
        fee,
        feeVat,
        interest: interestPaid,
        interestVat,
        net: netOf(amount, charge),
      });
      const undone = partsOf({
        ...bookVoid(trxn, charge, refund, dates, noon),
        charge,
        refund,
        transfer: null,
        dispute: null,
      });
      for (const name of Object.keys(parts) as (keyof typeof parts)[]) expect(undone[name] + parts[name]).toBe(0);
      const returned = partsOf({
        ...bookRefund(trxn, charge, refund, dates, noon),
        charge,
        refund,
        transfer: null,
        dispute: null,
      });
      expect(returned).toEqual({ gross: -amount, fee: 0, feeVat: 0, interest: 0, interestVat: 0, net: -amount });
    }),
  );
});

test("the parts of what is booked at an upstream are those of what is booked with the acquirer", () => {
  const none = { refund: null, transfer: null, dispute: null };
  const card = aCharge({ state: "captured" });
  const there = { ...card, upstream: "omise" };
  const refund = refundOf(card, 100_000);
  const bookings: ((charge: Charge) => Booking)[] = [
    (charge) => bookCapture(trxn, charge, noon),
    (charge) => bookRefund(trxn, charge, refund, dates, noon),
    (charge) => bookVoid(trxn, charge, refund, dates, noon),
  ];
  for (const booked of bookings)
    expect(partsOf({ ...booked(there), ...none, charge: there })).toEqual(
      partsOf({ ...booked(card), ...none, charge: card }),
    );
});

test("refunds leave the net less what was returned; a void leaves nothing, and nothing was paid before it was", () => {
  const paid = aCharge({ state: "captured", paidAt: noon, refundedAmount: 30_000 });
  expect(netLeft(paid)).toBe(66_094);
  expect(netLeft({ ...paid, refundedAmount: 100_000 })).toBe(-3_906);
  expect(netLeft({ ...paid, refundedAmount: 100_000, voided: true })).toBe(0);
  expect(netLeft(aCharge({ state: "awaiting_payer" }))).toBeNull();
});
