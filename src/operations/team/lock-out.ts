import { createHash } from "node:crypto";
import { Refusal } from "../../domain/base/errors.ts";
import { beginAttempt, freeFailures, wideShare } from "../../domain/team/lock-out.ts";
import type { Gateway } from "../gateway.ts";
import type { Client, Network } from "./session.ts";

/** An attempt that counts as failed until one of these functions is called. */
export type Attempt = {
  /** Whether the member with this e-mail has signed in from there before. */
  known: boolean;
  /** Clears earlier failures of this e-mail, or of this e-mail from here if it is known here; those of the network stay. */
  succeeded(): Promise<void>;
  /** Withdraws the attempt: it was neither right nor wrong. */
  undecided(): Promise<void>;
};

/**
 * Begins an attempt to sign in or to prove a password. From a place where a member has signed in before, only failures from there count.
 * Otherwise strangers who know the e-mail, elsewhere or in the same network, could keep its owner out for good by failing once a quarter of an hour.
 *
 * @throws Refusal `too_many_requests` with the time to wait, after too many failures for this e-mail or from this network
 */
export async function attempt(gateway: Gateway, email: string, { ip, network }: Client): Promise<Attempt> {
  const { session, signInFailure } = gateway.store;
  const known = await session.wasFrom(email, ip);
  const own = known ? nameOf("email from", `${email} ${ip}`) : nameOf("email", email);
  const names = [{ name: own, free: freeFailures.email }, ...(known ? [] : networksOf(network))];
  const takeBack = (taken: readonly { name: string }[]) =>
    Promise.all(taken.map(({ name }) => signInFailure.takeBack(name, gateway.now())));
  for (const [index, { name, free }] of names.entries()) {
    const wait = await begin(gateway, name, free);
    if (wait === 0) continue;
    await takeBack(names.slice(0, index));
    throw new Refusal("too_many_requests", `too many attempts failed: try again in ${wait} s`, { retryAfter: wait });
  }
  return {
    known,
    succeeded: async () => {
      await Promise.all([signInFailure.forget(own), takeBack(names.slice(1))]);
    },
    undecided: async () => {
      await takeBack(names);
    },
  };
}

function networksOf({ name, wide, kind }: Network): { name: string; free: number }[] {
  const free = freeFailures[kind];
  const site = wide === null ? [] : [{ name: nameOf("network", wide), free: free * wideShare }];
  return [{ name: nameOf("network", name), free }, ...site];
}

/** @returns the seconds to wait, 0 for none */
async function begin({ store, now }: Gateway, name: string, free: number): Promise<number> {
  for (;;) {
    const known = await store.signInFailure.get(name);
    const next = beginAttempt(known, free, now());
    if (!next) return Math.max(1, Math.ceil(((known?.nextAt ?? 0) - now()) / 1_000));
    if (await store.signInFailure.put(name, known, next)) return 0;
  }
}

/** Hash of a name, since strangers may type anything into the field, even a password. */
const nameOf = (kind: string, text: string): string => createHash("sha256").update(`${kind} ${text}`).digest("hex");
