import { expect, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { banksOf } from "../kit/banks.ts";
import { aToken, kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";

test("an authorization's answer that comes when the charge is being captured captures nothing", async () => {
  const gateway = await aGateway();
  const { card } = banksOf(gateway.gateway);
  if (!card) throw new Error("the acquirer is simulated in test mode");
  const { authorize, capture } = card;
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  card.authorize = async (...request) => {
    const answer = await authorize(...request);
    asked.resolve();
    await released.promise;
    return answer;
  };
  const body = { amount: 100000, currency: "THB", card: await aToken(gateway), capture: false };
  const creating = gateway.call("POST", "/charges", { body });
  await asked.promise;
  await gateway.advance(minutes(1)); // the due job has asked, and the bank has answered "authorized"

  card.capture = async () => ({ answer: "unknown", why: "the line is down" });
  const { json } = await gateway.call("GET", "/charges");
  const { id } = json.data[0];
  expect((await gateway.call("POST", `/charges/${id}/capture`)).json).toMatchObject({ status: "pending", paid: false });
  released.resolve();
  expect((await creating).json).toMatchObject({ status: "pending", paid: false });
  expect((await gateway.call("GET", `/charges/${id}`)).json).toMatchObject({ status: "pending", paid: false });

  card.capture = capture;
  await gateway.advance(minutes(1));
  expect((await gateway.call("GET", `/charges/${id}`)).json).toMatchObject({ status: "successful", paid: true });
});

test("a refusal under a key is remembered as such, and never before as if it had been granted", async () => {
  const gateway = await aGateway();
  const { store } = gateway.gateway;
  const { kplus } = banksOf(gateway.gateway);
  kplus.cancel = async () => ({ answer: "unknown", why: "the line is down" });
  const { id } = (await kplusCharge(gateway)).json;
  const { save } = store;
  const remembered: (string | null)[] = [];
  store.save = (changes) => {
    const rows = [...(changes.insert?.idempotency ?? []), ...(changes.update?.idempotency ?? [])];
    remembered.push(...rows.map(({ answer }) => answer));
    return save(changes);
  };
  const headers = { "Idempotency-Key": "order-1" };
  expect((await gateway.call("POST", `/charges/${id}/expire`, { headers })).json.code).toBe("failed_expire");
  expect(remembered.length).toBeGreaterThan(0);
  for (const answer of remembered) expect(answer ?? "failed_expire").toContain("failed_expire");
});
