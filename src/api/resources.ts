import type { EventKind } from "../domain/event/event.ts";
import type { DomainObject } from "../domain/objects.ts";
import { getToken } from "../operations/card/token.ts";
import { getChain, opened } from "../operations/chain/chain.ts";
import { findDocument } from "../operations/dispute/document.ts";
import { getSession } from "../operations/link/checkout-session.ts";
import { getLink } from "../operations/link/link.ts";
import { findRefund } from "../operations/payment/refund.ts";
import { getSource } from "../operations/payment/source.ts";
import { loadTransfers } from "../operations/payout/transfer.ts";
import { getReceipt } from "../operations/receipt/receipt.ts";
import { getOccurrence, getSchedule } from "../operations/schedule/schedule.ts";
import { cardShape, presentOwnCard } from "./card/card.shape.ts";
import { cardForms } from "./card/card.versions.ts";
import { presentToken, tokenShape } from "./card/token.shape.ts";
import { tokenForms } from "./card/token.versions.ts";
import { chainShape, presentChain } from "./chain/chain.shape.ts";
import { customerShape, presentCustomer } from "./customer/customer.shape.ts";
import { customerForms } from "./customer/customer.versions.ts";
import { linkedAccountShape, presentLinkedAccount } from "./debit/linked-account.shape.ts";
import { disputeShape, presentDispute } from "./dispute/dispute.shape.ts";
import { disputeForms } from "./dispute/dispute.versions.ts";
import { documentShape, presentDocument } from "./dispute/document.shape.ts";
import { documentForms } from "./dispute/document.versions.ts";
import { forexShape, presentForex } from "./forex/forex.shape.ts";
import { forexForms } from "./forex/forex.versions.ts";
import { balanceShape, presentBalance, presentTransaction, transactionShape } from "./ledger/ledger.shape.ts";
import { balanceForms, transactionForms } from "./ledger/ledger.versions.ts";
import { checkoutSessionShape, presentCheckoutSession } from "./link/checkout-session.shape.ts";
import { linkShape, presentLink } from "./link/link.shape.ts";
import { linkForms } from "./link/link.versions.ts";
import { accountShape, presentAccount } from "./merchant/account.shape.ts";
import { accountForms } from "./merchant/account.versions.ts";
import { capabilityShape, presentCapability } from "./merchant/capability.shape.ts";
import { capabilityForms } from "./merchant/capability.versions.ts";
import { chargeShape, presentCharge } from "./payment/charge.shape.ts";
import { chargeForms } from "./payment/charge.versions.ts";
import { presentRefund, refundShape } from "./payment/refund.shape.ts";
import { refundForms } from "./payment/refund.versions.ts";
import { presentSource, sourceShape } from "./payment/source.shape.ts";
import { sourceForms } from "./payment/source.versions.ts";
import { presentRecipient, recipientShape } from "./payout/recipient.shape.ts";
import { recipientForms } from "./payout/recipient.versions.ts";
import { presentTransfer, transferShape } from "./payout/transfer.shape.ts";
import { transferForms } from "./payout/transfer.versions.ts";
import { presentReceipt, receiptShape } from "./receipt/receipt.shape.ts";
import { receiptForms } from "./receipt/receipt.versions.ts";
import { occurrenceShape, presentOccurrence } from "./schedule/occurrence.shape.ts";
import { occurrenceForms } from "./schedule/occurrence.versions.ts";
import { presentSchedule, scheduleShape } from "./schedule/schedule.shape.ts";
import { scheduleForms } from "./schedule/schedule.versions.ts";
import { oneByOne, type Resource, type ResourceOf, resource } from "./wire/resource.ts";

/** Resources that an event can be about, presented from their rows. */
type ToldOf = { [Kind in EventKind]: ResourceOf<DomainObject<Kind>["row"]> };

/**
 * The objects of the API, each once, by the name in `object`. From an entry follow its forms in older versions, the data of events, the
 * answer of a repeat whose first answer was lost, and `expand`. An event has no entry: it consists of these.
 */
