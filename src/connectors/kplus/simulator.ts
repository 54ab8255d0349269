import type { Time } from "../../domain/base/time.ts";
import type { ChangeableMemory } from "../simulator-memory.ts";
import type { Inquiry, PaymentRequest, PaymentStatus } from "./wire.ts";

/** What merchants ask of K PLUS. */
export type KplusBank = {
  open(request: PaymentRequest): Promise<PaymentStatus>;
  status(inquiry: Inquiry): Promise<PaymentStatus>;
  close(inquiry: Inquiry): Promise<PaymentStatus>;
};

/** The bank's side of K PLUS: payments that wait until the payer decides in the app. */
export type KplusSimulator = KplusBank & {
  /** The payer's act on the phone. The first decision stands. */
  decide(reference: string, decision: Decided, account?: string): Promise<PaymentStatus>;
  /** What the app shows of a payment; what was never opened has no request. */
  look(reference: string): Promise<Payment>;
  /** The payer is in the app: from now on the bank gives him `sessionMs`. */
  signIn(reference: string): Promise<Payment>;
};

/** What the bank keeps of one payment. */
export type Payment = {
  request: PaymentRequest | null;
  /** When the bank stops waiting for the payer's confirmation; null until he has signed in. */
  sessionEndsAt: Time | null;
  end: Decided | null;
  endedAt: Time | null;
  /** Which of the payer's accounts it was paid from. */
  account: string | null;
};

type Decided = Exclude<PaymentStatus, { status: "WAITING" }>;

/** Shorter than a charge lives, so that a payer who hesitates meets the bank's limit, and one who never comes the gateway's. */
const sessionMs = 5 * 60 * 1_000;

const unheard: Payment = { request: null, sessionEndsAt: null, end: null, endedAt: null, account: null };

export function kplusSimulator(memory: ChangeableMemory, now: () => Time): KplusSimulator {
  /** A session that has run out ended the payment at that moment, whenever somebody looks. */
  const lapsed = (payment: Payment): Payment =>
    payment.end === null && payment.sessionEndsAt !== null && now() >= payment.sessionEndsAt
      ? { ...payment, end: { status: "REJECTED", rejection: "EXPIRED" }, endedAt: payment.sessionEndsAt }
      : payment;

  /** One step of a payment; the loser of a race takes it again from what the winner left. */
  async function change(reference: string, step: (payment: Payment) => Payment): Promise<Payment> {
    for (;;) {
      const stored = await memory.get(reference);
      const before = stored === undefined ? unheard : (JSON.parse(stored) as Payment); // written here only
      const after = step(lapsed(before));
      if (after === before) return after;
      const text = JSON.stringify(after);
      const written =
        stored === undefined
          ? (await memory.putOnce(reference, text)) === text
          : await memory.replace(reference, text, stored);
      if (written) return after;
    }
  }

  const look = (reference: string) => change(reference, (payment) => payment);
  const decide = async (reference: string, end: Decided, account: string | null = null) =>
    statusOf(
      await change(reference, (payment) => (payment.end ? payment : { ...payment, end, endedAt: now(), account })),
    );

  return {
    open: async (request) =>
      statusOf(await change(request.reference, (payment) => (payment.request ? payment : { ...payment, request }))),
    status: async ({ reference }) => statusOf(await look(reference)),
    close: ({ reference }) => decide(reference, { status: "CLOSED" }),
    decide,
    look,
    signIn: (reference) =>
      change(reference, (payment) =>
        payment.end || payment.sessionEndsAt !== null ? payment : { ...payment, sessionEndsAt: now() + sessionMs },
      ),
  };
}

const statusOf = ({ end }: Payment): PaymentStatus => end ?? { status: "WAITING" };
