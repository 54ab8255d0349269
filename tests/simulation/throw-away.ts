import { Refusal } from "../../src/domain/base/errors.ts";
import { days } from "../../src/domain/base/time.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import { plainRequest } from "../../src/domain/payment/create-charge.ts";
import { nothingGiven } from "../../src/domain/payment/source-field.ts";
import { createToken } from "../../src/operations/card/token.ts";
import type { Gateway } from "../../src/operations/gateway.ts";
import * as charges from "../../src/operations/payment/charge.ts";
import { createRefund } from "../../src/operations/payment/refund.ts";
import { moveClock } from "../../src/operations/sandbox/clock.ts";
import { markCharge } from "../../src/operations/sandbox/play.ts";
import { emptyAccount, endSandbox, makeSandbox } from "../../src/operations/sandbox/sandbox.ts";
import { Broken } from "./check.ts";
import type { Random } from "./random.ts";

/** Longer than any act is under way, however often its process waits: a whole day passes only when all acts are over. */
const lasts = days(7) / 1_000;

const everything = { limit: 100, offset: 0, from: 0, to: Number.MAX_SAFE_INTEGER, order: "chronological" } as const;

/**
 * A run of tests in a throw-away account, from its making to its end: payments, a snapshot, payments again, all that is put back. Its clock stands, so
 * that nobody but this act changes what it has.
 */
export async function throwAway(gateway: Gateway, maker: Account, random: Random): Promise<string> {
  const { store } = gateway;
  const secret = () => Buffer.alloc(32, 9).toString("base64");
  const { sandbox } = await makeSandbox(gateway, maker, { lasts }, secret);
  const account = await store.account.get(sandbox.id);
  if (!account) throw new Broken(`throw-away account ${sandbox.id} was made and is not there`);
  await moveClock(gateway, account, { frozen: true });
  const caller = { account, intention: null };
  const request = { ...plainRequest, currency: "THB", returnUri: "http://shop.example/" };
  const source = { ...nothingGiven, amount: 150_000, currency: "THB" };
  const waiting = await charges.createCharge(
    gateway,
    caller,
    { source: { type: "promptpay", request: source }, card: undefined },
    { ...request, amount: 150_000 },
  );
  const card = { name: "Payer", number: "4242424242424242", expirationMonth: "12", expirationYear: "2030" };
  const { token } = await createToken(gateway, caller, { ...card, securityCode: "123" });
  const pay = { source: undefined, card: token.id };
  const paid = await charges.createCharge(gateway, caller, pay, { ...request, amount: 100_000 });
  await showsOnlyItsOwn(gateway, maker, account, [waiting.id, paid.id]);

  const before = await contentsOf(gateway, account);
  const saved = await store.snapshot.contents(account.id);
  const acts = [
    () => markCharge(gateway, caller, waiting.id, "successful"),
    () => createRefund(gateway, caller, paid.id, { amount: 40_000, metadata: {}, voidOnly: false }),
    () => charges.expireCharge(gateway, caller, waiting.id),
    () => emptyAccount(gateway, account),
  ];
  for (let count = random.below(3) + 1; count > 0; count -= 1) await random.pick(acts)().catch(unlessRefused);
  await store.snapshot.restore(account.id, saved, gateway.now()); // not the operation, which packs in a thread whose pace no seed decides
  const after = await contentsOf(gateway, account);
  const lost = Object.keys(before).filter((part) => JSON.stringify(after[part]) !== JSON.stringify(before[part]));
  if (lost.length > 0) throw new Broken(`${account.id} was put back, and has other ${lost.join(" and ")} than before`);
  await showsOnlyItsOwn(gateway, maker, account, [waiting.id, paid.id]);

  await markCharge(gateway, caller, waiting.id, "successful").catch(unlessRefused); // it goes on from there
  if (random.chance(0.3)) return "left a throw-away account";
  await endSandbox(gateway, maker, sandbox.id);
  const keys = await store.account.keys(account.id);
  if (keys.some(({ revokedAt }) => revokedAt === null)) throw new Broken(`a key of ${account.id} outlives it`);
  return "ended a throw-away account";
}

/** What an account has, as anybody sees it: charges with their versions and due times, what the bank knows of them, the balance, and the events. */
async function contentsOf({ store, clock }: Gateway, { id, currency }: Account): Promise<Record<string, unknown>> {
  const [made, events, balance] = await Promise.all([
    store.charge.list(id, everything),
    store.event.list(id, everything),
    store.ledger.balance(id, currency, clock.of(id)),
  ]);
  const known = made.rows.map(({ source }) => source?.providerReference).filter((reference) => reference != null);
  const atBank = await Promise.all(known.map((reference) => store.simulatedBank.get("phone", reference)));
  const rows = made.rows.map(({ id, version, state, dueAt, refundedAmount }) => [
    id,
    version,
    state,
    dueAt,
    refundedAmount,
  ]);
  return { charges: rows, "charges at the bank": atBank, events: events.rows.map(({ id }) => id), balance };
}

/** @throws Broken where an account shows what is another's, or another what is its */
async function showsOnlyItsOwn(gateway: Gateway, other: Account, { id }: Account, own: readonly string[]) {
  const { rows } = await gateway.store.charge.list(id, everything);
  const shown = rows.map((charge) => charge.id).toSorted();
  if (shown.join() !== own.toSorted().join())
    throw new Broken(`${id} has made ${own.join()} and shows ${shown.join()}`);
  for (const charge of own)
    if (await gateway.store.charge.get(other.id, charge))
      throw new Broken(`charge ${charge} of ${id} is shown to ${other.id}`);
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal && error.status < 500)) throw error;
}
