import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import { type Charge, isFinal } from "../payment/charge.ts";

/** An address at which payers pay one amount: once, or as often as somebody likes to. */
export type Link = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  amount: Minor;
  currency: string;
  title: string;
  description: string;
  /** Whether it can be paid more than once. */
  multiple: boolean;
  /** The latest charge of a link that is paid once: a payer takes the link by writing it. Null before, and where many may pay. */
  charge: string | null;
  createdAt: Time;
  deletedAt: Time | null;
  /** The row of `charge`. */
  latest: Charge | null;
  /** The first of all its charges, oldest first, and how many there are. */
  charges: { rows: Charge[]; total: number };
};

/** What is read with a link from another table, of a link that nobody has paid yet. */
export const unpaid = (): Pick<Link, "latest" | "charges"> => ({ latest: null, charges: { rows: [], total: 0 } });

/**
 * What a payer can do with a link. `being_paid`: the bank of an earlier payer may still say yes, so that payment is ended before another begins.
 * Sources: Links API, `used` and `deleted`; `being_paid` is ours.
 */
export type LinkStanding = "open" | "being_paid" | "used" | "deleted";

export function standingOf({ latest, deletedAt }: Link): LinkStanding {
  if (latest?.state === "captured") return "used";
  if (deletedAt !== null) return "deleted";
  return latest && !isFinal(latest) ? "being_paid" : "open";
}

/** When a link that is paid once was paid. A refund does not open it again. */
export const usedAt = ({ latest }: Link): Time | null => (latest?.state === "captured" ? latest.paidAt : null);

const codeLength = 19;

/** What stands in the address of a link: the characters of its id in capitals, as the original's since 2025. It is the permission to pay the link. */
export const codeOfLink = ({ id }: Pick<Link, "id">): string => id.slice(-codeLength).toUpperCase();

/** The description of its charges. Recorded in 2018: the title, an empty line, the description. */
export const chargeDescription = ({ title, description }: Link): string => `${title}\n\n${description}`;
