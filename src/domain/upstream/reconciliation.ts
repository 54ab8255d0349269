import { dateInBangkok } from "../base/bangkok.ts";
import { Refusal } from "../base/errors.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import { type ExpectedCosts, isOffContract } from "./contract.ts";
import type { Reconciliation, ReconciliationItem } from "./reconciliation-row.ts";

/** A payment as the upstream has it, on its own list or in its file. */
export type TheirPayment = {
  /** The upstream's id. */
  payment: string;
  /** Our reference; null where it does not say one. */
  reference: string | null;
  amount: Minor;
  currency: string;
  /** What it takes for the payment, with VAT and interest; null where it does not say. */
  costs: Minor | null;
  /** What of that is interest, with VAT; left out where it does not say. */
  interest?: Minor;
  paidAt: Time | null;
  /** When it can be paid out to the merchant's bank, where the upstream says so. */
  transferableAt?: Time;
  /** When the upstream pays it out, where it says so. */
  paidOutAt?: Time;
};

/** A refund as the upstream has it. Its `reference` is null where the upstream keeps no name of ours for refunds. */
export type TheirRefund = Omit<TheirPayment, "costs" | "interest"> & {
  /** The upstream's id of the payment that was refunded, or our reference of it. */
  of: string;
};

/** A payment or refund of the upstream with the charge of ours that it is known to be about. */
type Theirs = TheirPayment & { charge?: string };

/** A charge that the upstream carries, or a refund of one, as it is booked here. */
export type OurPayment = {
  charge: string;
  /** Null for the charge's payment itself. */
  refund: string | null;
  /** Names that an upstream may tell: our references, and its own ids. */
  names: readonly string[];
  /** What was captured, or refunded. */
  amount: Minor;
  currency: string;
  /** Fee, interest and the VAT on both; null for a refund. */
  costs: Minor | null;
  /** What of that is interest, with VAT. */
  interest: Minor;
  /** What the contract with the upstream expects; null where there is none for such a payment. */
  expected: ExpectedCosts | null;
  /** Null where nothing was paid or refunded. */
  paidAt: Time | null;
};

/** What is known from other days, by the ids of our charges, or of our refunds where those are compared. */
export type OtherDays = {
  /** Ids of this day that another day's list of the upstream has. */
  elsewhere: ReadonlySet<string>;
  /** Ids of other days that the list of their own day has. */
  matched: ReadonlySet<string>;
};

/** The id by which a payment or refund of ours is known on other days. */
export const keyOf = ({ charge, refund }: Pick<OurPayment, "charge" | "refund">): string => refund ?? charge;

type Finding = Omit<
  ReconciliationItem,
  | "id"
  | "version"
  | "account"
  | "livemode"
  | "reconciliation"
  | "state"
  | "note"
  | "workedOffBy"
  | "workedOffAt"
  | "createdAt"
  | "changedAt"
>;

/**
 * Compares a day's payments of both sides, or its refunds. A payment belongs to the charge that has its id or names its reference; a second payment of
 * one charge is missing here, as is one of a charge that is not paid here, such as a late payment of an expired charge. What is the same as booked is
 * held against the contract, too.
 *
 * @param day in Bangkok, such as `2026-11-30`
 * @param ours those that are paid here on this day, and those of other days that `theirs` names
 * @throws Refusal `bad_request` where more than `itemsMax` of `theirs` cannot be ours
 */
