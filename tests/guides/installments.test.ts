import { describe, expect, test } from "vitest";
import { installmentTestCards } from "../../src/connectors/card/test-issuers.ts";
import { aToken, installmentCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { runGuide } from "./curl.ts";
import { payerChooses } from "./payer.ts";
import { isSigned } from "./webhook.ts";

const day = 86_400_000;

/** The guide's tables: bank, terms in months, monthly minimum in satang, refund period in days. */
const banks = [
  { bank: "bay", terms: [3, 4, 6, 9, 10], monthly: 50000, refundDays: 30 },
  { bank: "bbl", terms: [3, 4, 6, 8, 9, 10], monthly: 50000, refundDays: 365 },
  { bank: "first_choice", terms: [3, 4, 6, 9, 10, 12, 18, 24, 36], monthly: 30000, refundDays: 30 },
  { bank: "kbank", terms: [3, 4, 6, 10], monthly: 50000, refundDays: 120 },
  { bank: "ktc", terms: [3, 4, 5, 6, 7, 8, 9, 10], monthly: 30000, refundDays: 180 },
  { bank: "scb", terms: [3, 4, 6, 9, 10], monthly: 50000, refundDays: 180 },
  { bank: "ttb", terms: [3, 4, 6, 10], monthly: 50000, refundDays: 365 },
  { bank: "uob", terms: [3, 4, 6, 10], monthly: 50000, refundDays: 365 },
];

describe("the installment guide from its first line to its last", () => {
  test("token, source, charge, authentication, webhook, status", async () => {
    const gateway = await aGateway();
    const receiver = await aReceiver();
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });

    const token = await runGuide(gateway, "installments/create-token");
    const source = await runGuide(gateway, "installments/create-source");
    const variables = { SOURCE_ID: source.id, TOKEN_ID: token.id };
    const charge = await runGuide(gateway, "installments/create-charge", variables);
    expect(charge).toMatchObject({ status: "pending", source: { id: source.id }, card: { id: token.card.id } });

    expect(await payerChooses(charge, "successful")).toBe(charge.return_uri);

    await receiver.arrived(2);
    const told = receiver.received.find(({ json }) => json.key === "charge.complete");
    expect(told?.json.data).toMatchObject({ id: charge.id, status: "successful" });
    expect(receiver.received.every(isSigned)).toBe(true);

    expect(await retrieve(gateway, charge.id)).toMatchObject({
      status: told?.json.data.status,
      paid: true,
      net: 384378,
      fee: 14600,
      fee_vat: 1022,
      interest: 0,
      interest_vat: 0,
      refundable: true,
      partially_refundable: false,
      can_perform_void: false,
      source: { charge_status: "successful" },
    });
    const { json: spent } = await gateway.call("GET", `/tokens/${token.id}`, { key: gateway.publicKey });
    expect(spent).toMatchObject({ used: true, charge_status: "successful", card: null });
  });

  test("a source inside the charge", async () => {
    const gateway = await aGateway();
    const { id: token } = await runGuide(gateway, "installments/create-token");
    const charge = await runGuide(gateway, "installments/create-source-and-charge", { TOKEN_ID_CHARGE_SOURCE: token });
    await payerChooses(charge, "successful");
    expect(await retrieve(gateway, charge.id)).toMatchObject({ status: "successful", net: 384378 });
  });

  test("the customer pays the interest by the guide's own command, whatever the account's setting", async () => {
    const gateway = await aGateway();
    await gateway.call("PATCH", "/account", { body: { zero_interest_installments: true } });
    const { id: token } = await runGuide(gateway, "installments/create-token");
    const charge = await runGuide(gateway, "installments/customer-pays-interest", { TOKEN_ID_CHARGE: token });
    expect(charge).toMatchObject({
      zero_interest_installments: false,
      source: { zero_interest_installments: false, absorption_type: "customer" },
      interest: 0,
      interest_vat: 0,
      net: 384378,
    });
  });
});

