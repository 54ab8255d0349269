import { expect, test } from "vitest";
import { minutes, seconds } from "../../src/domain/base/time.ts";
import { attendRefund } from "../../src/operations/payment/refund.ts";
import { aShopAtOmise } from "./live.ts";

/** A live card at Omise, of which a part is to go back; the answer to that never came. */
async function anUnansweredRefund() {
  const { shop, simulator, line, live, ask, another } = await aShopAtOmise();
  const body = { amount: 150_000, currency: "THB", card: "tokn_5z4ykxdasdfg7ftfm28" };
  const { json: charge } = await ask("POST", "/charges", { body });
  line.trouble("torn before", 1); // the list of refunds came, and the request for one did not arrive
  const asked = await ask("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } });
  line.trouble();
  expect(asked.json).toMatchObject({ status: "pending" });
  const load = () => shop.gateway.store.refund.get(live.id, asked.json.id);
  const refund = await load();
  if (!refund) throw new Error("the refund was not saved");
  return { shop, line, refund, load, another, back: () => simulator.payments(charge.id)[0]?.refunds };
}

test("a refund that two processes find due at the same moment is sent by one of them", async () => {
  const { refund, load, another, back } = await anUnansweredRefund();
  await Promise.all([attendRefund(another(), refund), attendRefund(another(), refund)]);
  expect(back()).toEqual([{ amount: 50_000, reference: refund.id }]);
  expect(await load()).toMatchObject({ state: "closed" });
});

test("a refund is not due again while whoever took it may be sending it, whatever the answer was", async () => {
  const { shop, line, refund, load, another, back } = await anUnansweredRefund();
  expect(refund.dueAt).toBe(refund.createdAt + minutes(2));
  line.trouble("an outage before", 0);
  await attendRefund(another(), refund);
  expect((await load())?.dueAt).toBe(shop.now() + minutes(2));
  expect(back()).toEqual([]);
});

test("a refund that was held up after it was taken is left to the clock, since another process may have taken it", async () => {
  const { shop, refund, load, another, back } = await anUnansweredRefund();
  let looked = 0;
  const slow = { ...another(), now: () => shop.now() + (looked++ === 0 ? 0 : seconds(11)) };
  await attendRefund(slow, refund);
  expect(back()).toEqual([]);
  const again = await load();
  expect(again).toMatchObject({ state: "pending" });
  await attendRefund(another(), again ?? refund);
  expect(back()).toEqual([{ amount: 50_000, reference: refund.id }]);
});
