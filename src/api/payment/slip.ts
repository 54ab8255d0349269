import { z } from "zod";
import { statusOf } from "../../domain/payment/charge.ts";
import { type CheckedSlip, checkSlip, settleBySlip } from "../../operations/payment/slip.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

/** A slip as its bank knows it, and the charge that it can settle. */
export const slipShape = {
  name: "slip",
  schema: z.object({
    object: z.literal("slip"),
    sending_bank: z.string().meta({ description: "Three digits of the Bank of Thailand, such as 014." }),
    reference: z.string().meta({ description: "The sending bank's reference of the transfer." }),
    payment: z
      .object({
        upstream: z.string(),
        amount: value.minor,
        currency: value.currency,
        paid_at: value.time.nullable(),
        to_us: z.boolean().nullable().meta({ description: "null where the bank does not say." }),
      })
      .nullable()
      .meta({ description: "What the bank says; null where no bank of the account knows the payment." }),
    charge: z.object({ id: value.id("chrg"), status: z.string() }).nullable(),
    problem: z.string().nullable().meta({ description: "Why it settles nothing; null where it can." }),
  }),
} as const satisfies Shape;

const presentSlip = ({ slip, found, charge, problem }: CheckedSlip) => ({
  object: "slip" as const,
  sending_bank: slip.sendingBank,
  reference: slip.transRef,
  payment: found && {
    upstream: found.upstream,
    amount: found.payment.amount,
    currency: found.payment.currency,
    paid_at: wireTime(found.payment.paidAt),
    to_us: found.payment.toUs,
  },
  charge: charge && { id: charge.id, status: statusOf(charge) },
  problem,
});

const details = { tag: "Dashboard: slips", method: "POST", returns: slipShape, present: presentSlip } as const;
const body = z.object({ text: field.text("What the small QR code on the slip says.", 512) });

export const slipEndpoints = [
  dashboardEndpoint({
    ...details,
    path: "/slips",
    right: "receipts",
    summary: "Check a transfer slip",
    description: "Asks the account's banks about the payment of a slip that a payer shows. Nothing is settled.",
    body,
    refuses: ["bad_request"],
    run: ({ gateway, account, body: { text } }) => checkSlip(gateway, account.id, text),
  }),
  dashboardEndpoint({
    ...details,
    path: "/slips/settle",
    right: "payouts",
    summary: "Settle a charge by a transfer slip",
    description:
      "Asks the bank about the charge that the slip's payment names, and settles it by the bank's answer; never by the slip alone.",
    body,
    refuses: ["bad_request"],
    run: ({ gateway, account, body: { text } }) => settleBySlip(gateway, account.id, text),
  }),
];
