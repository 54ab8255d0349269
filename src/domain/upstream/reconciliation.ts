import { dateInBangkok } from "../base/bangkok.ts";
import { Refusal } from "../base/errors.ts";
import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
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
  paidAt: Time | null;
};

/** A charge that the upstream carries, as it is booked here. */
export type OurPayment = {
  charge: string;
  /** Names of the charge that an upstream may tell: our references, and its own ids. */
  names: readonly string[];
  /** What was captured. */
  amount: Minor;
  currency: string;
  costs: Minor;
  /** Null where nothing was paid. */
  paidAt: Time | null;
};

/** What is known of charges from other days. */
export type OtherDays = {
  /** Charges of this day that another day's list of the upstream has. */
  elsewhere: ReadonlySet<string>;
  /** Charges of other days that the list of their own day has. */
  matched: ReadonlySet<string>;
};

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
 * Compares a day's payments of both sides. A payment belongs to the charge that has its id or names its reference; a second payment of one charge is
 * missing here, as is one of a charge that is not paid here, such as a late payment of an expired charge.
 *
 * @param day in Bangkok, such as `2026-11-30`
 * @param ours the charges that are paid here on this day, and those of other days that `theirs` names
 */
export function compare(
  day: string,
  theirs: readonly TheirPayment[],
  ours: readonly OurPayment[],
  others: OtherDays,
): { findings: Finding[]; matched: number } {
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
      our && (taken.has(our.charge) || (isOfDay(our) ? others.elsewhere : others.matched).has(our.charge));
    if (!our || our.paidAt === null || isSecond) {
      findings.push(found("missing_here", our, their));
      continue;
    }
    taken.add(our.charge);
    if (differs(our, their)) findings.push(found("differs", our, their));
    else {
      matched += 1;
      if (!isOfDay(our)) findings.push(found("other_day", our, their));
    }
  }
  for (const our of ours)
    if (isOfDay(our) && !taken.has(our.charge) && !others.elsewhere.has(our.charge))
      findings.push(found("missing_there", our, undefined));
  return { findings, matched };
}

const differs = (our: OurPayment, their: TheirPayment): boolean =>
  our.amount !== their.amount || our.currency !== their.currency || (their.costs !== null && our.costs !== their.costs);

const found = (kind: Finding["kind"], our: OurPayment | undefined, their: TheirPayment | undefined): Finding => {
  const booked = our && our.paidAt !== null && kind !== "missing_here" ? our : undefined; // a second payment is booked nowhere
  return {
    kind,
    charge: our?.charge ?? null,
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

/** Upper bound of the items of a day: with more, the file or the account is probably the wrong one. */
export const itemsMax = 5_000;

/**
 * Turns what a comparison found into items, beside those of an earlier one of the same day. What was worked off stays as it is; what is found no more
 * is cleared.
 *
 * @throws Refusal `bad_request` for more than `itemsMax` findings
 */
export function mergeItems(
  { account, livemode, id: reconciliation }: Pick<Reconciliation, "account" | "livemode" | "id">,
  before: readonly ReconciliationItem[],
  findings: readonly Finding[],
  newId: () => string,
  now: Time,
): { insert: ReconciliationItem[]; update: ReconciliationItem[] } {
  if (findings.length > itemsMax)
    throw new Refusal(
      "bad_request",
      `${findings.length} payments are not the same on both sides, more than ${itemsMax}: are they of this account and day?`,
    );
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
  for (const [subject, item] of known)
    if (!found.has(subject) && item.state === "open") update.push(revise(item, { state: "cleared", changedAt: now }));
  return { insert, update };
}

/** What an item is about; a day has one item about it. */
const subjectOf = ({ charge, payment }: Pick<Finding, "charge" | "payment">): string =>
  `${charge ?? ""} ${payment ?? ""}`;

const isSame = (item: ReconciliationItem, finding: Finding): boolean =>
  Object.entries(finding).every(([name, value]) => item[name as keyof Finding] === value);

/** The longest note. */
export const noteMax = 2_000;

/**
 * Works an item off, with what was found out about it.
 *
 * @param by id of the member
 * @throws Refusal `bad_request` for a blank note, or an item that is not open
 */
export function workOff(item: ReconciliationItem, by: string, text: string, now: Time): ReconciliationItem {
  const note = text.trim();
  if (note === "") throw new Refusal("bad_request", "note cannot be blank");
  if (item.state !== "open") throw new Refusal("bad_request", `this item is not open any more: it is ${item.state}`);
  return revise(item, { state: "worked_off", note, workedOffBy: by, workedOffAt: now, changedAt: now });
}