describe("who pays the interest", () => {
  test("the merchant, when charge and source say so: 4 months at 0.80 % of the whole amount, and VAT on it", async () => {
    const gateway = await aGateway();
    const body = { amount: 400000, currency: "THB", type: "installment_wlb_ktc", installment_term: 4 };
    const source = await gateway.call("POST", "/sources", {
      body: { ...body, zero_interest_installments: true },
      key: gateway.publicKey,
    });
    expect(source.json).toMatchObject({ zero_interest_installments: true, absorption_type: "merchant" });
    const { json } = await installmentCharge(gateway, { source: source.json.id, zero_interest_installments: true });
    expect(json).toMatchObject({
      zero_interest_installments: true,
      fee: 14600,
      fee_vat: 1022,
      interest: 12800,
      interest_vat: 896,
      net: 370682,
      funding_amount: 400000,
    });
    await payerChooses(json, "successful");
    expect(await retrieve(gateway, json.id)).toMatchObject({ net: 370682, interest: 12800, interest_vat: 896 });
    expect((await gateway.call("GET", "/balance")).json.total).toBe(370682);
  });

  test("the merchant, when only the charge says so and carries its source", async () => {
    const gateway = await aGateway();
    const { json } = await installmentCharge(gateway, { zero_interest_installments: true });
    expect(json).toMatchObject({ net: 370682, source: { absorption_type: "merchant" } });
  });

  test("the account's setting decides when nobody says", async () => {
    const gateway = await aGateway();
    await gateway.call("PATCH", "/account", { body: { zero_interest_installments: true } });
    const { json: capability } = await gateway.call("GET", "/capability", { key: gateway.publicKey });
    expect(capability.zero_interest_installments).toBe(true);
    const source = await runGuide(gateway, "installments/create-source");
    expect(source.zero_interest_installments).toBe(true);
    const token = await aToken(gateway);
    const variables = { SOURCE_ID: source.id, TOKEN_ID: token };
    const charge = await runGuide(gateway, "installments/create-charge", variables);
    expect(charge).toMatchObject({ zero_interest_installments: true, net: 370682 });
  });

  test("charge and source that disagree are refused", async () => {
    const gateway = await aGateway();
    const source = await runGuide(gateway, "installments/create-source");
    const refused = await installmentCharge(gateway, { source: source.id, zero_interest_installments: true });
    expect(refused.json).toMatchObject({
      code: "invalid_charge",
      message: "zero_interest_installments must match the source, which has false",
    });
  });

  // the first two as recorded in 2019; the others follow from the official help pages on interest; TTB and UOB are assumed
  test.each([
    ["bay", 6, 1000000, 48000, 3360, 909585],
    ["bay", 6, 4999995, 240000, 16800, 4547920],
    ["bbl", 10, 1000000, 80000, 5600, 875345],
    ["ktc", 4, 1000000, 32000, 2240, 926705],
    ["scb", 10, 500000, 40000, 2800, 437672],
    ["kbank", 10, 1000000, 65000, 4550, 891395],
    ["first_choice", 10, 1000000, 130000, 9100, 821845],
    ["first_choice", 36, 1080000, 505440, 35381, 497000],
    ["uob", 6, 300000, 11520, 806, 275957],
    ["ttb", 10, 500000, 40000, 2800, 437672],
  ])("%s over %i months: of %i the merchant pays %i interest and %i VAT, and gets %i", async (...row) => {
    const [bank, term, amount, interest, vat, net] = row;
    const gateway = await aGateway();
    const { json } = await installmentCharge(gateway, {
      amount,
      zero_interest_installments: true,
      source: { type: `installment_wlb_${bank}`, installment_term: term },
    });
    expect(json).toMatchObject({ interest, interest_vat: vat, net });
  });
});

describe("failures", () => {
  test.each([
    ["insufficient_balance", "insufficient funds in the account or the payment method has reached its limit"],
    ["payment_cancelled", "payment cancelled by payer"],
    ["timeout", "payer did not take action before charge expiration"],
    ["failed_processing", "general payment processing failure"],
  ])("the payer's page can end in %s", async (code, message) => {
    const gateway = await aGateway();
    const { json: charge } = await installmentCharge(gateway);
    expect(await payerChooses(charge, code)).toBe(charge.return_uri);
    const failed = await retrieve(gateway, charge.id);
    expect(failed).toMatchObject({ status: "failed", failure_code: code, failure_message: message, refundable: false });
  });

  test.each([
    ["4111111111140011", "insufficient_balance"],
    ["5555551111190013", "failed_processing"],
    ["4111111111110014", "failed_processing"],
  ])("the test card %s fails with %s once its holder has authenticated", async (number, code) => {
    const gateway = await aGateway();
    const { json: charge } = await installmentCharge(gateway, {}, number);
    expect(charge.status).toBe("pending");
    await payerChooses(charge, "successful");
    expect(await retrieve(gateway, charge.id)).toMatchObject({ status: "failed", failure_code: code });
  });

  test("seven days after creation an unpaid charge expires", async () => {
    const gateway = await aGateway();
    const { json: charge } = await installmentCharge(gateway);
    await gateway.advance(7 * day - 1_000);
    expect((await retrieve(gateway, charge.id)).status).toBe("pending");
    await gateway.advance(1_000);
    expect(await retrieve(gateway, charge.id)).toMatchObject({ status: "expired", expired: true, failure_code: null });
  });
});

