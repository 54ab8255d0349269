import type { Dispute } from "../dispute/dispute-row.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { EventKey } from "../event/event.ts";
import type { Charge } from "./charge.ts";
import type { Refund } from "./refund-row.ts";

/** An event of a charge; the charge's own endpoints replace the account's main one. */
export const chargeEvent = (key: Extract<EventKey, `charge.${string}`>, charge: Charge): DomainEvent => ({
  key,
  about: { kind: "charge", row: charge },
  ...belongsTo(charge),
});

/** An event of a refund, sent to the endpoints of its charge. */
export const refundEvent = (key: Extract<EventKey, `refund.${string}`>, charge: Charge, row: Refund): DomainEvent => ({
  key,
  about: { kind: "refund", row },
  ...belongsTo(charge),
});

/** An event of a dispute, sent to the endpoints of its charge. */
export const disputeEvent = (
  key: Extract<EventKey, `dispute.${string}`>,
  charge: Charge,
  row: Dispute,
): DomainEvent => ({ key, about: { kind: "dispute", row }, ...belongsTo(charge) });

const belongsTo = ({ id, webhookEndpoints }: Charge) => ({ charge: id, endpoints: webhookEndpoints });
