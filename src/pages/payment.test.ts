import { describe, expect, test } from "vitest";
import { installmentCharge, kplusCharge } from "../../tests/kit/builders.ts";
import { aGateway, type TestGateway } from "../../tests/kit/gateway.ts";
import { inMainUnits } from "../domain/base/money.ts";

/** The text on the payer's page of a charge: without markup, with entities as they are. */
async function wordsOn(gateway: TestGateway, { authorize_uri: uri }: { authorize_uri: string }, language = "en") {
  const { pathname } = new URL(uri);
  const { text } = await gateway.call("GET", `${pathname}?lang=${language}`, { key: null });
  return text.replace(/<(?!!)[^>]*>/g, " ").replace(/\s+/g, " ");
}

test("a payer reads before paying what the installments cost in all: the same figures as in the payment form", async () => {
  const gateway = await aGateway();
  const { json: charge } = await installmentCharge(gateway);
  const query = `key=${gateway.publicKey}&amount=${charge.amount}&currency=THB`;
  const { json: options } = await gateway.call("GET", `/pay/options.json?${query}`, { key: null });
  const { installment } = options.methods.find(({ type }: { type: string }) => type === charge.source.type);
  const { interest } = installment.terms.find(
    ({ months }: { months: number }) => months === charge.source.installment_term,
  );
  const words = await wordsOn(gateway, charge);
  expect(interest).toBeGreaterThan(0);
  expect(words).toContain(`Total to pay THB ${inMainUnits(charge.amount + interest, "THB")}`);
  expect(words).toContain(`Interest THB ${inMainUnits(interest, "THB")}`);
  expect(words).toContain(`${installment.monthlyRate}% of the amount each month`);
});

test("a payer whose merchant pays the interest reads of none", async () => {
  const gateway = await aGateway();
  const { json: charge } = await installmentCharge(gateway, { zero_interest_installments: true });
  const words = await wordsOn(gateway, charge);
  expect(words).toContain("no interest");
  expect(words).not.toMatch(/Total to pay|of the amount each month/);
});

test("a payer reads the charge's description, whatever it contains, and nothing if there is none", async () => {
  const gateway = await aGateway();
  const description = `Order 7 <script>alert("1")</script> ${"ก".repeat(900)}`;
  const { json: charge } = await kplusCharge(gateway, { description });
  const words = await wordsOn(gateway, charge);
  expect(words).toContain("For Order 7 &lt;script&gt;");
  expect(words).toContain("ก".repeat(900));
  expect(await wordsOn(gateway, (await kplusCharge(gateway)).json)).not.toContain(" For ");
});

describe.each(["sqlite", "postgres"] as const)("on %s", (engine) => {
  test("a payer who cancelled on the phone does not read that the bank refused; the code stays the original's", async () => {
    const gateway = await aGateway({ engine });
    const { json: charge } = await kplusCharge(gateway);
    await wordsOn(gateway, charge);
    const { reference_number_1: reference } = charge.source.provider_references;
    await gateway.call("POST", `/kplus/pay/${reference}`, { key: null, body: { act: "cancel" } });
    expect(await wordsOn(gateway, charge)).toMatch(/Payment cancelled You cancelled the payment at your bank\./);
    expect(await wordsOn(gateway, charge, "th")).not.toContain("ธนาคารปฏิเสธ");
    const { json: failed } = await gateway.call("GET", `/charges/${charge.id}`);
    expect(failed).toMatchObject({ status: "failed", failure_code: "payment_rejected" });
  });
});

test("a payer whom the bank refused reads so", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const { pathname } = new URL(charge.authorize_uri);
  await fetch(`${gateway.url}${pathname}`, {
    method: "POST",
    body: new URLSearchParams({ outcome: "payment_rejected" }),
    redirect: "manual",
  });
  expect(await wordsOn(gateway, charge)).toContain("Payment failed Payment rejected by the issuer");
});

test("a code that leads to localhost says that only this machine opens it; one that a phone can reach does not", async () => {
  const note = "only this machine can open it";
  const near = await aGateway();
  expect(await wordsOn(near, (await kplusCharge(near)).json)).toContain(note);
  const far = await aGateway({ environment: { CHAMRA_PUBLIC_URL: "https://pay.example.com" } });
  const { pathname } = new URL((await kplusCharge(far)).json.authorize_uri);
  const page = await far.app.inject({ url: pathname, headers: { host: "pay.example.com" } });
  expect(page.body).toContain("Scan with your phone");
  expect(page.body).not.toContain(note);
});
