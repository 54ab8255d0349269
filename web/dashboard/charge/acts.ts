import type { ChargeOverviewAnswer } from "../../../src/api/insight/charge-overview.shape.ts";
import type { Right } from "../../../src/domain/team/role.ts";

type ActionName = ChargeOverviewAnswer["actions"][number]["action"];

/** Acts that change a charge. Opening the payer's page is none. */
export type ActName = Exclude<ActionName, "open_payer_page">;

export type Overview = Pick<ChargeOverviewAnswer, "charge" | "refund_window" | "actions" | "partially_capturable">;

type Act = {
  right: Right;
  /** Path below the charge's path. */
  path: string;
  danger: boolean;
  /** Upper bound of the amount, and whether a part is allowed; null if the act takes no amount. */
  amount: ((overview: Overview) => { most: number; part: boolean }) | null;
  body: (amount: number) => Record<string, unknown>;
};

const whole = { right: "money", amount: null, body: () => ({}) } as const;

export const acts: Record<ActName, Act> = {
  refund: {
    right: "refunds",
    path: "refunds",
    danger: true,
    amount: ({ charge }) => ({
      most: (charge.captured_amount ?? charge.amount) - charge.refunded_amount,
      part: charge.partially_refundable,
    }),
    body: (amount) => ({ amount }),
  },
  capture: {
    right: "money",
    path: "capture",
    danger: false,
    amount: ({ charge, partially_capturable }) => ({ most: charge.amount, part: partially_capturable }),
    body: (amount) => ({ capture_amount: amount }),
  },
  dispute: { path: "disputes", danger: true, ...whole },
  reverse: { path: "reverse", danger: true, ...whole },
  expire: { path: "expire", danger: true, ...whole },
  mark_as_paid: { path: "mark_as_paid", danger: false, ...whole },
  mark_as_failed: { path: "mark_as_failed", danger: false, ...whole },
};

/** Paths of all data that an act on a charge may change. */
export const changedByActs = [
  "charges",
  "search/charges",
  "overview",
  "refunds",
  "dispute_cases",
  "balance",
  "transactions",
  "events",
  "deliveries",
];
