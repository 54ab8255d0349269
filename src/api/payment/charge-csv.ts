import type { Minor } from "../../domain/base/money.ts";
import { netLeft } from "../../domain/ledger/ledger.ts";
import { factsOf, statusOf } from "../../domain/payment/charge.ts";
import { netOf } from "../../domain/payment/fee.ts";
import { fundingAmountOf, fundingCurrencyOf } from "../../domain/payment/funding.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import type { ExportedCharge as Charge } from "../../operations/insight/search.ts";
import { amountColumns, type Columns, type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";
import { wireTime } from "../wire/shape.ts";

/**
 * Export of charges. Each amount is given twice: exact, and as spreadsheets want it. Fees and net are in the account's currency, as is `funding`, the amount
 * that it was paid.
 */
export const chargeSheet = (methods: Methods): Sheet<Charge> => ({
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    status: statusOf,
    method: ({ method }) => method,
    bank: ({ method }) => methods.of(method).installment?.bank ?? null,
    installment_term: ({ source }) => source?.installmentTerm ?? null,
    interest_paid_by: ({ method, zeroInterestInstallments }) =>
      methods.of(method).installment && (zeroInterestInstallments ? "merchant" : "customer"),
    currency: ({ currency }) => currency,
    ...both("amount", ({ amount }) => amount),
    ...both("captured", ({ capturedAmount }) => capturedAmount),
    ...both("refunded", ({ refundedAmount }) => refundedAmount),
    ...funded(
      "fee",
      ifPaid(({ fee }) => fee),
    ),
    ...funded(
      "fee_vat",
      ifPaid(({ feeVat }) => feeVat),
    ),
    ...funded(
      "interest",
      ifPaid(({ interest }) => interest),
    ),
    ...funded(
      "interest_vat",
      ifPaid(({ interestVat }) => interestVat),
    ),
    ...funded(
      "net",
      ifPaid((charge) => netOf(fundingAmountOf(charge), charge)),
    ),
    ...funded("net_after_refunds", netLeft),
    paid_at: ({ paidAt }) => wireTime(paidAt),
    ...timeColumns("transferable_at", ({ transferableAt }) => transferableAt),
    failure_code: ({ failureCode }) => failureCode,
    failure_message: (charge) => factsOf(charge, methods.of(charge.method), 0).failureMessage,
    payer_name: ({ card, source }) => textOf(card?.name ?? source?.name),
    card_brand: ({ card }) => card?.brand ?? null,
    card_last_digits: ({ card }) => textOf(card?.lastDigits),
    transaction: ({ transaction }) => transaction,
    bank_reference: ({ bankReference }) => textOf(bankReference),
    approval_code: ({ approvalCode }) => textOf(approvalCode),
    description: ({ description }) => textOf(description),
    funding_currency: fundingCurrencyOf,
    ...funded("funding", ifPaid(fundingAmountOf)),
    exchange_rate: ({ exchangeRate }) => exchangeRate,
    schedule: ({ schedule }) => schedule,
  },
  metadataOf: ({ metadata }) => metadata,
});

function both(name: string, amountOf: (charge: Charge) => Minor | null): Columns<Charge> {
  return amountColumns(name, amountOf, ({ currency }) => currency);
}

/** An amount in the account's currency. */
function funded(name: string, amountOf: (charge: Charge) => Minor | null): Columns<Charge> {
  return amountColumns(name, amountOf, fundingCurrencyOf);
}

/** Gives an amount only for paid charges: fees of others are known but do not apply. */
function ifPaid(amountOf: (charge: Charge) => Minor): (charge: Charge) => Minor | null {
  return (charge) => (charge.paidAt === null ? null : amountOf(charge));
}
