import { describe, expect, test } from "vitest";
import { cardCharge } from "../kit/builders.ts";
import type { Answer, TestGateway } from "../kit/gateway.ts";
import { aTransfer } from "../kit/payout-builders.ts";
import { allGateways } from "./all-gateways.ts";
import { engines } from "./engine.ts";

const many = 60;

/** Many requests of one account at once that take from its balance. Each has to write the same row. */
describe.each(engines)("on %s", (engine) => {
  test("60 charges refunded by half at once are all refunded, with work that grows as their number does", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const charges = await made(() => cardCharge(gateway, { amount: 10_000 }));
    const before = (await gateway.call("GET", "/balance")).json;
    const saves = gateways.map(countSaves);
    const answers = await atOnce(gateways, (each, index) =>
      each.call("POST", `/charges/${charges[index]}/refunds`, { body: { amount: 5_000 } }),
    );
    expect(answers.map(({ status, json }) => [status, json.status])).toEqual(charges.map(() => [200, "closed"]));
    const { total, transferable, reserve } = (await gateway.call("GET", "/balance")).json;
    expect([total, transferable, reserve]).toEqual([before.total - 300_000, before.transferable - 300_000, 0]);
    const rounds = saves.reduce((sum, count) => sum + count(), 0) - many; // each is saved once more with the bank's answer
    expect(rounds, "each winner has made one of each other process lose").toBeLessThanOrEqual(many * gateways.length);
  });

  test("60 transfers sent at once are all sent, and the balance has lost just that", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    await cardCharge(gateway, { amount: 2_000_000 });
    const { total } = (await gateway.call("GET", "/balance")).json;
    const transfers = await made(() => aTransfer(gateway, { amount: 20_000 }));
    const answers = await atOnce(gateways, (each, index) =>
      each.call("POST", `/transfers/${transfers[index]}/mark_as_sent`),
    );
    expect(answers.map(({ status, json }) => [status, json.sent])).toEqual(transfers.map(() => [200, true]));
    expect((await gateway.call("GET", "/balance")).json.total).toBe(total - 1_200_000);
  });

  test("60 charges disputed at once are all disputed, and the balance has lost just that", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const charges = await made(() => cardCharge(gateway, { amount: 10_000 }));
    const { total } = (await gateway.call("GET", "/balance")).json;
    const answers = await atOnce(gateways, (each, index) => each.call("POST", `/charges/${charges[index]}/disputes`));
    expect(answers.map(({ status, json }) => [status, json.status])).toEqual(charges.map(() => [200, "open"]));
    expect((await gateway.call("GET", "/balance")).json.total).toBe(total - 600_000);
  });
});

/** Ids of many objects, made one after the other. */
async function made(make: () => Promise<Answer>): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < many) ids.push((await make()).json.id);
  return ids;
}

/** Sends all requests at once, to the gateways in turn. */
const atOnce = (
  gateways: readonly [TestGateway, ...TestGateway[]],
  ask: (gateway: TestGateway, index: number) => Promise<Answer>,
): Promise<Answer[]> =>
  Promise.all(Array.from({ length: many }, (_, index) => ask(gateways[index % gateways.length] ?? gateways[0], index)));

/** Counts the saves from now on, also those that lose. */
function countSaves({ gateway }: TestGateway): () => number {
  let saves = 0;
  const { save } = gateway.store;
  gateway.store.save = (changes) => {
    saves += 1;
    return save(changes);
  };
  return () => saves;
}