export const resources = {
  charge: resource({
    shape: chargeShape,
    older: chargeForms,
    load: ({ store }, { id }, ids) => store.charge.some(id, ids),
    present: presentCharge,
    expands: {
      transaction: "transaction",
      customer: "customer",
      schedule: "schedule",
      linked_account: "linkedAccount",
    },
  }),
  refund: resource({
    shape: refundShape,
    older: refundForms,
    load: oneByOne((gateway, account, id) => findRefund(gateway, account.id, id)),
    present: presentRefund,
    expands: { charge: "charge", transaction: "transaction" },
  }),
  dispute: resource({
    shape: disputeShape,
    older: disputeForms,
    load: ({ store }, { id }, ids) => store.dispute.some(id, ids),
    present: presentDispute,
    expands: { charge: "charge" },
  }),
  document: resource({
    shape: documentShape,
    older: documentForms,
    load: oneByOne((gateway, account, id) => findDocument(gateway, account.id, id)),
    present: presentDocument,
  }),
  link: resource({
    shape: linkShape,
    older: linkForms,
    load: oneByOne((gateway, account, id) => getLink(gateway, account.id, id)),
    present: presentLink,
  }),
  linkedAccount: resource({
    shape: linkedAccountShape,
    older: {},
    load: ({ store }, { id }, ids) => store.linkedAccount.some(id, ids),
    present: presentLinkedAccount,
  }),
  checkoutSession: resource({
    shape: checkoutSessionShape,
    older: {},
    load: oneByOne((gateway, account, id) => getSession(gateway, account.id, id)),
    present: presentCheckoutSession,
  }),
  source: resource({
    shape: sourceShape,
    older: sourceForms,
    load: oneByOne((gateway, account, id) => getSource(gateway, { account, intention: null }, id)),
    present: ({ source, charge }, view) => presentSource(source, charge, view),
  }),
  token: resource({
    shape: tokenShape,
    older: tokenForms,
    load: oneByOne((gateway, account, id) => getToken(gateway, { account, intention: null }, id)),
    present: presentToken,
  }),
  card: resource({
    shape: cardShape,
    older: cardForms,
    load: ({ store }, { id }, ids) => store.card.some(id, ids),
    present: presentOwnCard,
  }),
  customer: resource({
    shape: customerShape,
    older: customerForms,
    load: ({ store }, { id }, ids) => store.customer.some(id, ids),
    present: presentCustomer,
    expands: { default_card: "card" },
  }),
  transaction: resource({
    shape: transactionShape,
    older: transactionForms,
    load: ({ store }, { id }, ids) => store.ledger.some(id, ids),
    present: presentTransaction,
  }),
  recipient: resource({
    shape: recipientShape,
    older: recipientForms,
    load: ({ store }, { id }, ids) => store.recipient.some(id, ids),
    present: presentRecipient,
  }),
  transfer: resource({
    shape: transferShape,
    older: transferForms,
    load: loadTransfers,
    present: presentTransfer,
    expands: { recipient: "recipient", schedule: "schedule" },
  }),
  schedule: resource({
    shape: scheduleShape,
    older: scheduleForms,
    load: oneByOne((gateway, account, id) => getSchedule(gateway, account.id, id)),
    present: presentSchedule,
  }),
  occurrence: resource({
    shape: occurrenceShape,
    older: occurrenceForms,
    load: oneByOne((gateway, account, id) => getOccurrence(gateway, account.id, id)),
    present: presentOccurrence,
  }),
  receipt: resource({
    shape: receiptShape,
    older: receiptForms,
    load: oneByOne((gateway, account, id) => getReceipt(gateway, account.id, id)),
    present: presentReceipt,
  }),
  chain: resource({
    shape: chainShape,
    older: {},
    load: oneByOne(async (gateway, account, id) => opened(gateway, await getChain(gateway, account.id, id))),
    present: presentChain,
  }),
  account: resource({
    shape: accountShape,
    older: accountForms,
    load: async (_, account, ids) => (ids.includes(account.id) ? [account] : []),
    present: presentAccount,
  }),
  balance: resource({ shape: balanceShape, older: balanceForms, present: presentBalance }),
  forex: resource({ shape: forexShape, older: forexForms, present: presentForex }),
  capability: resource({ shape: capabilityShape, older: capabilityForms, present: presentCapability }),
} satisfies ToldOf & Record<string, Resource>;

const byName: Readonly<Record<string, Resource>> = resources;

/** The resource with this `object` or kind of id. */
export const resourceOf = (name: string): Resource | undefined =>
  Object.hasOwn(byName, name) ? byName[name] : undefined;
