import type { z } from "zod";
import type { cardShape } from "../../src/api/card/card.shape.ts";
import type { allowedChainShape, chainConsentShape, chainShape } from "../../src/api/chain/chain.shape.ts";
import type { customerShape } from "../../src/api/customer/customer.shape.ts";
import type { linkedAccountShape } from "../../src/api/debit/linked-account.shape.ts";
import type { disputeCaseShape } from "../../src/api/dispute/dispute-case.shape.ts";
import type { documentShape } from "../../src/api/dispute/document.shape.ts";
import type { eventShape } from "../../src/api/event/event.shape.ts";
import type { balanceShape, movementShape, sumsShape } from "../../src/api/ledger/ledger.shape.ts";
import type { checkoutSessionShape } from "../../src/api/link/checkout-session.shape.ts";
import type { linkShape } from "../../src/api/link/link.shape.ts";
import type { accountShape } from "../../src/api/merchant/account.shape.ts";
import type { chargeShape } from "../../src/api/payment/charge.shape.ts";
import type { refundShape } from "../../src/api/payment/refund.shape.ts";
import type { slipShape } from "../../src/api/payment/slip.ts";
import type { recipientShape } from "../../src/api/payout/recipient.shape.ts";
import type { transferShape } from "../../src/api/payout/transfer.shape.ts";
import type { receiptMonthShape, receiptMonthsShape, receiptShape } from "../../src/api/receipt/receipt.shape.ts";
import type { clockShape } from "../../src/api/sandbox/clock.shape.ts";
import type { faultsShape, ruleShape } from "../../src/api/sandbox/rule.shape.ts";
import type { sandboxShape } from "../../src/api/sandbox/sandbox.shape.ts";
import type { snapshotShape } from "../../src/api/sandbox/snapshot.shape.ts";
import type { occurrenceShape } from "../../src/api/schedule/occurrence.shape.ts";
import type { scheduleShape } from "../../src/api/schedule/schedule.shape.ts";
import type { fidelityShape } from "../../src/api/shadow/fidelity.shape.ts";
import type { upstreamHoldingsShape, upstreamPayoutShape } from "../../src/api/upstream/holding.shape.ts";
import type {
  reconciledUpstreamsShape,
  reconciliationItemShape,
  reconciliationShape,
} from "../../src/api/upstream/reconciliation.shape.ts";

/** What the API answers, by the shapes that its document is printed from. */
export type CustomerAnswer = z.output<typeof customerShape.schema>;
export type ClockAnswer = z.output<typeof clockShape.schema>;
export type SandboxAnswer = z.output<typeof sandboxShape.schema>;
export type SnapshotAnswer = z.output<typeof snapshotShape.schema>;
export type CardAnswer = z.output<typeof cardShape.schema>;
export type ChargeAnswer = z.output<typeof chargeShape.schema>;
export type RefundAnswer = z.output<typeof refundShape.schema>;
export type DisputeAnswer = z.output<typeof disputeCaseShape.schema>;
export type DocumentAnswer = z.output<typeof documentShape.schema>;
export type CheckoutSessionAnswer = z.output<typeof checkoutSessionShape.schema>;
export type LinkedAccountAnswer = z.output<typeof linkedAccountShape.schema>;
export type RuleAnswer = z.output<typeof ruleShape.schema>;
export type FidelityAnswer = z.output<typeof fidelityShape.schema>;
export type FaultsAnswer = z.output<typeof faultsShape.schema>;
export type LinkAnswer = z.output<typeof linkShape.schema>;
export type ScheduleAnswer = z.output<typeof scheduleShape.schema>;
export type OccurrenceAnswer = z.output<typeof occurrenceShape.schema>;
export type RecipientAnswer = z.output<typeof recipientShape.schema>;
export type TransferAnswer = z.output<typeof transferShape.schema>;
export type BalanceAnswer = z.output<typeof balanceShape.schema>;
export type TransactionAnswer = z.output<typeof movementShape.schema>;
export type SumsAnswer = z.output<typeof sumsShape.schema>;
export type ReceiptAnswer = z.output<typeof receiptShape.schema>;
export type ReceiptMonthsAnswer = z.output<typeof receiptMonthsShape.schema>;
export type ReceiptMonthAnswer = z.output<typeof receiptMonthShape.schema>;
export type ReconciliationAnswer = z.output<typeof reconciliationShape.schema>;
export type ReconciliationItemAnswer = z.output<typeof reconciliationItemShape.schema>;
export type ReconciledUpstreamsAnswer = z.output<typeof reconciledUpstreamsShape.schema>;
export type UpstreamHoldingsAnswer = z.output<typeof upstreamHoldingsShape.schema>;
export type UpstreamPayoutAnswer = z.output<typeof upstreamPayoutShape.schema>;
export type SlipAnswer = z.output<typeof slipShape.schema>;
export type AccountAnswer = z.output<typeof accountShape.schema>;
export type ChainAnswer = z.output<typeof chainShape.schema>;
export type ChainConsentAnswer = z.output<typeof chainConsentShape.schema>;
export type AllowedChainAnswer = z.output<typeof allowedChainShape.schema>;
export type EventAnswer = z.output<typeof eventShape.schema>;

/** One page of a list of the merchants' API. */
export type ListAnswer<Row> = { data: Row[]; total: number; offset: number; limit: number };

/** Time of an event; the older API version has another field for it. */
export const happenedAt = (event: EventAnswer): string => ("created_at" in event ? event.created_at : event.created);
