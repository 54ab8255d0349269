import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import { hours, minutes, type Time } from "../base/time.ts";

/** A customer's card that an upstream keeps: there is no number of it here. It has the id of the card. */
export type KeptCard = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  /** Id of the customer. */
  customer: string;
  upstream: string;
  /** The upstream's ids of customer and card. */
  upstreamCustomer: string;
  upstreamCard: string;
  /** When the upstream is asked to delete it; null for a card that is kept, and for one that is deleted there. */
  dueAt: Time | null;
  createdAt: Time;
  /** When the upstream has deleted it, or could no longer be asked to. */
  forgottenAt: Time | null;
};

/** Kept cards whose cards were deleted: their upstreams are to be told. */
export const toForget = (kept: readonly KeptCard[], now: Time): KeptCard[] =>
  kept.map((each) => revise(each, { dueAt: now }));

/** How often an upstream is asked that did not say it has deleted a card: soon at first, then each hour. */
const soonFor = hours(1);
const again = { soon: minutes(1), later: hours(1) };

/** A kept card after its upstream did not say that it has deleted it. @param deletedAt when its card was deleted here */
export const notForgotten = (kept: KeptCard, deletedAt: Time, now: Time): KeptCard =>
  revise(kept, { dueAt: now + (now - deletedAt < soonFor ? again.soon : again.later) });

export const forgotten = (kept: KeptCard, now: Time): KeptCard => revise(kept, { dueAt: null, forgottenAt: now });
