import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type { CardCheck } from "../../domain/card/card.ts";
import type { Attempt, Event, EventKey } from "../../domain/event/event.ts";
import type { Booking } from "../../domain/ledger/ledger.ts";
import type { AuditRow } from "../../domain/log/audit.ts";
import type { BankMessage } from "../../domain/payment/bank-message.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { BankNotification } from "../../domain/payment/notification.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import type { Routing } from "../../domain/upstream/route.ts";
import type { RequestFacts } from "../../storage/log/request.ts";
import type { Caller, Gateway } from "../gateway.ts";

/** States that a charge or one of its refunds reached. */
export const milestones = [
  "created",
  "authorized",
  "paid",
  "failed",
  "expired",
  "reversed",
  "refund_requested",
  "refunded",
  "voided",
  "refund_failed",
] as const;
type Milestone = (typeof milestones)[number];

/** One item of a charge's timeline. */
export type TimelineItem = { at: Time } & (
  | { kind: "request"; request: RequestFacts }
  | { kind: "card_check"; step: CardCheckStep; check: CardCheck; answer: CardCheck["answer"] }
  | { kind: "act"; act: AuditRow; name: string | null }
  | { kind: "route"; routing: Routing }
  | { kind: "notification"; notification: BankNotification }
  | { kind: "bank"; message: BankMessage }
  | { kind: "state"; became: Milestone; amount: Minor | null; of: string }
  | { kind: "entry"; booking: Booking }
  | { kind: "event"; event: Event }
  | { kind: "attempt"; attempt: Attempt; event: Event }
);

/** Steps of a card's 1-baht check: an authorization, and its void. */
export const cardCheckSteps = ["authorize", "void"] as const;
type CardCheckStep = (typeof cardCheckSteps)[number];
export type CardCheckItem = Extract<TimelineItem, { kind: "card_check" }>;

/** Upper bound of items of each kind, the latest; the lists of events and of requests have all. */
const ofEachKind = 200;

/** Order of items with the same millisecond, cause before effect: the charge's creation comes before the questions about it. */
const order: readonly TimelineItem["kind"][] = [
  "request",
  "card_check",
  "act",
  "route",
  "notification",
  "bank",
  "state",
  "entry",
  "event",
  "attempt",
];

/** Everything known to have happened to a charge, oldest first. */
export async function timelineOf({ store }: Gateway, { account }: Caller, charge: Charge): Promise<TimelineItem[]> {
  const [check, refunds, disputes, notifications, messages, events] = await Promise.all([
    charge.card ? store.vault.checkOfCard(account.id, charge.card.id) : undefined,
    store.refund.allOfCharge(account.id, charge.id),
    charge.dispute === null ? [] : store.dispute.ofCharge(account.id, charge.id),
    store.notification.ofCharge(account.id, charge.id),
    store.bankMessage.ofCharge(account.id, charge.id, ofEachKind),
    store.event.ofCharge(account.id, charge.id, ofEachKind),
  ]);
  const subjects = [charge.id, ...refunds.map(({ id }) => id), ...disputes.map(({ id }) => id)];
  const objects = [charge.id, charge.token, charge.source?.id].filter((id) => typeof id === "string");
  const [requests, acts, bookings, attempts] = await Promise.all([
    store.request.about(account.id, objects, ofEachKind),
    store.audit.about(account.team, subjects, ofEachKind),
    store.ledger.ofOrigins(account.id, subjects),
    store.event.attempts(
      account.id,
      events.map(({ id }) => id),
    ),
  ]);
  const items: TimelineItem[] = [
    ...requests.map((request) => ({ kind: "request" as const, at: request.createdAt, request })),
    ...(check ? itemsOfCheck(check) : []),
    ...acts.filter(isFirstOfItsRequest).map(({ row, name }) => ({ kind: "act" as const, at: row.at, act: row, name })),
    ...charge.routing.map((routing) => ({ kind: "route" as const, at: routing.at, routing })),
    ...notifications.map((notification) => ({
      kind: "notification" as const,
      at: notification.createdAt,
      notification,
    })),
    ...messages.map((message) => ({ kind: "bank" as const, at: message.createdAt, message })),
    ...milestonesOf(charge, events),
    ...refunds.flatMap((refund) => milestonesOfRefund(refund, bookings, messages)),
    ...bookings.map((booking) => ({ kind: "entry" as const, at: booking.entry.createdAt, booking })),
    ...events.map((event) => ({ kind: "event" as const, at: event.createdAt, event })),
    ...attempts.flatMap((attempt) => {
      const event = events.find(({ id }) => id === attempt.event);
      return event ? [{ kind: "attempt" as const, at: attempt.createdAt, attempt, event }] : [];
    }),
  ];
  return items.toSorted((one, other) => one.at - other.at || rankOf(one, charge) - rankOf(other, charge));
}

