import { type Charge, factsOf, statusOf } from "../../domain/charge.ts";
import { netOf } from "../../domain/fee.ts";
import { inMainUnits, type Minor } from "../../domain/money.ts";
import { hours, type Time } from "../../domain/time.ts";
import { methodOf } from "../../methods/index.ts";
import { type CsvValue, csvRow } from "../csv.ts";
import { wireTime } from "./shape.ts";

/** The columns of an export, each with what a charge has there. Amounts come twice: exact, and as spreadsheets want them. */
const columns: Record<string, (charge: Charge) => CsvValue> = {
  id: ({ id }) => id,
  created_at: ({ createdAt }) => wireTime(createdAt),
  created_at_bangkok: ({ createdAt }) => bangkokTime(createdAt),
  status: statusOf,
  method: ({ method }) => method,
  bank: ({ method }) => methodOf(method).installment?.bank ?? null,
  installment_term: ({ source }) => source?.installmentTerm ?? null,
  interest_paid_by: ({ method, zeroInterestInstallments }) =>
    methodOf(method).installment && (zeroInterestInstallments ? "merchant" : "customer"),
  currency: ({ currency }) => currency,
  ...both("amount", ({ amount }) => amount),
  ...both("captured", ({ capturedAmount }) => capturedAmount),
  ...both("refunded", ({ refundedAmount }) => refundedAmount),
  ...both(
    "fee",
    ifPaid(({ fee }) => fee),
  ),
  ...both(
    "fee_vat",
    ifPaid(({ feeVat }) => feeVat),
  ),
  ...both(
    "interest",
    ifPaid(({ interest }) => interest),
  ),
  ...both(
    "interest_vat",
    ifPaid(({ interestVat }) => interestVat),
  ),
  ...both(
    "net",
    ifPaid((charge) => netOf(charge.capturedAmount ?? charge.amount, charge)),
  ),
  paid_at: ({ paidAt }) => wireTime(paidAt),
  failure_code: ({ failureCode }) => failureCode,
  failure_message: (charge) => factsOf(charge, methodOf(charge.method), 0).failureMessage,
  card_brand: ({ card }) => card?.brand ?? null,
  card_last_digits: ({ card }) => card && { text: card.lastDigits },
  transaction: ({ transaction }) => transaction,
  bank_reference: ({ bankReference }) => bankReference && { text: bankReference },
  approval_code: ({ approvalCode }) => approvalCode && { text: approvalCode },
  description: ({ description }) => description && { text: description },
};

/** @param metadataKeys keys of the metadata that the account wants in its exports */
export function csvHead(metadataKeys: readonly string[]): string {
  const names = metadataKeys.map((key) => ({ text: `metadata.${key}` }));
  return csvRow([...Object.keys(columns), ...names]);
}

export function csvOfCharge(charge: Charge, metadataKeys: readonly string[]): string {
  const metadata = metadataKeys.map((key) => ({ text: shown(charge.metadata[key]) }));
  return csvRow([...Object.values(columns).map((read) => read(charge)), ...metadata]);
}

function both(name: string, amountOf: (charge: Charge) => Minor | null): Record<string, (charge: Charge) => CsvValue> {
  return {
    [`${name}_satang`]: amountOf,
    [`${name}_baht`]: (charge) => {
      const minor = amountOf(charge);
      return minor === null ? null : inMainUnits(minor, charge.currency).replaceAll(",", "");
    },
  };
}

/** Of what was not paid there are no fees, though they are known. */
function ifPaid(amountOf: (charge: Charge) => Minor): (charge: Charge) => Minor | null {
  return (charge) => (charge.paidAt === null ? null : amountOf(charge));
}

/** As spreadsheets read a time. */
const bangkokTime = (at: Time): string =>
  wireTime(at + hours(7))
    .replace("T", " ")
    .replace("Z", "");

function shown(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