describe("refunds", () => {
  test.each(banks)("$bank: in full within $refundDays days, not after", async ({ bank, refundDays }) => {
    const gateway = await aGateway();
    const source = { type: `installment_wlb_${bank}`, installment_term: 4 };
    const charges = [await installmentCharge(gateway, { source }), await installmentCharge(gateway, { source })];
    for (const { json } of charges) await payerChooses(json, "successful");
    const [early, late] = charges.map(({ json }) => `/charges/${json.id}/refunds`);

    await gateway.advance(refundDays * day);
    const refund = await gateway.call("POST", early ?? "", { body: { amount: 400000 } });
    expect(refund.json).toMatchObject({ object: "refund", amount: 400000, voided: false, status: "closed" });

    await gateway.advance(1_000);
    const refused = await gateway.call("POST", late ?? "", { body: { amount: 400000 } });
    const period = refundDays === 365 ? "1 year" : `${refundDays} days`;
    expect(refused).toMatchObject({
      status: 400,
      json: { code: "failed_refund", message: `the refund period of ${period} after payment has passed` },
    });
    expect((await retrieve(gateway, charges[1]?.json.id)).refundable).toBe(false);
  });

  test("a part is refused, the whole is taken, and only once", async () => {
    const gateway = await aGateway();
    const { json: charge } = await installmentCharge(gateway);
    await payerChooses(charge, "successful");
    const refund = (amount: number) => gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount } });

    for (const part of [1, 200000, 399999]) {
      expect((await refund(part)).json).toMatchObject({
        code: "failed_refund",
        message: "installment charges can only be refunded in full: amount must be 400000",
      });
    }
    expect((await refund(400001)).json.code).toBe("failed_refund");
    expect((await refund(400000)).json).toMatchObject({ object: "refund", charge: charge.id });
    expect((await refund(400000)).json.message).toBe("charge was already refunded in full");
    expect(await retrieve(gateway, charge.id)).toMatchObject({
      status: "successful",
      refunded_amount: 400000,
      refundable: false,
      voided: false,
      refunds: { total: 1 },
    });
  });
});

describe("limits", () => {
  for (const { bank, terms, monthly } of banks) {
    test(`${bank}: each of its terms from its own minimum, and no other term`, async () => {
      const gateway = await aGateway();
      const ask = (amount: number, term: number) =>
        gateway.call("POST", "/sources", {
          body: { amount, currency: "THB", type: `installment_wlb_${bank}`, installment_term: term },
          key: gateway.publicKey,
        });
      for (const term of terms) {
        const minimum = Math.max(200000, monthly * term);
        expect((await ask(minimum, term)).status, `${term} months from ${minimum}`).toBe(200);
        const { status, json } = await ask(minimum - 1, term);
        expect([status, json.code], `${term} months below ${minimum}`).toEqual([400, "bad_request"]);
        expect(json.message).toMatch(new RegExp(`^amount must be at least ${minimum}( \\(|$)`));
      }
      const others = [1, 2, 5, 7, 8, 11, 12, 37].filter((term) => !terms.includes(term));
      for (const term of others) {
        expect((await ask(1000000, term)).json.message).toBe(
          `installment_term must be one of ${terms.join(", ")} for ${bank}`,
        );
      }
    });
  }

  test("THB 150,000.00 at most", async () => {
    const gateway = await aGateway();
    expect((await installmentCharge(gateway, { amount: 15000000 })).json.status).toBe("pending");
    expect((await installmentCharge(gateway, { amount: 15000001 })).json).toMatchObject({
      code: "invalid_charge",
      message: "amount must be less than or equal to 15000000 (thb subunits)",
    });
  });

  test("the minimum holds for a source inside the charge as well", async () => {
    const gateway = await aGateway();
    const source = { type: "installment_wlb_bbl", installment_term: 10 };
    expect((await installmentCharge(gateway, { amount: 499999, source })).json.message).toBe(
      "amount must be greater than or equal to 500000 (thb subunits) (10 months of at least THB 500.00)",
    );
    expect((await installmentCharge(gateway, { amount: 500000, source })).json.status).toBe("pending");
  });

  test("capability lists every bank with its terms", async () => {
    const gateway = await aGateway();
    const { json } = await gateway.call("GET", "/capability", { key: gateway.publicKey });
    const listed = json.payment_methods
      .filter(({ name }: { name: string }) => name.startsWith("installment_wlb_"))
      .map(({ name, installment_terms }: { name: string; installment_terms: number[] }) => [name, installment_terms]);
    expect(listed).toEqual(banks.map(({ bank, terms }) => [`installment_wlb_${bank}`, terms]));
    expect(json.limits.installment_amount.min).toBe(200000);
  });
});

