import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noon } from "../../../tests/kit/domain-builders.ts";
import { hours } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import { holdingAccounts } from "./holding.ts";
import { settleByHand, type TheirPayout, takePayout } from "./payout.ts";
import type { UpstreamPayout } from "./payout-row.ts";

const account = { id: "account_1", livemode: true, currency: "THB" } as const;
const maker = { account, upstream: "omise", origin: "asked" } as const;

const aPayout = (change: Partial<TheirPayout> = {}): TheirPayout => ({
  ...{ payout: "trsf_1", amount: 50_000, fee: 3_000, currency: "THB", sentAt: noon, settledAt: null, failed: false },
  ...change,
});

/** The books of one upstream, which take decisions as a store does. */
function books() {
  const rows = new Map<string, UpstreamPayout>();
  const entries = new Set<string>();
  const holding = Object.fromEntries(holdingAccounts.map((name) => [name, 0]));
  let made = 0;
  const newId = () => `trxn_${++made}`;
  const save = ({ insert, update }: Changes = {}) => {
    for (const row of insert?.upstream_payouts ?? []) {
      if (rows.has(row.id)) throw new Error(`${row.id} is there already`);
      rows.set(row.id, row);
    }
    for (const row of update?.upstream_payouts ?? []) {
      expect(row.version).toBe((rows.get(row.id)?.version ?? 0) + 1);
      rows.set(row.id, row);
    }
    for (const { key, origin, amount } of insert?.entries ?? []) {
      expect(entries.has(`${key} ${origin}`), `${key} of ${origin} is booked once`).toBe(false);
      expect(amount, "the merchant's balance stays as it is").toBe(0);
      entries.add(`${key} ${origin}`);
    }
    for (const { ledgerAccount, upstream, amount } of insert?.postings ?? []) {
      expect(upstream).toBe("omise");
      holding[ledgerAccount] = (holding[ledgerAccount] ?? 0) + amount;
    }
  };
  const revisions = (payout: string) => [...rows.values()].filter((row) => row.payout === payout);
  return {
    rows,
    holding,
    tell: (their: TheirPayout, now = noon) => {
      const decision = takePayout(revisions(their.payout), their, maker, newId, now);
      save(decision?.changes);
      return decision;
    },
    settle: (id: string, by: string | null) =>
      save(settleByHand(rows.get(id) as UpstreamPayout, by, newId(), noon).changes),
  };
}

const sent = { held: -50_000, kept: 3_000, in_transit: 47_000, settled: 0 };
const settled = { ...sent, in_transit: 0, settled: 47_000 };
const nothing = { held: 0, kept: 0, in_transit: 0, settled: 0 };
const [dearer, arrived, failed] = [{ fee: 4_000 }, { settledAt: noon + hours(20) }, { failed: true }];

describe("what an upstream tells of a payout, one thing after the other", () => {
  test.each<[string, Partial<TheirPayout>[], object, string[]]>([
    ["sent", [{}], sent, ["in_transit"]],
    ["sent, and again", [{}, {}], sent, ["in_transit"]],
    ["come to the bank at once", [arrived], settled, ["settled"]],
    ["sent, then come to the bank", [{}, arrived, arrived], settled, ["settled"]],
    ["come to the bank, then said to be sent only", [arrived, {}], settled, ["settled"]],
    ["failed before it was booked", [failed], nothing, []],
    ["sent, then failed", [{}, failed, failed], nothing, ["undone"]],
    ["come to the bank, then failed", [arrived, failed], nothing, ["undone"]],
    ["failed, then sent again", [{}, failed, {}], sent, ["undone", "in_transit"]],
    ["with another fee", [{}, dearer, dearer], { ...sent, kept: 4_000, in_transit: 46_000 }, ["undone", "in_transit"]],
    [
      "with another fee after it has come",
      [arrived, { ...arrived, ...dearer }],
      { ...settled, kept: 4_000, settled: 46_000 },
      ["undone", "settled"],
    ],
    [
      "all of it a fee",
      [{ fee: 50_000 }, { fee: 50_000, ...arrived }],
      { ...nothing, held: -50_000, kept: 50_000 },
      ["settled"],
    ],
  ])("%s", (_, told, holding, states) => {
    const { tell, rows, holding: booked } = books();
    for (const each of told) tell(aPayout(each));
    expect(booked).toEqual(holding);
    expect([...rows.values()].map(({ state }) => state)).toEqual(states);
  });

  test("a row names the upstream's payout, and each further revision by its number", () => {
    const { tell, rows } = books();
    for (const fee of [1, 2, 3]) tell(aPayout({ fee }));
    expect([...rows.keys()]).toEqual(["omise_trsf_1", "omise_trsf_1.2", "omise_trsf_1.3"]);
    expect(rows.get("omise_trsf_1.3")).toMatchObject({ payout: "trsf_1", revision: 3, amount: 50_000, sentAt: noon });
  });

  test.each<[string, Partial<TheirPayout>]>([
    ["in another currency", { currency: "USD" }],
    ["of nothing", { amount: 0 }],
    ["of less than its fee", { amount: 2_999 }],
    ["with a fee of less than nothing", { fee: -1 }],
  ])("a payout %s is refused and books nothing", (_, change) => {
    const { tell, holding } = books();
    expect(() => tell(aPayout(change))).toThrow(/payout trsf_1/);
    expect(holding).toEqual(nothing);
  });

  test("what was seen at the bank by somebody stays so while the upstream says that it was sent, and is seen there once", () => {
    const { tell, settle, rows, holding } = books();
    tell(aPayout());
    settle("omise_trsf_1", "memb_1");
    tell(aPayout());
    expect(rows.get("omise_trsf_1")).toMatchObject({ state: "settled", settledBy: "memb_1", settledAt: noon });
    expect(holding).toEqual(settled);
    expect(() => settle("omise_trsf_1", "memb_2")).toThrow("it is settled");
  });
});

test("whatever is told in whatever order, the books have each payout once: as it was told last, and nothing on its way is less than nothing", () => {
  const payouts = fc.record({
    payout: fc.constantFrom("a", "b"),
    amount: fc.integer({ min: 100, max: 103 }),
    fee: fc.integer({ min: 0, max: 2 }),
    settledAt: fc.constantFrom(null, null, noon),
    failed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(payouts, { maxLength: 30 }), (told) => {
      const { tell, rows, holding } = books();
      for (const each of told) {
        tell(aPayout(each));
        const standing = [...rows.values()].filter(({ state }) => state !== "undone");
        const sumOf = (part: (payout: UpstreamPayout) => number) =>
          standing.reduce((sum, payout) => sum + part(payout), 0);
        const netOf = (state: string) => sumOf((payout) => (payout.state === state ? payout.amount - payout.fee : 0));
        expect(holding).toEqual({
          held: 0 - sumOf(({ amount }) => amount),
          kept: sumOf(({ fee }) => fee),
          in_transit: netOf("in_transit"),
          settled: netOf("settled"),
        });
        expect(new Set(standing.map(({ payout }) => payout)).size).toBe(standing.length);
        const own = standing.find(({ payout }) => payout === each.payout);
        if (each.failed) expect(own).toBeUndefined();
        else expect(own).toMatchObject({ amount: each.amount, fee: each.fee });
      }
    }),
  );
});
