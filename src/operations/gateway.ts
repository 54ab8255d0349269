import { type Connectors, threeDsLabel, threeDsName } from "../connectors/bank.ts";
import type { Simulation } from "../connectors/index.ts";
import type { BankEntry } from "../connectors/sandbox.ts";
import type { Bounded } from "../domain/base/bounded.ts";
import type { Refusal } from "../domain/base/errors.ts";
import type { AccountId, Id, PlainKind } from "../domain/base/id.ts";
import type { Queue } from "../domain/base/one-by-one.ts";
import type { PageIdMaker } from "../domain/base/page-id.ts";
import type { Time } from "../domain/base/time.ts";
import type { DomainEvent } from "../domain/event/domain-event.ts";
import type { Attempt, Delivery, Event } from "../domain/event/event.ts";
import type { Account, ApiVersion } from "../domain/merchant/account.ts";
import { isEnabled } from "../domain/merchant/enablement.ts";
import type { Charge } from "../domain/payment/charge.ts";
import type { Method } from "../domain/payment/method.ts";
import type { Methods } from "../domain/payment/method-list.ts";
import type { Seller } from "../domain/receipt/receipt-row.ts";
import type { Clock } from "../domain/sandbox/clock.ts";
import type { LiveReadiness } from "../domain/upstream/live-check.ts";
import type { Health } from "../observability/health.ts";
import type { Store } from "../storage/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Feed } from "./insight/listener.ts";
import type { RequestLog } from "./log/request-log.ts";
import type { Clocks } from "./sandbox/clocks.ts";
import type { Rules } from "./sandbox/rules.ts";
import type { Shadows } from "./shadow/shadows.ts";
import { offerOf, type Upstreams } from "./upstream/upstreams.ts";

/** Everything an operation works with, built once in main/assemble.ts; nothing is assigned afterwards. */
export type Gateway = Readonly<{
  store: Store;
  /** Payment methods of this gateway. */
  methods: Methods;
  /** Banks of this gateway, of both modes. */
  banks: readonly BankEntry[];
  /** Writes an act that changes no row, such as showing a secret, into the audit log first. Does nothing where no act is recorded. */
  note: (told: Record<string, unknown>) => Promise<void>;
  vault: Vault;
  /** Times of accounts, for everything that belongs to them. */
  clock: Clocks;
  /** Faults on purpose of test accounts. */
  rules: Rules;
  /** Requests of test accounts that go to an upstream's test account, too. */
  shadows: Shadows;
  /** Plays the move of a clock that was begun: does what falls due on the way. */
  play: (begun: Clock) => Promise<{ clock: Clock; played: Played }>;
  /** Time of the server: for sessions, keys, pauses, leases, due work, and erasure by age. */
  now: () => Time;
  /** Waits for some time, between questions to a bank or another process. Rejects when `over` is aborted. */
  pause: (ms: number, over?: AbortSignal) => Promise<unknown>;
  newId: <Kind extends PlainKind>(kind: Kind, livemode: boolean) => Id<Kind>;
  newPageId: PageIdMaker;
  /** Makes letters and digits for references that banks print. */
  randomText: (length: number) => string;
  /** Simulated banks of test mode. */
  simulation: Simulation;
  /** Whether the simulated banks take new payments and show their pages. If not, they still settle payments begun before. */
  simulators: boolean;
  /** Upstreams that live accounts can be connected to, and the way to them. */
  upstreams: Upstreams;
  /** What this server lacks for live money. */
  live: LiveReadiness;
  /** Whether this server takes card numbers of live mode from programs: its operator is in the scope of PCI DSS with it. */
  takesLiveCards: boolean;
  /** Connectors of a live account to banks that the gateway reaches itself. */
  liveConnectors: (account: string) => Connectors;
  /** Base of the links that are given out. */
  publicUrl: () => string;
  /** Base of links for other devices of the network; null where they cannot come in, or `publicUrl` is theirs too. */
  nearbyUrl: () => string | null;
  /** Returns the JSON text of an event's object in an API version. */
  serialize: (about: DomainEvent["about"], apiVersion: ApiVersion, now: Time) => string;
  /** Whether members of all teams must have one-time codes, whatever their team's setting. */
  codesRequired: boolean;
  /** The seller whom receipts for fees name. */
  seller: Seller;
  /** Endpoint for events beside the accounts' own endpoints. */
  webhookUrl: string | null;
  /** Takes deliveries that have become due. */
  wakeDeliveries: (due: readonly Delivery[]) => void;
  webhooks: Webhooks;
  /** Log of requests made with keys; null where none are kept. */
  requestLog: RequestLog | null;
  /** Tells open dashboards of changes. */
  feed: Feed;
  /** Where what takes from a balance waits, by account and currency. */
  takers: Queue;
  /** Bank answers that decided nothing, by charge, step and reason; a repeated one is not stored again. */
  undecided: Bounded<true>;
  /** State of banks and background work in this process. */
  health: Health;
}>;

