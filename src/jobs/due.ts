import { methodOf } from "../methods/index.ts";
import { voidCheck } from "../operations/card/card-check.ts";
import { attend } from "../operations/payment/due-charge.ts";
import { attendRefund } from "../operations/payment/refund.ts";
import { bankJob } from "./bank-jobs.ts";
import type { DueJob } from "./job.ts";

/** What the clock owes: each kind of job once. Deliveries, which have places of their own, are beside it (`deliveries.ts`). */
export const dueJobs: readonly DueJob[] = [
  bankJob({
    name: "charge",
    table: "charges",
    lineOf: ({ account, method, state }) => [account, method, state],
    bankOf: ([, method = "", state]) => {
      const { connector } = methodOf(method);
      return connector === "card" && state === "awaiting_payer" ? "threeDs" : connector;
    },
    attend,
  }),
  // only acquirers return money and void
  bankJob({
    name: "refund",
    table: "refunds",
    lineOf: ({ account }) => [account],
    bankOf: () => "card",
    attend: attendRefund,
  }),
  bankJob({
    name: "card check",
    table: "card_checks",
    lineOf: ({ account }) => [account],
    bankOf: () => "card",
    attend: voidCheck,
  }),
];
