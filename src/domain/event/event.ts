import type { AccountId, IdKind } from "../base/id.ts";
import { seconds, type Time } from "../base/time.ts";

/** Every event: the kind of object that it is about, and when it happens. */
export const eventKeys = {
  "card.destroy": { about: "card", when: "A card of a customer was deleted. `customer.update.card` follows." },
  "card.update": { about: "card", when: "Name, expiry or address of a customer's card were changed." },
  "charge.create": {
    about: "charge",
    when: "A charge was created. One that its bank decides at once shows here what became of it.",
  },
  "charge.update": { about: "charge", when: "Description or metadata of a charge were changed." },
  "charge.complete": {
    about: "charge",
    when: "A charge that was pending reached its end: paid, failed or expired. Look at `data.status`.",
  },
  "charge.capture": { about: "charge", when: "An authorized charge was captured by request." },
  "charge.reverse": { about: "charge", when: "An uncaptured authorization was released." },
  "charge.expire": { about: "charge", when: "A charge ran out of time, or was expired by request." },
  "customer.create": { about: "customer", when: "A customer was created, with a card or without." },
  "customer.destroy": { about: "customer", when: "A customer was deleted, together with the customer's cards." },
  "customer.update": { about: "customer", when: "A customer was changed, or was given another card." },
  "customer.update.card": { about: "customer", when: "A customer has a card fewer, and maybe another default card." },
  "refund.create": { about: "refund", when: "Captured money was returned to the payer, or a capture was voided." },
  "dispute.create": {
    about: "dispute",
    when: "A cardholder disputed a payment. Its amount has left the balance; answer it within seven days.",
  },
  "dispute.update": {
    about: "dispute",
    when: "A dispute was answered with a message, or its metadata or documents were changed.",
  },
  "dispute.accept": { about: "dispute", when: "A dispute was accepted, and is lost. `dispute.close` follows." },
  "dispute.close": { about: "dispute", when: "A dispute was won, lost or accepted, or nobody answered it in time." },
  "link.create": {
    about: "link",
    when: "A payment link was created. Its payments are told as those of any charge, with `data.link`.",
  },
  "recipient.create": { about: "recipient", when: "A recipient of transfers was created." },
  "recipient.update": {
    about: "recipient",
    when: "A recipient was changed, or its bank account could not be verified.",
  },
  "recipient.destroy": { about: "recipient", when: "A recipient was deleted." },
  "recipient.verify": { about: "recipient", when: "The bank account of a recipient was verified." },
  "recipient.activate": { about: "recipient", when: "Money can be paid out to a recipient from now on." },
  "recipient.deactivate": { about: "recipient", when: "No money is paid out to a recipient any more." },
  "schedule.create": { about: "schedule", when: "A schedule was created." },
  "schedule.expiring": { about: "schedule", when: "The next occurrence of a schedule is its last one." },
  "schedule.expire": { about: "schedule", when: "The last occurrence of a schedule succeeded." },
  "schedule.suspend": { about: "schedule", when: "An occurrence failed three times, and its schedule does not go on." },
  "schedule.destroy": { about: "schedule", when: "A schedule was deleted." },
  "transfer.create": {
    about: "transfer",
    when: "A transfer was created. Its money leaves the balance when it is sent.",
  },
  "transfer.update": { about: "transfer", when: "Amount or metadata of a transfer were changed before it was sent." },
  "transfer.destroy": { about: "transfer", when: "A transfer was deleted before it was sent." },
  "transfer.send": { about: "transfer", when: "A transfer was sent to the bank, and its amount left the balance." },
  "transfer.pay": { about: "transfer", when: "The bank has paid a transfer to its recipient." },
  "transfer.fail": {
    about: "transfer",
    when: "A transfer failed. Look at `data.failure_code`; one that was sent gives its money back.",
  },
} as const satisfies Record<string, { about: IdKind; when: string }>;
export type EventKey = keyof typeof eventKeys;

/** The kinds of object that events are about. */
export const eventKinds = [...new Set(Object.values(eventKeys).map(({ about }) => about))];
export type EventKind = (typeof eventKinds)[number];

/** A stored event: its object is serialised once, in the account's API version at that moment, and never again. */
export type Event = {
  id: string;
  account: AccountId;
  livemode: boolean;
  key: EventKey;
  /** Kind and id of the event's object. */
  object: IdKind;
  objectId: string;
  /** The charge that the event belongs to; null where there is none. */
  charge: string | null;
  /** JSON text. */
  data: string;
  apiVersion: string;
  createdAt: Time;
};

/** One event to be sent to one endpoint. */
export type Delivery = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  event: string;
  uri: string;
  /** Host and port of `uri`, as `hostOf` returns them. */
  host: string;
  state: "due" | "delivered" | "given_up";
  attempts: number;
  /** The rule of a test account that was applied to it; null where none was. */
  rule: string | null;
  /** Time of the next attempt; null when the delivery has ended. */
  dueAt: Time | null;
  /** Server time until which somebody is sending it, and nobody else takes it; null while nobody does. */
  leasedUntil: Time | null;
  createdAt: Time;
};

/** Duration of a lease: longer than one try can last. Where its process died, another takes the delivery afterwards. */
const leasedFor = seconds(30);

/**
 * The end of a lease that begins now. It is in the server's time: an account's clock can be moved past anything while a try is under way, or stand still.
 *
 * @param now time of the server
 */
export const leaseFrom = (now: Time): Time => now + leasedFor;

/** The host of an address: `shop.example`, or `shop.example:8080` where the port is not the default. */
export const hostOf = (uri: string): string => new URL(uri).host;

/** One HTTP request of a delivery. */
export type Attempt = {
  id: string;
  delivery: string;
  event: string;
  account: AccountId;
  uri: string;
  /** The endpoint's HTTP status; null when it did not answer. */
  status: number | null;
  error: string | null;
  /** The beginning of the body of an answer other than 2xx, without possible secrets; null where there was none. */
  answer: string | null;
  latencyMs: number;
  createdAt: Time;
};

/** Whether the endpoint has accepted the event: a 2xx status. Null means no answer. */
export const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;