/** Webhook functions beside the queue of deliveries. */
type Webhooks = {
  waits: Waits;
  /** Checks an address by its form and by how far the mode may send; returns a sentence for each fault. */
  check(uri: string, livemode: boolean): string[];
  /** Posts an event that is not stored, once and now; signed as it should be, unless a receiver is to be tried. */
  post(
    event: Event,
    uri: string,
    marks: Record<string, string>,
    signed?: "now" | "an hour ago" | "by a stranger",
  ): Promise<Sent>;
  /** Sends deliveries of an account that were saved as leased, now. */
  sendNow(account: AccountId, deliveries: readonly Delivery[]): Promise<void>;
  /** Sends an event again, now, to each endpoint that it was for. */
  resend(account: AccountId, event: string): Promise<Attempt[]>;
  /** Makes given-up deliveries of an account due again, the oldest first, and says whether there are more. */
  takeUpAgain(account: AccountId): Promise<{ deliveries: Delivery[]; more: boolean }>;
};

/** Waits after failed tries, the last one repeating, and the time until giving up, in milliseconds. */
export type Waits = { delays: readonly number[]; giveUpAfter: number };

/** What was done on the way of a clock's move. */
export type Played = {
  /** Pieces of work by kind. */
  jobs: Record<string, number>;
  /** Pieces of work that met a defect; they stay due. */
  failed: number;
  /** Webhook attempts that their endpoint took, and others. */
  delivered: number;
  undelivered: number;
  /** Events that happened, in order of time; `left` more are not told. */
  events: Event[];
  left: number;
};

/** A request that was sent, and its answer. */
export type Sent = {
  status: number | null;
  error: string | null;
  /** Beginning of the body beside a status other than 2xx. */
  answer: string | null;
  /** Whether the error is about TLS. */
  tls: boolean;
  latencyMs: number;
  headers: Record<string, string>;
  body: string;
};

/** The account that asks, and its idempotency key. */
export type Caller = { account: Account; intention: Intention | null };

/** A merchant's intention behind an idempotency key: same key, same answer. */
export type Intention = {
  key: string;
  fingerprint: string;
  /** Makes the answer's JSON text from an operation's result. */
  answer: (result: unknown) => string;
  /** Makes the answer's JSON text from a refusal. */
  refusal: (refusal: Refusal) => string;
  /** Whether the key is already stored and waits for its answer. */
  started: boolean;
};

/** A reference of 16 letters and digits that banks print. It begins with the time, so that references of one moment are neighbours in indexes. */
export const newReference = ({ now, randomText }: Gateway): string =>
  now().toString(36).padStart(8, "0") + randomText(8);

/** The banks and upstreams of a gateway, by whose names its charges are carried. */
export type Named = { banks: Gateway["banks"]; upstreams: Pick<Gateway["upstreams"], "find"> };

/** The method of a charge as its upstream carries it: with no refunds, where the upstream has none. */
export function methodOf(
  { methods, upstreams }: Pick<Gateway, "methods"> & Pick<Named, "upstreams">,
  { method, upstream }: Pick<Charge, "method" | "upstream">,
): Method {
  const own = methods.of(method);
  const why = upstream === null ? undefined : offerOf({ upstreams }, upstream, method)?.noRefunds;
  return why === undefined ? own : { ...own, refund: { kind: "none", why } };
}

/** A bank's label in every language; for a bank that the gateway no longer has, its name. */
export function bankLabel({ banks, upstreams }: Named, name: string): BankEntry["label"] {
  const own = name === threeDsName ? threeDsLabel : banks.find((bank) => bank.name === name)?.label;
  const label = own ?? upstreams.find(name)?.label;
  return label ?? { en: name, th: name, ja: name };
}

/** The account whose banks are meant: in live mode each account has its own connection to a bank. */
type Banking = Pick<Account, "id" | "livemode">;

export const connectorsOf = (gateway: Gateway, { id, livemode }: Banking): Connectors =>
  livemode ? gateway.liveConnectors(id) : gateway.simulation.connectors;

/** Methods that an account can use: those of its country, enabled for it, and with a bank that is connected in its mode. */
export function methodsFor(gateway: Gateway, account: Account): Method[] {
  return gateway.methods
    .in(account.currency)
    .all.filter((method) => isEnabled(account, method) && isConnected(gateway, account, method));
}

/** Whether a route of a live account leads to an upstream that has the method. */
const hasRoute = (gateway: Gateway, { livemode, routes }: Account, method: string): boolean =>
  livemode &&
  routes.some(
    ({ upstream, methods }) =>
      (methods === null || methods.includes(method)) && offerOf(gateway, upstream, method) !== undefined,
  );

/**
 * Whether a method can be paid by: its bank is connected for the account, or in live mode a route leads to an upstream that has it. Banks of test mode
 * take new payments only while the simulators are on.
 */
export const isConnected = (gateway: Gateway, account: Account, { type, bank }: Method): boolean =>
  hasRoute(gateway, account, type) ||
  ((account.livemode || gateway.simulators) && connectorsOf(gateway, account).banks[bank] !== undefined);
