import type { Changes } from "../../src/domain/changes.ts";
import { type Charge, isFinal } from "../../src/domain/charge.ts";
import type { Store } from "../../src/storage/store.ts";

/** Watches what is saved and says at once what may not be. */
export type Checker = {
  /** Notes what a commit touched. */
  saved(changes: Changes): void;
  /** Checks all charges touched since the last time; throws at the first that breaks an invariant. */
  touched(): Promise<void>;
  /** Checks the whole database. */
  everything(): Promise<void>;
};

export class Broken extends Error {}

const everyEvent = {
  limit: 100,
  offset: 0,
  from: 0,
  to: Number.MAX_SAFE_INTEGER - 1_000,
  order: "chronological",
} as const;

export function aChecker(store: Store, note: (line: string) => void): Checker {
  const touchedCharges = new Set<string>();
  const finals = new Map<string, string>();

  async function check(id: string): Promise<void> {
    const charge = await store.charge.find(id);
    if (!charge) throw new Broken(`charge ${id} was saved and is gone`);
    note(`${id} ${charge.state} ${charge.version}`);
    const was = finals.get(id);
    if (was !== undefined && was !== charge.state)
      throw new Broken(`charge ${id} was ${was} and became ${charge.state}`);
    if (isFinal(charge)) finals.set(id, charge.state);
    const { rows: events } = await store.event.listOfCharge(id, everyEvent);
    const completes = events.filter((event) => event.key === "charge.complete").length;
    const decided = charge.state !== "awaiting_payer" && charge.state !== "authorizing";
    if (completes !== (decided ? 1 : 0))
      throw new Broken(`charge ${id} is ${charge.state} with ${completes} charge.complete`);
    const refunded = charge.refunds.reduce((sum, refund) => sum + refund.amount, 0);
    if (refunded !== charge.refundedAmount)
      throw new Broken(`charge ${id} says ${charge.refundedAmount} refunded, its refunds ${refunded}`);
    if (charge.refundedAmount > (charge.capturedAmount ?? 0))
      throw new Broken(`charge ${id} returned more than was captured`);
    await agreesWithBank(charge);
  }

  /** Money that a bank has taken is never a failed or expired charge, and a paid charge is one that its bank approved. */
  async function agreesWithBank(charge: Charge): Promise<void> {
    const app = charge.method === "mobile_banking_kbank";
    const reference = charge.source?.providerReference ?? charge.id;
    const said = await store.simulatedBank.get(app ? "kplus" : "card", reference);
    const approved = said !== undefined && /"PAID"|"responseCode":"00"/.test(said);
    if (approved && (charge.state === "failed" || charge.state === "expired")) {
      throw new Broken(
        `charge ${charge.id} is ${charge.state} (${charge.failureCode}) although its bank took the money: ${said}`,
      );
    }
    const held = charge.state === "captured" || charge.state === "authorized";
    if (held && !approved && charge.bankReference !== charge.id)
      throw new Broken(`charge ${charge.id} is ${charge.state} although its bank did not approve`);
    if (app && charge.state === "captured" && !approved)
      throw new Broken(`charge ${charge.id} is paid, but not at its bank`);
  }

  return {
    saved: ({ insert, update }) => {
      for (const charge of [...(insert?.charges ?? []), ...(update?.charges ?? [])]) touchedCharges.add(charge.id);
      for (const refund of [...(insert?.refunds ?? []), ...(update?.refunds ?? [])]) touchedCharges.add(refund.charge);
    },
    touched: async () => {
      for (const id of touchedCharges) await check(id);
      touchedCharges.clear();
    },
    everything: async () => {
      for (const { name, violations } of store.verify.invariants) {
        const [first] = await violations();
        if (first) throw new Broken(`${name}: ${first.row}: ${first.found}`);
      }
    },
  };
}