describe("the 1-baht check of Krungsri and First Choice cards", () => {
  const checked = installmentTestCards.filter(({ label }) => label.startsWith("Krungsri"));
  const unchecked = installmentTestCards.filter(({ label }) => !label.startsWith("Krungsri"));

  test.each(checked)("$number ($label)", async ({ number, label, declines }) => {
    const gateway = await aGateway();
    const answer = await createToken(gateway, number, label);
    if (declines) {
      expect(answer).toMatchObject({ status: 400, json: { code: "invalid_card" } });
      expect(answer.json.message).toMatch(/^card was refused by its issuer \(.+\)$/);
    } else {
      expect(answer.json).toMatchObject({ object: "token", card: { bank: "BANK OF AYDHYA PUBLIC COMPANY LIMITED" } });
      expect(await bankHeard(gateway, answer.json.card.id)).toEqual({ authorized: true, voided: true });
    }
    const { json: charges } = await gateway.call("GET", "/charges");
    const { json: events } = await gateway.call("GET", "/events");
    const { json: balance } = await gateway.call("GET", "/balance");
    expect([charges.total, events.total, balance.total]).toEqual([0, 0, 0]);
  });

  test.each(unchecked)("is not made for $number ($label)", async ({ number, label }) => {
    const gateway = await aGateway();
    const { json } = await createToken(gateway, number, label);
    expect(json.object).toBe("token");
    expect(await bankHeard(gateway, json.card.id)).toEqual({ authorized: false, voided: false });
  });

  test("a loan card without expiry pays with First Choice and nothing else", async () => {
    const gateway = await aGateway();
    const loan = async () => (await createToken(gateway, "4999000300090300", "First Choice loan card")).json.id;
    const source = { type: "installment_wlb_first_choice", installment_term: 12 };
    const { json: charge } = await installmentCharge(gateway, { amount: 360000, source, card: await loan() });
    expect(charge).toMatchObject({
      status: "pending",
      card: { financing: "loan", expiration_month: null, expiration_year: null },
    });
    await payerChooses(charge, "successful");
    expect((await retrieve(gateway, charge.id)).status).toBe("successful");
    expect((await installmentCharge(gateway, { card: await loan() })).json).toMatchObject({
      code: "invalid_charge",
      message: "loan cards can only be used with installment_wlb_first_choice",
    });
  });
});

function createToken(gateway: TestGateway, number: string, label: string) {
  const expiry = label.includes("loan") ? {} : { expiration_month: 12, expiration_year: 2030 };
  const card = { name: "Somchai Prasert", number, security_code: "123", ...expiry };
  return gateway.call("POST", "/tokens", { body: { card }, key: gateway.publicKey });
}

/** The simulated acquirer's record of a card's check. */
async function bankHeard({ gateway }: TestGateway, card: string) {
  const { simulatedBank } = gateway.store;
  const heard = async (reference: string) => (await simulatedBank.get("card", reference)) !== undefined;
  return { authorized: await heard(`${card}/check`), voided: await heard(`${card}/check/void`) };
}

async function retrieve(gateway: TestGateway, id: string) {
  return (await gateway.call("GET", `/charges/${id}`)).json;
}
