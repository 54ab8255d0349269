import { expect, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { failureCodesOf } from "../../src/domain/payment/method.ts";

import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { methodOf, standardMethods } from "../kit/methods.ts";
import { chargeBy } from "../kit/paying.ts";

const onThePhone = standardMethods.in("THB").all.filter(({ bank }) => bank === "phone");

const decide = (gateway: TestGateway, payment: string, outcome: string) =>
  gateway.call("POST", `/phone/payments/${payment}/decide`, { key: null, body: { outcome } });
const get = async (gateway: TestGateway, id: string) => (await gateway.call("GET", `/charges/${id}`)).json;
const misbehave = (gateway: TestGateway, body: Record<string, unknown>) =>
  gateway.call("POST", "/simulators/misbehaviour", { body });

async function completions(gateway: TestGateway, id: string): Promise<number> {
  const { json } = await gateway.call("GET", `/charges/${id}/events`);
  return json.data.filter(({ key }: { key: string }) => key === "charge.complete").length;
}

async function aPromptPayCharge(gateway: TestGateway) {
  const { json } = await chargeBy(gateway, methodOf("promptpay"));
  return { id: json.id as string, reference: json.source.provider_references.reference_number_1 as string };
}

test("every failure of every method on the phone is brought about by one call, by the charge's id, and by mark_as_failed", async () => {
  const gateway = await aGateway();
  for (const method of onThePhone) {
    for (const code of failureCodesOf(method)) {
      const { json: first } = await chargeBy(gateway, method);
      const { status, json } = await decide(gateway, first.id, code);
      expect([status, json.object, json.type, json.status, json.outcome], `${method.type} ${code}`).toEqual([
        ...[200, "phone_payment", method.type, "rejected", code],
      ]);
      const { json: second } = await chargeBy(gateway, method);
      const marked = await gateway.call("POST", `/charges/${second.id}/mark_as_failed`, {
        body: { failure_code: code },
      });
      for (const charge of [await get(gateway, first.id), marked.json])
        expect([charge.status, charge.failure_code], `${method.type} ${code}`).toEqual(["failed", code]);
    }
  }
});

test("a program sees what the payer would see, pays by the reference, and then nothing changes any more", async () => {
  const gateway = await aGateway();
  const { id, reference } = await aPromptPayCharge(gateway);
  const waiting = await gateway.call("GET", `/phone/payments/${reference}`, { key: null });
  expect(waiting.json).toEqual({
    object: "phone_payment",
    reference,
    type: "promptpay",
    amount: 600_000,
    currency: "THB",
    merchant: "Demo Shop",
    status: "waiting",
    outcome: null,
    outcomes: ["successful", ...failureCodesOf(methodOf("promptpay"))],
    bank_reference: null,
    account: null,
    ended_at: null,
  });
  const ends = await Promise.all(["successful", "failed_processing"].map((each) => decide(gateway, reference, each)));
  const [{ json: first } = {}, { json: second } = {}] = ends;
  expect(first.outcome).toBe(second.outcome);
  expect((await decide(gateway, id, "failed_processing")).json.outcome).toBe(first.outcome);
  expect(await completions(gateway, id)).toBe(1);
});

test("what there is not is refused: other outcomes, other charges, other banks, and a code that the method does not fail with", async () => {
  const gateway = await aGateway();
  const { id, reference } = await aPromptPayCharge(gateway);
  for (const outcome of ["", "paid", "stolen_or_lost_card"])
    expect((await decide(gateway, reference, outcome)).json.message).toMatch(/^outcome must be one of successful, /);
  const others = [await cardCharge(gateway), await kplusCharge(gateway)].map(({ json }) => json.id);
  for (const name of ["unknown", "chrg_test_5z4ykxh42cn7qsxw1w5", ...others])
    expect((await gateway.call("GET", `/phone/payments/${name}`, { key: null })).status, name).toBe(404);
  const wrong = await gateway.call("POST", `/charges/${id}/mark_as_failed`, {
    body: { failure_code: "stolen_or_lost_card" },
  });
  expect([wrong.status, wrong.json.code]).toEqual([400, "bad_request"]);
  expect((await get(gateway, id)).status).toBe("pending");
});

test.each(["late", "never", "nonsense"])(
  "a network whose answer is %s is asked again, and the charge is paid once",
  async (fault) => {
    const gateway = await aGateway({ pause: async (ms) => new Promise((resolve) => setImmediate(resolve, ms)) });
    const { id, reference } = await aPromptPayCharge(gateway);
    await misbehave(gateway, { target: reference, fault });
    await decide(gateway, reference, "successful");
    expect((await get(gateway, id)).status).toBe("pending");
    await gateway.call("DELETE", "/simulators/misbehaviour");
    await gateway.advance(minutes(2));
    expect(await get(gateway, id)).toMatchObject({ status: "successful", paid: true });
    expect(await completions(gateway, id)).toBe(1);
  },
);

test.each(["twice", "out_of_order"])("a network that answers %s decides once", async (fault) => {
  const gateway = await aGateway();
  await misbehave(gateway, { target: "*", fault });
  const { id, reference } = await aPromptPayCharge(gateway);
  await Promise.all([decide(gateway, reference, "successful"), decide(gateway, reference, "successful")]);
  expect((await get(gateway, id)).status).toBe("successful");
  expect(await completions(gateway, id)).toBe(1);
});

test("the phone reads a code, its picture's address, an app's link and K PLUS's own, and says of others that it knows none", async () => {
  const gateway = await aGateway();
  const { json: charge } = await chargeBy(gateway, methodOf("promptpay"));
  const reference = charge.source.provider_references.reference_number_1;
  const read = (code: string) => gateway.call("POST", "/phone", { key: null, body: { code } });
  const picture = charge.source.scannable_code.image.download_uri;
  for (const code of [reference, charge.id, ` ${picture}\n`, `${gateway.url}/phone/pay/${reference}?lang=th`])
    expect((await read(code)).headers.get("location"), code).toBe(`/phone/pay/${reference}`);
  expect((await read(`${gateway.url}/kplus/pay/abc123`)).headers.get("location")).toBe("/kplus/pay/abc123");
  for (const code of ["hello", `${gateway.url}/phone/pay/nobody`, "https://elsewhere.example/kplus/pay/"])
    expect((await read(code)).text).toContain("No payment of test mode has this code");
});
