import type { SimulatorMemory } from "../simulator-memory.ts";
import type { PaymentRequest, PaymentStatus } from "./wire.ts";

/** The bank's side of K PLUS: payments that wait until the payer decides in the app. */
export type KplusSimulator = {
  open(request: PaymentRequest): Promise<PaymentStatus>;
  status(reference: string): Promise<PaymentStatus>;
  close(reference: string): Promise<PaymentStatus>;
  /** The payer's act on the phone. The first decision stands. */
  decide(reference: string, decision: Decided): Promise<PaymentStatus>;
};

type Decided = Exclude<PaymentStatus, { status: "WAITING" }>;

export function kplusSimulator(memory: SimulatorMemory): KplusSimulator {
  const status = async (reference: string): Promise<PaymentStatus> => {
    const decided = await memory.get(reference);
    return decided === undefined ? { status: "WAITING" } : (JSON.parse(decided) as Decided); // written by `decide` only
  };
  const decide = async (reference: string, decision: Decided): Promise<PaymentStatus> =>
    JSON.parse(await memory.putOnce(reference, JSON.stringify(decision))) as Decided;
  return {
    open: ({ reference }) => status(reference),
    status,
    close: (reference) => decide(reference, { status: "CLOSED" }),
    decide,
  };
}
