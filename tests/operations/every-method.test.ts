import { expect, test } from "vitest";
import { apiVersions } from "../../src/domain/merchant/account.ts";
import { effectiveMinimum } from "../../src/domain/payment/installment.ts";
import { failureCodesOf, type Method } from "../../src/domain/payment/method.ts";
import { type SourceParameter, sourceFields } from "../../src/domain/payment/source-field.ts";
import { methods } from "../../src/methods/index.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { amountFor, aSourceOf, chargeBy, decide } from "../kit/paying.ts";

/** Methods with a source; plain cards have tests of their own. */
const withSource = methods.filter(({ type }) => type !== "card");
/** Methods whose payers decide by hand; a card's are decided by its number and its issuer. */
const byHand = withSource.filter(({ carries }) => carries === null);

const createSource = (gateway: TestGateway, method: Method, patch: Record<string, unknown> = {}) =>
  gateway.call("POST", "/sources", {
    key: gateway.publicKey,
    body: { amount: amountFor(method), currency: "THB", ...aSourceOf(method), ...patch },
  });

/** The smallest amount of the method's source, with its months. */
function smallest(method: Method): number {
  const min = method.limits["THB"]?.min ?? 0;
  const months = aSourceOf(method)["installment_term"];
  return method.installment && typeof months === "number" ? effectiveMinimum(method.installment, months, min) : min;
}

test("every method makes a source with its limits' amounts, and refuses one satang beyond and other currencies", async () => {
  const gateway = await aGateway();
  for (const method of withSource) {
    const { type } = method;
    const [min, max] = [smallest(method), method.limits["THB"]?.max ?? 0];
    for (const amount of [min, max]) {
      const { status, json } = await createSource(gateway, method, { amount });
      expect([status, json.object, json.type, json.amount], type).toEqual([200, "source", type, amount]);
      expect(json.flow, type).toBe(method.journey.kind === "page" ? method.journey.flow : "offline");
      expect(json, type).toMatchObject({ charge_status: "unknown", scannable_code: null, references: null });
    }
    const below = await createSource(gateway, method, { amount: min - 1 });
    expect(below.json, type).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining(`at least ${min}`),
    });
    const above = await createSource(gateway, method, { amount: max + 1 });
    expect(above.json, type).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining(`less than ${max}`),
    });
    const dollars = await createSource(gateway, method, { currency: "USD" });
    expect(dollars.json, type).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining("currency must be THB"),
    });
  }
});

test("every method asks for each parameter that it requires, and takes no nonsense for one", async () => {
  const gateway = await aGateway();
  for (const method of withSource) {
    for (const [name, need] of Object.entries(method.parameters)) {
      const { wire, reads } = sourceFields[name as SourceParameter]; // the keys of `parameters`
      const { [wire]: _, ...without } = aSourceOf(method);
      const body = { amount: amountFor(method), currency: "THB", ...without };
      const missing = await gateway.call("POST", "/sources", { body });
      expect(missing.status, `${method.type} without ${wire}`).toBe(need === "required" ? 400 : 200);
      if (need === "required")
        expect(missing.json, method.type).toMatchObject({
          code: "bad_request",
          message: expect.stringContaining(wire),
        });
      const nonsense = reads === "text" ? { deep: ["x"] } : "nonsense";
      const wrong = await gateway.call("POST", "/sources", { json: { ...body, [wire]: nonsense } });
      expect([wrong.status, wrong.json.code], `${method.type} with wrong ${wire}`).toEqual([400, "bad_request"]);
    }
  }
});

test("an item without a price is named, where a method lends by what is bought", async () => {
  const gateway = await aGateway();
  const atome = methods.find(({ type }) => type === "atome");
  if (!atome) throw new Error("the list has atome");
  const { json } = await createSource(gateway, atome, { items: [{ sku: "1", name: "Bowl", quantity: "1" }] });
  expect(json).toMatchObject({ code: "bad_request", message: "items[0] amount cannot be blank" });
});

test("every method's charge is paid by its payer, books its fee, and is told of once", async () => {
  const gateway = await aGateway();
  for (const method of byHand) {
    const { status, json: created } = await chargeBy(gateway, method);
    expect([status, created.status], method.type).toEqual([200, "pending"]);
    expect(created.authorize_uri === null, method.type).toBe(method.journey.kind === "code");
    expect(Date.parse(created.expires_at) - Date.parse(created.created_at), method.type).toBe(method.expiresAfter);
    expect(created.source.provider_references.reference_number_1, method.type).toMatch(/^\w{16,19}$/);
    const paid = await decide(gateway, method, created, "successful");
    expect(paid, method.type).toMatchObject({
      status: "successful",
      paid: true,
      source: { charge_status: "successful" },
    });
    expect(paid.transaction_fees, method.type).toEqual({
      fee_flat: method.fees.flat,
      fee_rate: method.fees.rate,
      vat_rate: method.fees.vat,
    });
    const { refund } = method;
    expect([paid.refundable, paid.partially_refundable, paid.can_perform_void, paid.disputable], method.type).toEqual([
      refund.kind !== "none",
      refund.kind === "partial",
      method.voidable,
      false,
    ]);
    const { json: events } = await gateway.call("GET", `/charges/${paid.id}/events`);
    expect(
      events.data.map(({ key }: { key: string }) => key),
      method.type,
    ).toEqual(["charge.create", "charge.complete"]);
  }
});