export function compare(
  day: string,
  theirs: readonly Theirs[],
  ours: readonly OurPayment[],
  others: OtherDays,
): { findings: Finding[]; matched: number } {
  mustBeOfThisDay(theirs.length - ours.length);
  const byName = new Map(ours.flatMap((each) => each.names.map((name) => [name, each] as const)));
  const isOfDay = ({ paidAt }: OurPayment) => paidAt !== null && dateInBangkok(paidAt) === day;
  const taken = new Set<string>();
  const findings: Finding[] = [];
  let matched = 0;
  // a payment that is known by its id comes before another one of the same reference
  for (const their of [...theirs].sort(
    (one, other) => Number(byName.has(other.payment)) - Number(byName.has(one.payment)),
  )) {
    const our = byName.get(their.payment) ?? (their.reference === null ? undefined : byName.get(their.reference));
    const isSecond =
      our && (taken.has(keyOf(our)) || (isOfDay(our) ? others.elsewhere : others.matched).has(keyOf(our)));
    if (!our || our.paidAt === null || isSecond) {
      findings.push(found("missing_here", our, their));
      continue;
    }
    taken.add(keyOf(our));
    if (differs(our, their)) findings.push(found("differs", our, their));
    else {
      matched += 1;
      if (!isOfDay(our)) findings.push(found("other_day", our, their));
    }
    const fee = feeTaken(our, their);
    if (our.expected && fee !== undefined && isOffContract(fee, our.expected)) {
      const sides = { theirCosts: fee, ourCosts: our.expected.costs };
      findings.push({ ...found("costs_off_contract", our, their), ...sides });
    }
  }
  for (const our of ours)
    if (isOfDay(our) && !taken.has(keyOf(our)) && !others.elsewhere.has(keyOf(our)))
      findings.push(found("missing_there", our, undefined));
  return { findings, matched };
}

const differs = (our: OurPayment, their: TheirPayment): boolean =>
  our.amount !== their.amount || our.currency !== their.currency || (their.costs !== null && our.costs !== their.costs);

/** What the upstream took without interest, which no contract here is about; undefined where that cannot be told. */
function feeTaken(our: OurPayment, { costs, interest }: TheirPayment): Minor | undefined {
  if (costs === null) return undefined;
  if (interest !== undefined) return costs - interest;
  return our.interest === 0 ? costs : undefined;
}

const found = (kind: Finding["kind"], our: OurPayment | undefined, their: Theirs | undefined): Finding => {
  const booked = our && our.paidAt !== null && kind !== "missing_here" ? our : undefined; // a second payment is booked nowhere
  return {
    kind,
    about: "payment",
    charge: our?.charge ?? their?.charge ?? null,
    refund: our?.refund ?? null,
    reference: their ? their.reference : (our?.names[0] ?? null),
    payment: their?.payment ?? null,
    theirAmount: their?.amount ?? null,
    theirCurrency: their?.currency ?? null,
    theirCosts: their?.costs ?? null,
    theirPaidAt: their?.paidAt ?? null,
    ourAmount: booked?.amount ?? null,
    ourCurrency: booked?.currency ?? null,
    ourCosts: booked?.costs ?? null,
    ourPaidAt: booked?.paidAt ?? null,
  };
};

/**
 * Compares a day's refunds of both sides, as `compare` does payments. Where the upstream keeps no name of ours for a refund, it belongs to one of the
 * same charge and amount that no other refund is: one of this day before others.
 *
 * @param ours the refunds that were made here on this day, and those of the charges that `theirs` are about
 * @param chargeOf the charge of ours that `of` of a refund names
 */
export function compareRefunds(
  day: string,
  theirs: readonly TheirRefund[],
  ours: readonly OurPayment[],
  others: OtherDays,
  chargeOf: (name: string) => string | undefined,
): { findings: Finding[]; matched: number } {
  const told = new Set(theirs.flatMap(({ payment, reference }) => [payment, reference]));
  const isOfDay = ({ paidAt }: OurPayment) => paidAt !== null && dateInBangkok(paidAt) === day;
  const free = ours
    .filter(({ names, paidAt }) => paidAt !== null && !names.some((name) => told.has(name)))
    .sort((one, other) => Number(isOfDay(other)) - Number(isOfDay(one)));
  const named = theirs.map(({ of, ...their }): Theirs => {
    const charge = chargeOf(of);
    const at =
      their.reference === null ? free.findIndex((our) => our.charge === charge && our.amount === their.amount) : -1;
    const [same] = at < 0 ? [] : free.splice(at, 1);
    return {
      ...their,
      reference: same ? keyOf(same) : their.reference,
      costs: null,
      ...(charge !== undefined && { charge }),
    };
  });
  const { findings, matched } = compare(day, named, ours, others);
  return { findings: findings.map((finding) => ({ ...finding, about: "refund" })), matched };
}

