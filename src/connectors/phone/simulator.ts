import type { Time } from "../../domain/base/time.ts";
import type { ChangeableMemory } from "../simulator-memory.ts";
import type { Inquiry, PaymentRequest, PaymentStatus, Shown } from "./wire.ts";

/** The requests of merchants to the network. */
export type PhoneNetwork = {
  open(request: PaymentRequest): Promise<PaymentStatus>;
  status(inquiry: Inquiry): Promise<PaymentStatus>;
  close(inquiry: Inquiry): Promise<PaymentStatus>;
  /** Returns money of a payment. */
  refund(inquiry: Inquiry): Promise<PaymentStatus>;
};

export type Decided = Exclude<PaymentStatus, { status: "WAITING" }>;

/** The network's record of one payment. */
export type Payment = {
  request: PaymentRequest | null;
  shown: Shown;
  end: Decided | null;
  endedAt: Time | null;
  /** The payer's account that it was paid from. */
  account: string | null;
};

/** Every bank and wallet on one phone: payments wait until the payer decides there. */
export type PhoneSimulator = PhoneNetwork & {
  /** The payer's decision. The first one stands. */
  decide(reference: string, decision: Decided, account?: string): Promise<PaymentStatus>;
  /** The payment for the phone; one that was never opened has no request. */
  look(reference: string): Promise<Payment>;
  /** The reference of the payment that is paid under a number; undefined where none is. */
  paidUnder(number: string): Promise<string | undefined>;
};

/** What the network knows of its products. */
type Products = {
  shownFor(request: PaymentRequest, now: Time): Shown;
  decidedAtOnce(request: PaymentRequest): Decided | undefined;
  newReference(): string;
};

const unheard: Payment = { request: null, shown: null, end: null, endedAt: null, account: null };

/** @param now time of a merchant; without one, of the bank */
export function phoneSimulator(
  memory: ChangeableMemory,
  now: (merchantId?: string) => Time,
  products: Products,
): PhoneSimulator {
  /** One step of a payment; the loser of a race repeats it on the winner's result. */
  async function change(reference: string, step: (payment: Payment) => Payment): Promise<Payment> {
    for (;;) {
      const stored = await memory.get(reference);
      const before = stored === undefined ? unheard : (JSON.parse(stored) as Payment); // only this file writes it
      const after = step(before);
      if (after === before) return after;
      const text = JSON.stringify(after);
      const written =
        stored === undefined
          ? (await memory.putOnce(reference, text)) === text
          : await memory.replace(reference, text, stored);
      if (written) return after;
    }
  }

  const ended = (payment: Payment, end: Decided, account: string | null): Payment =>
    payment.end ? payment : { ...payment, end, endedAt: now(payment.request?.merchantId), account };

  const decide = async (reference: string, end: Decided, account: string | null = null) =>
    statusOf(await change(reference, (payment) => ended(payment, end, account)));

  return {
    open: async (request) => {
      const payment = await change(request.reference, (current) => {
        if (current.request) return current;
        const opened = { ...current, request, shown: products.shownFor(request, now(request.merchantId)) };
        const end = products.decidedAtOnce(request);
        return end ? ended(opened, end, null) : opened;
      });
      const under = payment.shown?.kind === "numbers" ? payment.shown.under : null;
      if (under) await memory.putOnce(keyOf(under), request.reference);
      return statusOf(payment);
    },
    status: async ({ reference }) => statusOf(await change(reference, (payment) => payment)),
    close: ({ reference }) => decide(reference, { status: "CLOSED" }),
    refund: ({ reference }) => decide(reference, { status: "PAID", bankReference: products.newReference() }),
    decide,
    look: (reference) => change(reference, (payment) => payment),
    paidUnder: (number) => memory.get(keyOf(number)),
  };
}

/** Where the memory keeps which payment is paid under a number; no reference of a payment begins so. */
const keyOf = (number: string): string => `under ${number}`;

const statusOf = ({ end, shown }: Payment): PaymentStatus => end ?? { status: "WAITING", shown };
