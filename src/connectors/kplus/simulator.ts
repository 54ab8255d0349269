import type { Time } from "../../domain/base/time.ts";
import type { ChangeableMemory } from "../simulator-memory.ts";
import type { Inquiry, PaymentRequest, PaymentStatus } from "./wire.ts";

/** The requests of merchants to K PLUS. */
export type KplusBank = {
  open(request: PaymentRequest): Promise<PaymentStatus>;
  status(inquiry: Inquiry): Promise<PaymentStatus>;
  close(inquiry: Inquiry): Promise<PaymentStatus>;
};

/** The bank's side of K PLUS: payments wait until the payer decides in the app. */
export type KplusSimulator = KplusBank & {
  /** The payer's decision on the phone. The first one stands. */
  decide(reference: string, decision: Decided, account?: string): Promise<PaymentStatus>;
  /** The payment for the app; one that was never opened has no request. */
  look(reference: string): Promise<Payment>;
  /** Signs the payer in: the bank now gives them `sessionMs`. */
  signIn(reference: string): Promise<Payment>;
};

/** The bank's record of one payment. */
export type Payment = {
  request: PaymentRequest | null;
  /** The bank's time limit for the payer's confirmation; null until the payer has signed in. */
  sessionEndsAt: Time | null;
  end: Decided | null;
  endedAt: Time | null;
  /** The payer's account that the payment was paid from. */
  account: string | null;
};

export type Decided = Exclude<PaymentStatus, { status: "WAITING" }>;

/** Shorter than a charge's life: a payer who hesitates meets the bank's limit, a payer who never comes the gateway's. */
const sessionMs = 5 * 60 * 1_000;

const unheard: Payment = { request: null, sessionEndsAt: null, end: null, endedAt: null, account: null };

/** @param now time of a merchant; without one, of the bank */
export function kplusSimulator(memory: ChangeableMemory, now: (merchantId?: string) => Time): KplusSimulator {
  const timeFor = ({ request }: Payment): Time => now(request?.merchantId);

  /** Ends a payment whose session has run out, as of that moment, whenever it is read. */
  const lapsed = (payment: Payment): Payment =>
    payment.end === null && payment.sessionEndsAt !== null && timeFor(payment) >= payment.sessionEndsAt
      ? { ...payment, end: { status: "REJECTED", rejection: "EXPIRED" }, endedAt: payment.sessionEndsAt }
      : payment;

  /** One step of a payment; the loser of a race repeats it on the winner's result. */
  async function change(reference: string, step: (payment: Payment) => Payment): Promise<Payment> {
    for (;;) {
      const stored = await memory.get(reference);
      const before = stored === undefined ? unheard : (JSON.parse(stored) as Payment); // only this file writes it
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
      await change(reference, (payment) =>
        payment.end ? payment : { ...payment, end, endedAt: timeFor(payment), account },
      ),
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
        payment.end || payment.sessionEndsAt !== null
          ? payment
          : { ...payment, sessionEndsAt: timeFor(payment) + sessionMs },
      ),
  };
}

const statusOf = ({ end }: Payment): PaymentStatus => end ?? { status: "WAITING" };
