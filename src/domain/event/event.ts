import type { Time } from "../base/time.ts";
import type { Charge } from "../payment/charge.ts";
import type { Refund } from "../payment/refund-row.ts";

/** Every event there is, and when it happens. */
export const eventKeys = {
  "charge.create": "A charge was created. One that its bank decides at once shows here what became of it.",
  "charge.update": "Description or metadata of a charge were changed.",
  "charge.complete": "A charge that was pending reached its end: paid, failed or expired. Look at `data.status`.",
  "charge.capture": "An authorized charge was captured by request.",
  "charge.reverse": "An uncaptured authorization was released.",
  "charge.expire": "A charge ran out of time, or was expired by request.",
  "refund.create": "Captured money was returned to the payer, or a capture was voided.",
} as const;
export type EventKey = keyof typeof eventKeys;

/** Something that happened, with what it happened to as it was then. */
export type Happening = { key: EventKey; charge: Charge; refund?: Refund };

/** A happening as it is kept: serialised once, in the account's API version of that moment, and so for ever. */
export type Event = {
  id: string;
  account: string;
  livemode: boolean;
  key: EventKey;
  charge: string;
  /** JSON text. */
  data: string;
  apiVersion: string;
  createdAt: Time;
};

/** One event on its way to one endpoint. */
export type Delivery = {
  id: string;
  version: number;
  account: string;
  livemode: boolean;
  event: string;
  uri: string;
  /** Host and port of `uri`, as in `hostOf`. */
  host: string;
  state: "due" | "delivered" | "given_up";
  attempts: number;
  /** When it is tried next; null when it is over. */
  dueAt: Time | null;
  createdAt: Time;
};

/** Where an address leads, whatever its path: `shop.example`, or `shop.example:8080` where the port is not the usual one. */
export const hostOf = (uri: string): string => new URL(uri).host;

/** One HTTP try of a delivery. */
export type Attempt = {
  id: string;
  delivery: string;
  event: string;
  account: string;
  uri: string;
  /** The endpoint's HTTP status, or null when it gave none. */
  status: number | null;
  error: string | null;
  /** The beginning of the body of an answer other than 2xx, without what could be a secret; null where there was none. */
  answer: string | null;
  latencyMs: number;
  createdAt: Time;
};

/** Whether an endpoint that said this has taken what it was sent; null is one that said nothing. */
export const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;
