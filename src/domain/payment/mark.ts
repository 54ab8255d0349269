import { Refusal } from "../base/errors.ts";
import type { Time } from "../base/time.ts";
import { type Charge, statusOf, waitsForPayer } from "./charge.ts";

/** Refuses to play the payer of a charge except in test mode, while the charge waits. @throws Refusal `invalid_charge` */
export function mayBeMarked(charge: Charge, now: Time): void {
  const refusal = refusedMark(charge, now);
  if (refusal) throw refusal;
}

/** The refusal of a charge that cannot be marked, else undefined. */
export function refusedMark(charge: Charge, now: Time): Refusal | undefined {
  if (charge.livemode)
    return new Refusal("invalid_charge", "only charges of test mode can be marked as paid or failed");
  if (waitsForPayer(charge, now)) return undefined;
  const what = charge.state === "awaiting_payer" ? "past its time" : described(charge);
  return new Refusal("invalid_charge", `only pending charges can be marked as paid or failed, this one is ${what}`);
}

/** The state of a charge in a merchant's words. */
export const described = (charge: Charge): string => (charge.state === "authorized" ? "authorized" : statusOf(charge));