/** Items of a card check. The issuer is asked when the token is made; of a void only the bank's confirmation is shown. */
export function itemsOfCheck(check: CardCheck): CardCheckItem[] {
  const { state, answer, createdAt, answeredAt, voidedAt } = check;
  const common = { kind: "card_check", check } as const;
  const authorized = { ...common, step: "authorize", at: createdAt, answer } as const;
  if (state === "authorizing" || state === "declined") return [authorized];
  const at = voidedAt ?? answeredAt ?? createdAt;
  return [authorized, { ...common, step: "void", at, answer: state === "voided" ? "approved" : null }];
}

type Act = { row: AuditRow };

/** Whether an act is the first of its request: an act that asks a bank is saved before and after, both with the request's id. */
function isFirstOfItsRequest({ row: { request } }: Act, index: number, all: readonly Act[]): boolean {
  return request === null || all.findIndex(({ row }) => row.request === request) === index;
}

function rankOf(item: TimelineItem, { routing }: Charge): number {
  if (item.kind === "route") return order.indexOf("route") + routing.indexOf(item.routing) * perUpstream;
  if (item.kind === "bank" || item.kind === "notification") {
    const { bank } = item.kind === "bank" ? item.message : item.notification;
    const told = routing.findIndex(({ upstream }) => upstream === bank);
    if (told >= 0) return order.indexOf("route") + (told + (item.kind === "bank" ? 0.5 : 0.4)) * perUpstream;
  }
  if (item.kind === "state" && item.became === "created") return order.indexOf("act");
  const rank = order.indexOf(item.kind);
  return item.kind === "event" ? rank + (withinEvents[item.event.key] ?? 0.2) : rank;
}

/** Share of a rank for each upstream that was told of the charge: its answers come before the way to the next one. */
const perUpstream = 0.01;

/** Order of events of one commit, which have the same time. */
const withinEvents: Partial<Record<EventKey, number>> = { "charge.create": 0.1, "charge.complete": 0.3 };

function milestonesOf(charge: Charge, events: readonly Event[]): TimelineItem[] {
  // items from the charge's own times; the time of a failure is known only from its event
  const outcome = events.findLast(({ key }) => key === "charge.complete" || key === "charge.create");
  const failedAt = charge.state === "failed" ? outcome?.createdAt : null;
  const became: [Milestone, Time | null | undefined, Minor | null][] = [
    ["created", charge.createdAt, charge.amount],
    ["authorized", charge.authorizedAt === charge.paidAt ? null : charge.authorizedAt, charge.amount],
    ["paid", charge.paidAt, charge.capturedAmount],
    ["failed", failedAt, null],
    ["expired", charge.expiredAt, null],
    ["reversed", charge.reversedAt, charge.amount],
  ];
  return became.flatMap(([milestone, at, amount]) =>
    at === null || at === undefined ? [] : [{ kind: "state", at, became: milestone, amount, of: charge.id }],
  );
}

function milestonesOfRefund(
  refund: Refund,
  bookings: readonly Booking[],
  messages: readonly BankMessage[],
): TimelineItem[] {
  const { id: of, amount, createdAt } = refund;
  const entry = bookings.find((booking) => booking.entry.origin === of)?.entry;
  const refusal = messages.find(({ reference, answer }) => reference === of && answer === "declined");
  const requested: TimelineItem = { kind: "state", at: createdAt, became: "refund_requested", amount, of };
  switch (refund.state) {
    case "pending":
      return [requested];
    case "closed":
      return [
        requested,
        { kind: "state", at: entry?.createdAt ?? createdAt, became: refund.voided ? "voided" : "refunded", amount, of },
      ];
    case "failed":
      return [requested, { kind: "state", at: refusal?.createdAt ?? createdAt, became: "refund_failed", amount, of }];
  }
}
