import { Refusal } from "../domain/base/errors.ts";
import type { Idempotency } from "../domain/base/idempotency.ts";
import { revise } from "../domain/base/row.ts";
import type { Account } from "../domain/merchant/account.ts";
import { KeyTaken } from "./commit.ts";
import type { Caller, Gateway, Intention } from "./gateway.ts";

/** Answer to a request with an idempotency key: status, JSON text, and whether it was stored before. */
export type Answer = { status: number; text: string; replayed: boolean };

type Request = Omit<Intention, "started">;

/** How long repeats wait for the first request's bank, from its beginning; after that its process may have died. */
const patienceMs = 5_000;
const pauseMs = 20;

/**
 * Does `work` once per key: a repeat gets the stored answer; of several requests at once one acts and the others wait for it.
 * A refused request stores nothing, so the key can be used again for the corrected request.
 *
 * @param recall the present JSON of an object, for an answer that was lost on the way
 * @throws Refusal `bad_request` when the key was used with another request
 */
export async function once(
  gateway: Gateway,
  account: Account,
  request: Request,
  work: (caller: Caller) => Promise<unknown>,
  recall: (reference: string) => Promise<string>,
): Promise<Answer> {
  const known = await gateway.store.idempotency.get(account.id, request.key);
  if (known) return replay(gateway, account, request, known, recall);
  const intention: Intention = { ...request, started: false };
  try {
    const result = await work({ account, intention });
    return { status: 200, text: request.answer(result), replayed: false };
  } catch (error) {
    // A lost race shows as a taken key, or as what the winner did: a spent token, a captured charge.
    const lostRace = error instanceof KeyTaken || (error instanceof Refusal && !intention.started);
    const winner = lostRace ? await gateway.store.idempotency.get(account.id, request.key) : undefined;
    if (winner) return replay(gateway, account, request, winner, recall);
    if (error instanceof Refusal && intention.started) await remember(gateway, account, request, error);
    throw error;
  }
}

async function replay(
  gateway: Gateway,
  account: Account,
  request: Request,
  known: Idempotency,
  recall: (reference: string) => Promise<string>,
): Promise<Answer> {
  if (known.fingerprint !== request.fingerprint) {
    throw new Refusal("bad_request", "Idempotency-Key was already used with another request");
  }
  let current: Idempotency | undefined = known;
  const worthwhile = Math.min(patienceMs, known.createdAt + patienceMs - gateway.now());
  for (let waited = 0; current?.answer === null && waited < worthwhile; waited += pauseMs) {
    await gateway.pause(pauseMs);
    current = await gateway.store.idempotency.get(account.id, request.key);
  }
  if (current?.answer) return { status: current.status, text: current.answer, replayed: true };
  return { status: 200, text: await recall(known.reference), replayed: true };
}

/** Stores a refusal that came from the bank after the work had begun; repeats get the same. */
async function remember(gateway: Gateway, account: Account, request: Request, refusal: Refusal): Promise<void> {
  const row = await gateway.store.idempotency.get(account.id, request.key);
  if (!row || row.answer !== null) return;
  const answered = revise(row, { answer: request.refusal(refusal), status: refusal.status });
  await gateway.store.save({ update: { idempotency: [answered] } });
}
