import { expect, test } from "vitest";
import { omise } from "../../src/connectors/omise/upstream.ts";
import { dateInBangkok } from "../../src/domain/base/bangkok.ts";
import { days } from "../../src/domain/base/time.ts";
import type { TheirPayment } from "../../src/domain/upstream/reconciliation.ts";
import { reconcile, workOffItem } from "../../src/operations/upstream/reconcile.ts";
import { aPair, type Pair } from "./live.ts";

type Retell = (told: readonly TheirPayment[]) => readonly TheirPayment[];

/** A pair whose upstream tells of its payments as `retell` has them. */
async function aTalePair(methods: readonly string[], retell: Retell): Promise<Pair> {
  const told = {
    ...omise,
    connect: (way: Parameters<typeof omise.connect>[0]) => {
      const bank = omise.connect(way);
      return {
        ...bank,
        settled: async (period: { from: number; until: number }) => retell((await bank.settled?.(period)) ?? []),
      };
    },
  };
  return aPair(methods, { upstreams: [told] });
}

/** Two clocks that go forward together, as those of a merchant and an upstream do. */
async function advance({ ours, theirs }: Pair, ms: number): Promise<void> {
  await theirs.advance(ms);
  await ours.advance(ms);
}

const today = ({ ours }: Pair) => dateInBangkok(ours.now());

/** A token of the upstream's vault. */
const aToken = async ({ theirs }: Pair) =>
  (
    await theirs.call("POST", "/tokens", {
      key: theirs.publicKey,
      body: {
        card: {
          name: "Somchai",
          number: "4242424242424242",
          expiration_month: 12,
          expiration_year: 2030,
          security_code: "123",
        },
      },
    })
  ).json.id;

const paidByCard = async (pair: Pair, amount: number) =>
  (await pair.ask("POST", "/charges", { body: { amount, currency: "THB", card: await aToken(pair) } })).json;

/** A charge that the merchant made at the upstream, past this gateway. */
const madeThere = async (pair: Pair, amount: number, metadata = {}) =>
  (
    await pair.theirs.call("POST", "/charges", {
      body: { amount, currency: "THB", card: await aToken(pair), metadata },
    })
  ).json;

const brief = (items: readonly { kind: string; state: string; charge: string | null; payment: string | null }[]) =>
  items.map(({ kind, state, charge, payment }) => ({ kind, state, charge, payment }));

test("a day of Omise is compared by reference, amount and fee: three lists, and what was worked off stays so in every repeat", async () => {
  const pair = await aTalePair(["card", "promptpay"], (told) =>
    told
      .filter(({ amount }) => amount !== 30_000)
      .map((each) => (each.amount === 50_000 ? { ...each, costs: (each.costs ?? 0) + 1 } : each)),
  );
  const { gateway } = pair.ours;
  const day = today(pair);
  await paidByCard(pair, 100_000);
  const dearer = await paidByCard(pair, 50_000);
  const untold = await paidByCard(pair, 30_000);
  const body = { amount: 20_000, currency: "THB", source: { type: "promptpay" } };
  const { json: expired } = await pair.ask("POST", "/charges", { body });
  await pair.ask("POST", `/charges/${expired.id}/expire`);
  const past = await madeThere(pair, 70_000);
  const reference = expired.source.provider_references.reference_number_1;
  const late = await madeThere(pair, 20_000, { chamra_reference: reference });
  await advance(pair, days(1));

  const { reconciliation, items } = await reconcile(gateway, pair.live, "omise", day);
  expect(reconciliation).toMatchObject({ id: `${day}.omise`, day, named: 4, matched: 1, origin: "asked" });
  expect(brief(items)).toEqual(
    expect.arrayContaining([
      { kind: "differs", state: "open", charge: dearer.id, payment: expect.stringMatching(/^chrg_/) },
      { kind: "missing_there", state: "open", charge: untold.id, payment: null },
      { kind: "missing_here", state: "open", charge: null, payment: past.id },
      { kind: "missing_here", state: "open", charge: expired.id, payment: late.id },
    ]),
  );
  expect(items).toHaveLength(4);

  const item = items.find(({ charge }) => charge === expired.id);
  const done = await workOffItem(gateway, pair.live.id, item?.id ?? "", "memb_1", " paid back by transfer");
  expect(done).toMatchObject({ state: "worked_off", note: "paid back by transfer", workedOffBy: "memb_1" });
  await expect(workOffItem(gateway, pair.live.id, done.id, "memb_2", "again")).rejects.toThrow(/not open any more/);
  const again = await reconcile(gateway, pair.live, "omise", day);
  expect(again.items.filter(({ id }) => id !== done.id)).toEqual(items.filter(({ id }) => id !== done.id));
  expect(again.items.find(({ id }) => id === done.id)).toEqual(done);
  await expect(reconcile(gateway, pair.live, "omise", today(pair))).rejects.toThrow(/not over yet/);
});

test("the clock reconciles each day at six in the morning after it, and asks again an hour after an upstream that does not tell", async () => {
  let isDown = false;
  const pair = await aTalePair(["card"], (told) => {
    if (isDown) throw new Error("maintenance");
    return told;
  });
  const { store } = pair.ours.gateway;
  const connection = () => store.connection.get(pair.live.id, "omise");
  const first = today(pair);
  await paidByCard(pair, 100_000);
  await advance(pair, days(1));
  expect(await store.reconciliation.get(pair.live.id, `${first}.omise`)).toMatchObject({ named: 1, matched: 1 });
  expect(await connection()).toMatchObject({ problem: null });

  const second = today(pair);
  await paidByCard(pair, 200_000);
  isDown = true;
  await advance(pair, days(1));
  expect(await connection()).toMatchObject({ problem: "maintenance" });
  expect(await store.reconciliation.get(pair.live.id, `${second}.omise`)).toBeUndefined();
  isDown = false;
  await advance(pair, 3_600_000);
  expect(await store.reconciliation.get(pair.live.id, `${second}.omise`)).toMatchObject({ named: 1, matched: 1 });
  expect(await connection()).toMatchObject({ problem: null });
});
