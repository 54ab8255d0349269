import type { ChargeOverviewAnswer } from "../../../src/api/insight/charge-overview.shape.ts";

type ActionName = ChargeOverviewAnswer["actions"][number]["action"];

/** What a member can have done to a charge; opening the payer's page does nothing to it. */
export type ActName = Exclude<ActionName, "open_payer_page">;

export type Overview = Pick<ChargeOverviewAnswer, "charge" | "refund_window" | "actions" | "partially_capturable">;

type Act = {
  /** Below the charge's own path. */
  path: string;
  danger: boolean;
  /** How much at most, and whether a part will do; null where no amount is asked for. */
  amount: ((overview: Overview) => { most: number; part: boolean }) | null;
  body: (amount: number) => Record<string, unknown>;
};

const whole = { amount: null, body: () => ({}) };

export const acts: Record<ActName, Act> = {
  refund: {
    path: "refunds",
    danger: true,
    amount: ({ charge }) => ({
      most: charge.funding_amount - charge.refunded_amount,
      part: charge.partially_refundable,
    }),
    body: (amount) => ({ amount }),
  },
  capture: {
    path: "capture",
    danger: false,
    amount: ({ charge, partially_capturable }) => ({ most: charge.amount, part: partially_capturable }),
    body: (amount) => ({ capture_amount: amount }),
  },
  reverse: { path: "reverse", danger: true, ...whole },
  expire: { path: "expire", danger: true, ...whole },
  mark_as_paid: { path: "mark_as_paid", danger: false, ...whole },
  mark_as_failed: { path: "mark_as_failed", danger: false, ...whole },
};

/** Everything that another act on a charge may have changed. */
export const changedByActs = [
  "charges",
  "search/charges",
  "overview",
  "refunds",
  "balance",
  "transactions",
  "events",
  "deliveries",
];
