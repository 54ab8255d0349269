import { describe, expect, test } from "vitest";
import { days, hours } from "../base/time.ts";
import {
  compare,
  compareRefunds,
  itemsMax,
  mergeItems,
  type OurPayment,
  type TheirPayment,
  type TheirRefund,
  workOff,
} from "./reconciliation.ts";

const day = "2026-11-30";
const noon = Date.parse("2026-11-30T12:00:00+07:00");
const nothing = { elsewhere: new Set<string>(), matched: new Set<string>() };

const aTheir = (given: Partial<TheirPayment> = {}): TheirPayment => ({
  ...{ payment: "up_1", reference: "REF1", amount: 10_000, currency: "THB", costs: 390, paidAt: noon },
  ...given,
});

const anOur = (given: Partial<OurPayment> = {}): OurPayment => ({
  ...{ charge: "chrg_1", refund: null, names: ["REF1", "up_1"], amount: 10_000, currency: "THB", paidAt: noon },
  ...{ costs: 390, interest: 0, expected: null },
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

describe("costs beside the contract", () => {
  const expected = { costs: 390, tolerance: 2 };
  test.each<[string, Partial<TheirPayment>, Partial<OurPayment>, (string | number)[]]>([
    ["as it says", {}, { expected }, [1]],
    ["within the rounding of each part", { costs: 392 }, { expected, costs: 392 }, [1]],
    ["booked as told, and dearer", { costs: 393 }, { expected, costs: 393 }, [1, "costs_off_contract chrg_1 up_1"]],
    ["booked as told, and cheaper", { costs: 300 }, { expected, costs: 300 }, [1, "costs_off_contract chrg_1 up_1"]],
    ["not told", { costs: null }, { expected, costs: 999 }, [1]],
    ["without a contract", { costs: 999 }, { costs: 999 }, [1]],
    ["with interest apart", { costs: 1_390, interest: 1_000 }, { expected, costs: 1_390, interest: 1_000 }, [1]],
    ["with interest that is not told apart", { costs: 1_390 }, { expected, costs: 1_390, interest: 1_000 }, [1]],
    [
      "dearer, and not booked so",
      { costs: 500 },
      { expected },
      [0, "differs chrg_1 up_1", "costs_off_contract chrg_1 up_1"],
    ],
    ["of a payment that is missing here", { costs: 500 }, { expected, paidAt: null }, [0, "missing_here chrg_1 up_1"]],
  ])("%s", (_, their, our, found) => {
    expect(kinds(compare(day, [aTheir(their)], [anOur(our)], nothing))).toEqual(found);
  });

  test("the item has what was taken and what the contract says, both without interest", () => {
    const [their, our] = [
      aTheir({ costs: 1_500, interest: 1_000 }),
      anOur({ expected, costs: 1_500, interest: 1_000 }),
    ];
    expect(compare(day, [their], [our], nothing).findings).toMatchObject([{ theirCosts: 500, ourCosts: 390 }]);
  });
});

describe("a day's refunds of both sides", () => {
  const aTheirRefund = (given: Partial<TheirRefund> = {}): TheirRefund => ({
    ...{ payment: "rfnd_9", reference: "rfnd_1", of: "up_1", amount: 1_000, currency: "THB", paidAt: noon },
    ...given,
  });
  const aRefund = (given: Partial<OurPayment> = {}): OurPayment =>
    anOur({ refund: "rfnd_1", names: ["rfnd_1"], amount: 1_000, costs: null, ...given });
  const chargeOf = (name: string) => (name === "up_1" ? "chrg_1" : undefined);
  const found = (theirs: TheirRefund[], ours: OurPayment[], others = nothing) => {
    const { matched, findings } = compareRefunds(day, theirs, ours, others, chargeOf);
    return [
      matched,
      ...findings.map(({ kind, about, charge, refund, payment }) => [kind, about, charge, refund, payment].join(" ")),
    ];
  };
  const unnamed = { reference: null } as const;

  test.each<[string, TheirRefund[], OurPayment[], (string | number)[]]>([
    ["the same", [aTheirRefund()], [aRefund()], [1]],
    ["of another amount", [aTheirRefund({ amount: 900 })], [aRefund()], [0, "differs refund chrg_1 rfnd_1 rfnd_9"]],
    ["only theirs", [aTheirRefund({ reference: "rfnd_9" })], [], [0, "missing_here refund chrg_1  rfnd_9"]],
    ["of no charge of ours", [aTheirRefund({ of: "up_2" })], [], [0, "missing_here refund   rfnd_9"]],
    ["only ours", [], [aRefund()], [0, "missing_there refund chrg_1 rfnd_1 "]],
    ["not made here", [aTheirRefund()], [aRefund({ paidAt: null })], [0, "missing_here refund chrg_1 rfnd_1 rfnd_9"]],
    [
      "of the day before here",
      [aTheirRefund()],
      [aRefund({ paidAt: noon - days(1) })],
      [1, "other_day refund chrg_1 rfnd_1 rfnd_9"],
    ],
    ["without a name of ours", [aTheirRefund(unnamed)], [aRefund()], [1]],
    [
      "without a name of ours, of another amount",
      [aTheirRefund({ ...unnamed, amount: 900 })],
      [aRefund()],
      [0, "missing_here refund chrg_1  rfnd_9", "missing_there refund chrg_1 rfnd_1 "],
    ],
    [
      "two of one amount without names, and one here",
      [aTheirRefund(unnamed), aTheirRefund({ ...unnamed, payment: "rfnd_8" })],
      [aRefund()],
      [1, "missing_here refund chrg_1  rfnd_8"],
    ],
    [
      "one without a name beside one that is named",
      [aTheirRefund(unnamed), aTheirRefund({ payment: "rfnd_8" })],
      [aRefund()],
      [1, "missing_here refund chrg_1  rfnd_9"],
    ],
  ])("%s", (_, theirs, ours, expected) => {
    expect(found(theirs, ours)).toEqual(expected);
  });

  test("one without a name is that of its own day before another day's, and one that its own day has is missing here", () => {
    const yesterday = aRefund({ refund: "rfnd_0", names: ["rfnd_0"], paidAt: noon - days(1) });
    expect(found([aTheirRefund(unnamed)], [yesterday, aRefund()])).toEqual([1]);
    expect(found([aTheirRefund(unnamed)], [yesterday], { ...nothing, matched: new Set(["rfnd_0"]) })).toEqual([
      0,
      "missing_here refund chrg_1 rfnd_0 rfnd_9",
    ]);
  });
});

describe("the items of a day", () => {
  const of = { account: "account_1", livemode: true, id: `${day}_omise` } as const;
  let serial = 0;
  const merge = (before: Parameters<typeof mergeItems>[1], theirs: TheirPayment[], ours: OurPayment[] = []) =>
    mergeItems(of, before, compare(day, theirs, ours, nothing).findings, ["payment"], () => `rcit_${++serial}`, noon);

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

  test("costs off the contract are worked off apart from what else is found of the payment", () => {
    const expected = { costs: 390, tolerance: 2 };
    const { insert } = merge([], [aTheir({ costs: 500 })], [anOur({ expected })]);
    expect(insert.map(({ kind }) => kind)).toEqual(["differs", "costs_off_contract"]);
    const done = insert.map((item) => (item.kind === "differs" ? workOff(item, "memb_1", "booked", noon) : item));
    expect(merge(done, [aTheir({ costs: 500 })], [anOur({ expected })])).toEqual({ insert: [], update: [] });
    expect(merge(done, [aTheir({ costs: 500 })], [anOur()]).update).toMatchObject([
      { kind: "costs_off_contract", state: "cleared" },
    ]);
  });

  test("what was found of refunds stays as it is where the upstream does not tell of refunds", () => {
    const refund = { ...anOur(), refund: "rfnd_1", names: ["rfnd_1"] };
    const { findings } = compareRefunds(day, [], [refund], nothing, () => undefined);
    const { insert } = mergeItems(of, [], findings, ["payment", "refund"], () => `rcit_${++serial}`, noon);
    expect(insert).toMatchObject([{ kind: "missing_there", about: "refund", refund: "rfnd_1", state: "open" }]);
    expect(merge(insert, [])).toEqual({ insert: [], update: [] });
    expect(mergeItems(of, insert, [], ["payment", "refund"], () => "", noon).update).toMatchObject([
      { state: "cleared" },
    ]);
  });

  test("a day with too many findings is refused as a whole", () => {
    const many = Array.from({ length: itemsMax + 1 }, (_, index) =>
      aTheir({ payment: `up_${index}`, reference: null }),
    );
    expect(() => merge([], many)).toThrow(/more than 5000: are they of this account and day/);
  });
});
