import { describe, expect, test } from "vitest";
import { days, hours } from "../base/time.ts";
import { compare, itemsMax, mergeItems, type OurPayment, type TheirPayment, workOff } from "./reconciliation.ts";

const day = "2026-11-30";
const noon = Date.parse("2026-11-30T12:00:00+07:00");
const nothing = { elsewhere: new Set<string>(), matched: new Set<string>() };

const aTheir = (given: Partial<TheirPayment> = {}): TheirPayment => ({
  ...{ payment: "up_1", reference: "REF1", amount: 10_000, currency: "THB", costs: 390, paidAt: noon },
  ...given,
});

const anOur = (given: Partial<OurPayment> = {}): OurPayment => ({
  ...{ charge: "chrg_1", names: ["REF1", "up_1"], amount: 10_000, currency: "THB", costs: 390, paidAt: noon },
  ...given,
});

const kinds = ({ findings, matched }: ReturnType<typeof compare>) => [
  matched,
  ...findings.map(({ kind, charge, payment }) => `${kind} ${charge} ${payment}`),
];

describe("a day of both sides", () => {
  test.each<[string, TheirPayment[], OurPayment[], (string | number)[]]>([
    ["the same", [aTheir()], [anOur()], [1]],
    ["the same by its reference alone", [aTheir({ payment: "up_9" })], [anOur()], [1]],
    ["the same, of a fee that is not told", [aTheir({ costs: null })], [anOur()], [1]],
    ["of another amount", [aTheir({ amount: 10_001 })], [anOur()], [0, "differs chrg_1 up_1"]],
    ["of another currency", [aTheir({ currency: "USD" })], [anOur()], [0, "differs chrg_1 up_1"]],
    ["of another fee", [aTheir({ costs: 391 })], [anOur()], [0, "differs chrg_1 up_1"]],
    [
      "only theirs",
      [aTheir({ reference: null, payment: "up_2" })],
      [anOur()],
      [0, "missing_here null up_2", "missing_there chrg_1 null"],
    ],
    ["only ours", [], [anOur()], [0, "missing_there chrg_1 null"]],
    ["of a charge that is not paid here", [aTheir()], [anOur({ paidAt: null })], [0, "missing_here chrg_1 up_1"]],
    [
      "paid twice, the second under another id",
      [aTheir({ payment: "up_2" }), aTheir()],
      [anOur()],
      [1, "missing_here chrg_1 up_2"],
    ],
    ["of a charge of the next day", [aTheir()], [anOur({ paidAt: noon + days(1) })], [1, "other_day chrg_1 up_1"]],
    ["up to midnight in Bangkok", [], [anOur({ paidAt: noon + hours(12) - 1 })], [0, "missing_there chrg_1 null"]],
    ["from midnight in Bangkok on", [], [anOur({ paidAt: noon + hours(12) })], [0]],
  ])("a payment that is %s", (_, theirs, ours, expected) => {
    expect(kinds(compare(day, theirs, ours, nothing))).toEqual(expected);
  });

  test("a charge that another day's list has is not missing there, and a second payment of it is missing here", () => {
    const others = { ...nothing, elsewhere: new Set(["chrg_1"]) };
    expect(kinds(compare(day, [], [anOur()], others))).toEqual([0]);
    expect(kinds(compare(day, [aTheir()], [anOur()], others))).toEqual([0, "missing_here chrg_1 up_1"]);
  });

  test("a payment of a charge that its own day's list has, too, is missing here", () => {
    const ours = [anOur({ paidAt: noon - days(1) })];
    expect(kinds(compare(day, [aTheir()], ours, { ...nothing, matched: new Set(["chrg_1"]) }))).toEqual([
      0,
      "missing_here chrg_1 up_1",
    ]);
  });
});

describe("the items of a day", () => {
  const of = { account: "account_1", livemode: true, id: `${day}_omise` } as const;
  let serial = 0;
  const merge = (before: Parameters<typeof mergeItems>[1], theirs: TheirPayment[], ours: OurPayment[] = []) =>
    mergeItems(of, before, compare(day, theirs, ours, nothing).findings, () => `rcit_${++serial}`, noon);

  test("a repeat that finds the same changes nothing, one that finds it no more clears it, and it can come back", () => {
    const { insert } = merge([], [aTheir()]);
    expect(insert).toMatchObject([{ kind: "missing_here", state: "open", version: 1 }]);
    expect(merge(insert, [aTheir()])).toEqual({ insert: [], update: [] });
    const { update: cleared } = merge(insert, [aTheir()], [anOur()]);
    expect(cleared).toMatchObject([{ state: "cleared", version: 2 }]);
    expect(merge(cleared, [aTheir()]).update).toMatchObject([{ state: "open", version: 3 }]);
  });

  test("what was worked off stays as it is, whatever a repeat finds of it", () => {
    const { insert } = merge([], [aTheir()]);
    const done = insert.map((item) => workOff(item, "memb_1", "paid back", noon));
    expect(merge(done, [aTheir({ amount: 20_000 })])).toEqual({ insert: [], update: [] });
    expect(merge(done, [])).toEqual({ insert: [], update: [] });
  });

  test("an item is worked off once, with a note", () => {
    const [item] = merge([], [aTheir()]).insert;
    if (!item) throw new Error("nothing was found");
    expect(() => workOff(item, "memb_1", "  ", noon)).toThrow("note cannot be blank");
    const done = workOff(item, "memb_1", "paid back", noon);
    expect(() => workOff(done, "memb_2", "again", noon)).toThrow("not open any more: it is worked_off");
  });

  test("a day with too many findings is refused as a whole", () => {
    const many = Array.from({ length: itemsMax + 1 }, (_, index) =>
      aTheir({ payment: `up_${index}`, reference: null }),
    );
    expect(() => merge([], many)).toThrow(/more than 5000: are they of this account and day/);
  });
});
