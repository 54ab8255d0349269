import { Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { beginMove, type Clock, type Move } from "../../domain/sandbox/clock.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway, Played } from "../gateway.ts";

/** A clock as its account sees it; `played` is what fell due on the way of the move that was just made. */
export type ClockView = { now: Time; ahead: number; frozen: boolean; movesTo: Time | null; played: Played | null };

/** The clock of a test account. @throws Refusal `bad_request` in live mode */
export async function clockOf(gateway: Gateway, account: Account): Promise<ClockView> {
  mustBeTest(account, "a clock");
  return viewOf(gateway, account, await gateway.store.clock.get(account.id), null);
}

/**
 * Moves the clock of a test account, and does on the way whatever falls due for it, in order of time and each at its own moment. Answers when all of it is
 * done: webhooks are delivered, or their attempts recorded as failed. A caller that leaves before the end does not stop it.
 *
 * @throws Refusal `bad_request` in live mode, for a move backwards or one too far; `clock_moving` while another move is under way, and
 * where this process is stopped on the way or takes too long: another goes on with the move
 */
export async function moveClock(gateway: Gateway, account: Account, move: Move): Promise<ClockView> {
  mustBeTest(account, "a clock");
  const begun = await untilSaved(async () => {
    const before = await gateway.store.clock.get(account.id);
    const clock = beginMove(account.id, before, move, gateway.now());
    const changes = before ? { update: { clocks: [clock] } } : { insert: { clocks: [clock] } };
    return (await gateway.store.save(changes)).saved ? clock : undefined;
  });
  gateway.clock.note(begun);
  const { clock, played } = await gateway.play(begun);
  if (clock.movesTo !== null)
    throw new Refusal("clock_moving", "the clock is on its way still, and another process goes on with it");
  return viewOf(gateway, account, clock, played);
}

function viewOf(gateway: Gateway, { id }: Account, clock: Clock | undefined, played: Played | null): ClockView {
  if (clock) gateway.clock.note(clock);
  const now = gateway.clock.of(id);
  return {
    now,
    ahead: now - gateway.now(),
    frozen: clock?.frozen ?? false,
    movesTo: clock?.movesTo ?? null,
    played,
  };
}