test("every method's charge fails with each of its codes, in its own words, and expires where nobody pays", async () => {
  const gateway = await aGateway();
  const waiting: string[] = [];
  for (const method of byHand) {
    for (const code of failureCodesOf(method)) {
      const { json: created } = await chargeBy(gateway, method);
      const failed = await decide(gateway, method, created, code);
      expect([failed.status, failed.failure_code], method.type).toEqual(["failed", code]);
      expect(failed.failure_message, method.type).toMatch(/^[a-z]/);
    }
    waiting.push((await chargeBy(gateway, method)).json.id);
  }
  for (let passed = 0; passed < 8; passed += 1) await gateway.advance(24 * 3_600_000);
  for (const id of waiting) {
    const { json } = await gateway.call("GET", `/charges/${id}`);
    expect([json.status, json.failure_code], json.source.type).toEqual(["expired", null]);
  }
});

test("every method refunds as far and as long as it says, and voids only where it says so", async () => {
  const gateway = await aGateway();
  const old: { method: Method; id: string }[] = [];
  for (const method of byHand) {
    const pay = async () => decide(gateway, method, (await chargeBy(gateway, method)).json, "successful");
    const refund = (id: string, amount: number) => gateway.call("POST", `/charges/${id}/refunds`, { body: { amount } });
    const amount = amountFor(method);
    const part = await refund((await pay()).id, 100);
    expect(part.status, `${method.type} in part`).toBe(method.refund.kind === "partial" ? 200 : 400);
    const whole = await refund((await pay()).id, amount);
    expect(whole.status, `${method.type} in full`).toBe(method.refund.kind === "none" ? 400 : 200);
    if (method.refund.kind === "none") expect(whole.json.code, method.type).toBe("failed_refund");
    else expect(whole.json.voided, method.type).toBe(method.voidable);
    old.push({ method, id: (await pay()).id });
  }
  const refunding = old.flatMap(({ method, id }) =>
    method.refund.kind === "none" ? [] : [{ ...method.refund, method, id }],
  );
  for (const { withinDays, method, id } of refunding.toSorted((one, other) => one.withinDays - other.withinDays)) {
    const { json: charge } = await gateway.call("GET", `/charges/${id}`);
    const deadline = Date.parse(charge.paid_at) + withinDays * 24 * 3_600_000;
    if (deadline > gateway.now()) gateway.pass(deadline - gateway.now() + 1_000);
    const { json } = await gateway.call("POST", `/charges/${id}/refunds`, { body: { amount: amountFor(method) } });
    expect(json, method.type).toMatchObject({ code: "failed_refund", message: expect.stringMatching(/refund period/) });
  }
});

test("every method's charge is shown in every version of the API, and its source too", async () => {
  const gateway = await aGateway();
  for (const method of withSource) {
    const { json: charge } = await chargeBy(gateway, method);
    for (const version of apiVersions) {
      const headers = { "omise-version": version };
      const shown = await gateway.call("GET", `/charges/${charge.id}`, { headers });
      expect([shown.status, shown.json.id], `${method.type} in ${version}`).toEqual([200, charge.id]);
      const source = await gateway.call("GET", `/sources/${charge.source.id}`, { headers });
      expect([source.status, source.json.type], `${method.type} in ${version}`).toEqual([200, method.type]);
    }
  }
});

test("on PostgreSQL a method of each journey is created, paid and refunded as far as it says", async () => {
  const gateway = await aGateway({ engine: "postgres" });
  const kinds = new Map(byHand.map((method) => [JSON.stringify([method.journey, method.refund.kind]), method]));
  expect(kinds.size).toBeGreaterThan(5);
  for (const method of kinds.values()) {
    const { json: created } = await chargeBy(gateway, method);
    const paid = await decide(gateway, method, created, "successful");
    expect(paid.status, method.type).toBe("successful");
    const body = { amount: amountFor(method) };
    const { status } = await gateway.call("POST", `/charges/${paid.id}/refunds`, { body });
    expect(status, method.type).toBe(method.refund.kind === "none" ? 400 : 200);
  }
});
