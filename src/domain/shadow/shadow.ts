import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";

/** A test account at an upstream that gets every request of a test account of ours, too. */
export type Shadow = {
  /** Name of the upstream. */
  id: string;
  version: number;
  account: AccountId;
  /** The keys as JSON, sealed by the vault; empty once it was ended. */
  sealed: string;
  /** What is shown of them, by field: their last four characters. */
  shown: Readonly<Record<string, string>>;
  createdAt: Time;
  /** In the server's time. */
  changedAt: Time;
  endedAt: Time | null;
};

/** An object of ours, and the upstream's object that came of the same request. */
export type Counterpart = {
  /** Our id. */
  id: string;
  account: AccountId;
  theirs: string;
  /** In the server's time. */
  createdAt: Time;
};

/** Result of a request: `skipped` was not sent, `unanswered` got no answer that says anything of the request. */
export const outcomes = ["same", "differs", "skipped", "unanswered"] as const;
type Outcome = (typeof outcomes)[number];

/** What came of one request that was to be compared. */
export type Comparison = {
  /** Id of our request. */
  id: string;
  account: AccountId;
  /** Method and path of the entry, such as `POST /charges/:id/refunds`. */
  endpoint: string;
  outcome: Outcome;
  /** Why it was not compared; null where it was. */
  reason: string | null;
  /** One line each. */
  differences: readonly string[];
  /** When it was asked, in the server's time. */
  createdAt: Time;
};

/** Begins a shadow, or replaces its keys; one that was ended begins anew. */
export function startShadow(
  account: AccountId,
  upstream: string,
  before: Shadow | undefined,
  { sealed, shown }: Pick<Shadow, "sealed" | "shown">,
  now: Time,
): Shadow {
  if (!before)
    return { id: upstream, version: 1, account, sealed, shown, createdAt: now, changedAt: now, endedAt: null };
  const since = before.endedAt === null ? {} : { createdAt: now };
  return revise(before, { sealed, shown, ...since, changedAt: now, endedAt: null });
}

/** Ends a shadow and erases its keys. What was compared stays. */
export const stopShadow = (shadow: Shadow, now: Time): Shadow =>
  revise(shadow, { sealed: "", shown: {}, changedAt: now, endedAt: now });