/** Upper bound of the items of a day: with more, the file or the account is probably the wrong one. */
export const itemsMax = 5_000;

/**
 * Turns what a comparison found into items, beside those of an earlier one of the same day. What was worked off stays as it is; what is found no more
 * is cleared.
 *
 * @param compared what the upstream told of: what it did not tell of is no news
 * @throws Refusal `bad_request` for more than `itemsMax` findings
 */
export function mergeItems(
  { account, livemode, id: reconciliation }: Pick<Reconciliation, "account" | "livemode" | "id">,
  before: readonly ReconciliationItem[],
  findings: readonly Finding[],
  compared: readonly ReconciliationItem["about"][],
  newId: () => string,
  now: Time,
): { insert: ReconciliationItem[]; update: ReconciliationItem[] } {
  mustBeOfThisDay(findings.length);
  const found = new Map(findings.map((finding) => [subjectOf(finding), finding]));
  const known = new Map(before.map((item) => [subjectOf(item), item]));
  const insert: ReconciliationItem[] = [];
  const update: ReconciliationItem[] = [];
  for (const [subject, finding] of found) {
    const item = known.get(subject);
    const state = finding.kind === "other_day" ? "cleared" : "open";
    if (item?.state === "worked_off") continue;
    if (!item) {
      const made = { version: 1, account, livemode, reconciliation, state, createdAt: now, changedAt: now } as const;
      insert.push({ id: newId(), ...made, ...finding, note: null, workedOffBy: null, workedOffAt: null });
    } else if (item.state !== state || !isSame(item, finding))
      update.push(revise(item, { ...finding, state, changedAt: now }));
  }
  const compares = (item: ReconciliationItem) => compared.includes(item.about) && !wasAnswered(item);
  for (const [subject, item] of known)
    if (!found.has(subject) && item.state === "open" && compares(item))
      update.push(revise(item, { state: "cleared", changedAt: now }));
  return { insert, update };
}

/** @throws Refusal `bad_request` for more than `itemsMax` payments that are not the same on both sides */
function mustBeOfThisDay(number: number): void {
  if (number <= itemsMax) return;
  const why = "are they of this account and day?";
  throw new Refusal("bad_request", `${number} payments are not the same on both sides, more than ${itemsMax}: ${why}`);
}

/**
 * Whether an item is an upstream's answer about one charge, which has no time of payment. A list or a file may have the payment on another day, or as SCB's
 * report not at all, so it says nothing about such an item.
 */
const wasAnswered = ({ kind, theirPaidAt }: ReconciliationItem): boolean =>
  kind === "missing_here" && theirPaidAt === null;

/** What an item is about; a day has one item about it. The costs of a payment beside the contract are a matter of their own. */
const subjectOf = ({
  kind,
  about,
  charge,
  refund,
  payment,
}: Pick<Finding, "kind" | "about" | "charge" | "refund" | "payment">): string =>
  `${kind === "costs_off_contract" ? "costs" : about} ${refund ?? charge ?? ""} ${payment ?? ""}`;

const isSame = (item: ReconciliationItem, finding: Finding): boolean =>
  Object.entries(finding).every(([name, value]) => item[name as keyof Finding] === value);

/** The longest note. */
export const noteMax = 2_000;

/**
 * Works an item off, with what was found out about it.
 *
 * @param by id of the member; null for who works at the terminal
 * @throws Refusal `bad_request` for a blank note, or an item that is not open
 */
export function workOff(item: ReconciliationItem, by: string | null, text: string, now: Time): ReconciliationItem {
  const note = text.trim();
  if (note === "") throw new Refusal("bad_request", "note cannot be blank");
  if (item.state !== "open") throw new Refusal("bad_request", `this item is not open any more: it is ${item.state}`);
  return revise(item, { state: "worked_off", note, workedOffBy: by, workedOffAt: now, changedAt: now });
}
