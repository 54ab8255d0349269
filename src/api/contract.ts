import { cardVaultEndpoints } from "./card/card-vault.ts";
import { tokenEndpoints } from "./card/token.ts";
import { walletEndpoints } from "./card/wallet.ts";
import { chainEndpoints } from "./chain/chain.ts";
import { customerEndpoints } from "./customer/customer.ts";
import { customerSearchEndpoints } from "./customer/customer-search.ts";
import { savedCardEndpoints } from "./customer/saved-card.ts";
import { linkedAccountEndpoints } from "./debit/linked-account.ts";
import { disputeEndpoints } from "./dispute/dispute.ts";
import { documentEndpoints } from "./dispute/document.ts";
import { deliveryEndpoints } from "./event/delivery.ts";
import { eventEndpoints } from "./event/event.ts";
import { webhookEndpoints } from "./event/webhook.ts";
import { forexEndpoints } from "./forex/forex.ts";
import { exportEndpoints } from "./insight/export.ts";
import { feedEndpoints } from "./insight/feed.ts";
import { overviewEndpoints } from "./insight/overview.ts";
import { searchEndpoints } from "./insight/search.ts";
import { ledgerEndpoints } from "./ledger/ledger.ts";
import { settlementEndpoints } from "./ledger/settlement.ts";
import { checkoutSessionEndpoints } from "./link/checkout-session.ts";
import { linkEndpoints } from "./link/link.ts";
import { auditEndpoints } from "./log/audit.ts";
import { requestEndpoints } from "./log/request.ts";
import { accountEndpoints } from "./merchant/account.ts";
import { keyEndpoints } from "./merchant/key.ts";
import { methodEndpoints } from "./merchant/method.ts";
import { operatorEndpoints } from "./merchant/operator.ts";
import { settingsEndpoints } from "./merchant/settings.ts";
import { chargeEndpoints } from "./payment/charge.ts";
import { chargeDocumentEndpoints } from "./payment/charge-document.ts";
import { noteEndpoints } from "./payment/note.ts";
import { refundEndpoints } from "./payment/refund.ts";
import { slipEndpoints } from "./payment/slip.ts";
import { sourceEndpoints } from "./payment/source.ts";
import { recipientEndpoints } from "./payout/recipient.ts";
import { transferEndpoints } from "./payout/transfer.ts";
import { receiptEndpoints } from "./receipt/receipt.ts";
import { clockEndpoints } from "./sandbox/clock.ts";
import { payerEndpoints } from "./sandbox/payer.ts";
import { recipientControlEndpoints } from "./sandbox/recipient.ts";
import { ruleEndpoints } from "./sandbox/rule.ts";
import { sandboxEndpoints } from "./sandbox/sandbox.ts";
import { seedEndpoints } from "./sandbox/seed.ts";
import { snapshotEndpoints } from "./sandbox/snapshot.ts";
import { toolEndpoints } from "./sandbox/tools.ts";
import { scheduleEndpoints } from "./schedule/schedule.ts";
import { objectSearchEndpoints } from "./search/search.ts";
import { fidelityEndpoints } from "./shadow/fidelity.ts";
import { meEndpoints } from "./team/me.ts";
import { savedFilterEndpoints } from "./team/saved-filter.ts";
import { signInEndpoints } from "./team/sign-in.ts";
import { teamEndpoints } from "./team/team.ts";
import { holdingEndpoints } from "./upstream/holding.ts";
import { liveCheckEndpoints } from "./upstream/live-check.ts";
import { reconciliationEndpoints } from "./upstream/reconciliation.ts";
import { upstreamEndpoints } from "./upstream/upstream.ts";
import type { Endpoint, KeyAuth } from "./wire/endpoint.ts";

/** All endpoints: router, authentication, parsing, API document and the tests of refusals derive from this list. */
export const contract: readonly Endpoint[] = [
  ...tokenEndpoints,
  ...cardVaultEndpoints,
  ...customerEndpoints,
  ...savedCardEndpoints,
  ...sourceEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...documentEndpoints,
  ...chargeDocumentEndpoints,
  ...linkEndpoints,
  ...linkedAccountEndpoints,
  ...scheduleEndpoints,
  ...recipientEndpoints,
  ...transferEndpoints,
  ...checkoutSessionEndpoints,
  ...sandboxEndpoints,
  ...seedEndpoints,
  ...snapshotEndpoints,
  ...ruleEndpoints,
  ...eventEndpoints,
  ...ledgerEndpoints,
  ...settlementEndpoints,
  ...clockEndpoints,
  ...receiptEndpoints,
  ...accountEndpoints,
  ...forexEndpoints,
  ...chainEndpoints,
  ...signInEndpoints,
  ...meEndpoints,
  ...teamEndpoints,
  ...auditEndpoints,
  ...webhookEndpoints,
  ...methodEndpoints,
  ...upstreamEndpoints,
  ...liveCheckEndpoints,
  ...reconciliationEndpoints,
  ...holdingEndpoints,
  ...slipEndpoints,
  ...walletEndpoints,
  ...noteEndpoints,
  ...savedFilterEndpoints,
  ...keyEndpoints,
  ...settingsEndpoints,
  ...operatorEndpoints,
  ...overviewEndpoints,
  ...feedEndpoints,
  ...searchEndpoints,
  ...customerSearchEndpoints,
  ...objectSearchEndpoints,
  ...exportEndpoints,
  ...deliveryEndpoints,
  ...requestEndpoints,
  ...payerEndpoints,
  ...recipientControlEndpoints,
  ...fidelityEndpoints,
  ...toolEndpoints,
];

/** Entries of a contract by door; an entry for both merchants and members is at two. */
export type Doors = ReturnType<typeof doorsOf>;

type Keyed = Endpoint & { auth: KeyAuth };

export function doorsOf(entries: readonly Endpoint[]) {
  return {
    /** Entries that merchants' programs call with their keys. */
    keyed: entries.filter((entry): entry is Keyed => entry.auth !== "session" && entry.auth !== "none"),
    /** Entries open to anybody. */
    open: entries.filter(({ auth }) => auth === "none"),
    /** Entries that the dashboard's pages call, each with its address there. */
    dashboard: entries
      .filter((entry) => entry.auth === "session" || entry.right !== undefined)
      .map((entry) => ({ ...entry, scope: entry.scope ?? "mode", url: dashboardPath(entry) })),
  };
}

export const { keyed: merchantEndpoints, dashboard: dashboardEndpoints } = doorsOf(contract);

function dashboardPath({ path, scope = "mode" }: Endpoint): string {
  return scope === "mode" ? `/dashboard/api/:mode${path}` : `/dashboard/api${path}`;
}
