import type { ChargeAnswer } from "../answers.ts";
import { Status } from "../ui/badge.tsx";

/** The badge of a charge: its status or, once paid, whether it was refunded or voided. */
export function ChargeStatus({ charge }: { charge: ChargeAnswer }) {
  return <Status state={chargeStatusOf(charge)} />;
}

function chargeStatusOf({ status, authorized, voided, refunded_amount, amount, captured_amount }: ChargeAnswer) {
  if (voided) return "voided";
  if (status === "pending") return authorized ? "authorized" : "pending";
  if (status !== "successful" || refunded_amount === 0) return status;
  return refunded_amount < (captured_amount ?? amount) ? "partially_refunded" : "refunded";
}
