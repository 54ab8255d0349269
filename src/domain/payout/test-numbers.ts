import type { RecipientFailure } from "./recipient-row.ts";
import type { TransferFailure } from "./transfer-row.ts";

/** Numbers of bank accounts that fail in test mode, each in its own way; all others succeed. */
const testNumbers: Readonly<
  Record<string, { verify?: RecipientFailure; send?: TransferFailure; pay?: TransferFailure }>
> = {
  "0000000001": { verify: "name_mismatch" },
  "0000000002": { verify: "account_not_found" },
  "0000000003": { verify: "bank_not_found" },
  "0000000004": { send: "transfer_send_failure" },
  "0000000005": { pay: "transfer_pay_failure" },
};

type Step = "verify" | "send" | "pay";

/** What becomes of a step at the bank of test mode; null where it succeeds. In live mode no number means anything. */
export function testFailure<Of extends Step>(
  step: Of,
  { livemode, number }: { livemode: boolean; number: string },
): (Of extends "verify" ? RecipientFailure : TransferFailure) | null {
  const failure = livemode ? undefined : testNumbers[number]?.[step];
  return (failure as ReturnType<typeof testFailure<Of>>) ?? null; // the table has each failure under its step
}
