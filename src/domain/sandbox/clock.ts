import { Refusal } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import { days, minutes, secondOf, type Time } from "../base/time.ts";

/** Clock of a test account: the server's time plus an offset, or standing still. An account without a row has the server's time. */
export type Clock = {
  /** That of the account, which has one clock. */
  id: string;
  version: number;
  account: AccountId;
  /** Milliseconds by which it is ahead of the server while it runs. */
  ahead: number;
  /** The moment at which it stands: frozen, or on the way of a move. Null while it runs. */
  standsAt: Time | null;
  /** Whether it stands still when no move is under way. */
  frozen: boolean;
  /** The end of a move under way. What falls due until then is played by the process that moves it, and by no other. */
  movesTo: Time | null;
  /** Server time until which that process has the move; afterwards another may end it. */
  heldUntil: Time | null;
  /** Server time of the last change. */
  changedAt: Time;
};

/** Times of the server and of accounts. */
export type Times = {
  /** Time of the server. */
  now(): Time;
  /** Time of an account, for everything that belongs to it. */
  of(account: AccountId): Time;
  /** The time up to which what is due for an account may be done. None while its clock is on its way: who moves it does it then. */
  dueUntil(account: AccountId): Time;
};

/** How a clock is moved: by some milliseconds or to a time, and whether it then stands still. All three may be missing: what is due is played. */
export type Move = { by?: number | undefined; to?: Time | undefined; frozen?: boolean | undefined };

/** How far ahead of the server a clock can be moved. */
const aheadMax = days(3_660);

/** How long a process has a move without a sign of life: longer than any bank or endpoint may take to answer. */
const heldFor = minutes(2);

/** The time of a clock; `now` is that of the server. */
export const timeOf = (clock: Clock | undefined, now: Time): Time =>
  clock ? (clock.standsAt ?? now + clock.ahead) : now;

/**
 * Begins to move a clock, which stands still until it arrives.
 *
 * @param clock undefined where it was never moved
 * @param now time of the server
 * @throws Refusal `clock_moving` while another move is under way; `bad_request` for a move backwards or more than ten years ahead
 */
export function beginMove(account: AccountId, clock: Clock | undefined, { by, to, frozen }: Move, now: Time): Clock {
  if (clock?.movesTo != null)
    throw new Refusal("clock_moving", `the clock is on its way to ${secondOf(clock.movesTo)}`);
  if (by !== undefined && to !== undefined) throw new Refusal("bad_request", "advance and to cannot be given together");
  const at = timeOf(clock, now);
  const end = to ?? at + (by ?? 0);
  // `to` stands for a whole second, as all times of the API do
  if (end < at - (at % 1_000)) throw new Refusal("bad_request", `time never runs backwards: it is ${secondOf(at)}`);
  if (end > now + aheadMax)
    throw new Refusal("bad_request", `a clock cannot be more than ${aheadMax / days(1)} days ahead`);
  const begun = {
    standsAt: at,
    frozen: frozen ?? clock?.frozen ?? false,
    movesTo: Math.max(end, at),
    heldUntil: now + heldFor,
    changedAt: now,
  };
  return clock ? revise(clock, begun) : { id: account, version: 1, account, ahead: 0, ...begun };
}

/** Whether a process has left a move unfinished. */
export const isLeft = ({ movesTo, heldUntil }: Clock, now: Time): boolean =>
  movesTo !== null && heldUntil !== null && heldUntil <= now;

/** Goes on to a moment of a move, and keeps the move. */
export const goOn = (clock: Clock, at: Time, now: Time): Clock =>
  revise(clock, { standsAt: at, heldUntil: now + heldFor, changedAt: now });

/** Leaves a move to whichever process comes next. */
export const leave = (clock: Clock, now: Time): Clock => revise(clock, { heldUntil: now, changedAt: now });

/** Ends a move: from now on the clock runs, or stands still. */
export function arrive(clock: Clock, now: Time): Clock {
  const at = clock.movesTo ?? timeOf(clock, now);
  return revise(clock, {
    ahead: at - now,
    standsAt: clock.frozen ? at : null,
    movesTo: null,
    heldUntil: null,
    changedAt: now,
  });
}
