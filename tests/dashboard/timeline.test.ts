import { describe, expect, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { days, minutes, seconds } from "../../src/domain/base/time.ts";
import { visit } from "../../src/operations/payment/payer.ts";
import { authenticate } from "../../src/operations/payment/three-ds.ts";
import { banksOf } from "../kit/banks.ts";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

// biome-ignore lint/suspicious/noExplicitAny: items of every kind
type Item = any;

async function overviewOf(
  gateway: TestGateway,
  id: string,
): Promise<{ timeline: Item[]; actions: Item[]; plan: Item; refund_window: Item }> {
  const seat = await signedIn(gateway, "viewer");
  const { json, status, text } = await seat.test.get(`/charges/${id}/overview`);
  expect(status, text).toBe(200);
  return json;
}

/** The titles of the items, as a reader of the page sees them. */
const titles = (timeline: Item[]): string[] =>
  timeline.map(({ kind, title_key, details }) => {
    switch (kind) {
      case "request":
        return `${details.method} ${details.path.replace(/_test_\w+/, "")} ${details.status}`;
      case "bank":
        return `${details.bank} ${title_key.slice("bank.".length)}: ${details.answer}`;
      case "event":
        return details.key;
      case "attempt":
        return `${title_key} ${details.key} ${details.status}`;
      case "act":
        return `${details.member}: ${details.act}`;
      default:
        return title_key;
    }
  });

describe.each(engines)("on %s", (engine) => {
  test("a K PLUS payment from the request to the ledger, with a webhook that fails and is sent again", async () => {
    const receiver = await aReceiver();
    const gateway = await aGateway({ engine, environment: { CHAMRA_WEBHOOK_RETRIES: "30m until 7d" } });
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    const { json: charge } = await kplusCharge(gateway);
    await gateway.advance(0);
    await gateway.advance(seconds(1));
    await visit(gateway.gateway, charge.authorize_uri.split("/").at(-2));
    await visit(gateway.gateway, charge.authorize_uri.split("/").at(-2));
    await gateway.advance(seconds(1));
    receiver.answerWith(500);
    await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
    await gateway.advance(seconds(1));
    const before = await overviewOf(gateway, charge.id);
    const complete = before.timeline.find(({ details }) => details.key === "charge.complete").reference;

    receiver.answerWith(200);
    const owner = await signedIn(gateway, "owner");
    await gateway.advance(seconds(1));
    const { json: resent } = await owner.test.post(`/events/${complete}/resend`);
    expect(resent.deliveries).toMatchObject([
      { state: "delivered", attempts: 2, tries: [{ status: 500 }, { status: 200 }] },
    ]);

    const { timeline } = await overviewOf(gateway, charge.id);
    expect(titles(timeline)).toEqual([
      "POST /charges 200",
      "state.created",
      "charge.create",
      "attempt.delivered charge.create 200",
      "kplus open: pending",
      "POST /charges/chrg/mark_as_paid 200",
      "kplus inquire: approved",
      "state.paid",
      "entry.charge.captured.net",
      "charge.complete",
      "attempt.failed charge.complete 500",
      "attempt.delivered charge.complete 200",
    ]);
    const booked = timeline.find(({ kind }) => kind === "entry").details;
    expect(booked.amount).toBe(148_930);
    expect(booked.postings.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0)).toBe(0);
  });

  test("an installment whose cardholder was challenged, captured and refunded by a member", async () => {
    const gateway = await aGateway({ engine });
    const { json: charge } = await installmentCharge(gateway);
    await gateway.advance(seconds(1));
    const visited = await visit(gateway.gateway, charge.authorize_uri.split("/").at(-2));
    if (!visited) throw new Error("there is no page");
    const browser = { accept: "text/html", userAgent: "Mozilla/5.0", language: "th", ip: null, script: null };
    const { challenge } = await authenticate(gateway.gateway, visited, browser, "http://localhost/back");
    expect(challenge).not.toBeNull();
    await gateway.advance(seconds(1));
    await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
    await gateway.advance(days(1));
    const owner = await signedIn(gateway, "owner");
    await owner.test.post(`/charges/${charge.id}/refunds`, { amount: 400_000 });

    const { timeline, plan, refund_window: window } = await overviewOf(gateway, charge.id);
    const all = titles(timeline); // the first two have the same time, since the test clock stands
    expect(all.slice(0, 2).sort()).toEqual(["POST /charges 200", "POST /tokens 200"]);
    expect(all.slice(2)).toEqual([
      "state.created",
      "charge.create",
      "three_ds authenticate: challenge",
      "POST /charges/chrg/mark_as_paid 200",
      "state.paid",
      "entry.charge.captured.net",
      "charge.complete",
      "The owner: POST /charges/:id/refunds",
      "card refund: approved",
      "state.refund_requested",
      "state.refunded",
      "entry.refund.created.debit",
      "refund.create",
    ]);
    expect(plan).toEqual({
      term: 4,
      monthly_amount: 102_960,
      monthly_rate: "0.74",
      interest_paid_by: "customer",
      payer_interest: 11_840,
      total: 411_840,
    });
    expect(window).toEqual({ until: "2026-07-14T03:00:02Z", full_only: true, void_until: null });
  });

  test("a member's act is shown once, although the charge is saved before and after the bank's answer", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const { json: charge } = await cardCharge(gateway);
    const banks = banksOf(gateway.gateway);
    const bank = banks.card;
    banks.card = {
      ...bank,
      refund: async (...asked) => {
        gateway.pass(seconds(30));
        return bank.refund(...asked);
      },
    };
    expect((await owner.test.post(`/charges/${charge.id}/refunds`, { amount: 1_000 })).json.status).toBe("closed");
    gateway.pass(minutes(1));
    expect((await owner.test.post(`/charges/${charge.id}/refunds`, { amount: 1_000 })).json.status).toBe("closed");
    gateway.pass(minutes(1));
    const { timeline } = await overviewOf(gateway, charge.id);
    expect(timeline.filter(({ kind }) => kind === "act").map(({ at }) => at)).toEqual([
      "2026-01-15T03:00:00Z",
      "2026-01-15T03:01:30Z",
    ]);
  });

  test("a card that is held and captured by hand", async () => {
    const gateway = await aGateway({ engine });
    const { json: charge } = await cardCharge(gateway, { capture: false });
    await gateway.advance(minutes(1));
    await gateway.call("POST", `/charges/${charge.id}/capture`);
    const { timeline } = await overviewOf(gateway, charge.id);
    expect(titles(timeline).slice(2)).toEqual([
      "state.created",
      "card authorize: approved",
      "state.authorized",
      "charge.create",
      "POST /charges/chrg/capture 200",
      "card capture: approved",
      "state.paid",
      "entry.charge.captured.net",
      "charge.capture",
    ]);
    expect(timeline.find(({ title_key }) => title_key === "bank.authorize").details.approval_code).toMatch(/^\w{6}$/);
  });

  test("a decline says why, and an expiry that the bank was asked first", async () => {
    const gateway = await aGateway({ engine });
    const { json: declined } = await cardCharge(gateway, {}, "4111111111140011");
    const { timeline: one } = await overviewOf(gateway, declined.id);
    expect(one.find(({ kind }) => kind === "bank").details).toMatchObject({
      answer: "declined",
      reason: "insufficient_funds",
    });
    expect(one.find(({ title_key }) => title_key === "state.failed").details.failure).toEqual({
      code: "insufficient_fund",
      words: "insufficient_fund",
    });
    const { json: expired } = await kplusCharge(gateway);
    await gateway.advance(minutes(10));
    const { timeline: two } = await overviewOf(gateway, expired.id);
    expect(titles(two)).toEqual([
      "POST /charges 200",
      "state.created",
      "charge.create",
      "kplus cancel: pending",
      "state.expired",
      "charge.expire",
      "charge.complete",
    ]);
  });
});

test("a merchant who pays the interest sees the rate that the charge was made with, whatever it is today", async () => {
  const gateway = await aGateway();
  const { json: made } = await installmentCharge(gateway, { zero_interest_installments: true });
  expect((await overviewOf(gateway, made.id)).plan).toMatchObject({
    monthly_rate: "0.80",
    interest_paid_by: "merchant",
    payer_interest: 0,
  });
  const { store } = gateway.gateway;
  const charge = await findCharge(store, made.id);
  if (!charge) throw new Error("there is no charge");
  await store.save({ update: { charges: [revise(charge, { rates: { ...charge.rates, monthlyInterest: "0.74" } })] } });
  expect((await overviewOf(gateway, made.id)).plan.monthly_rate).toBe("0.74");
});

describe("what can be done with a charge", () => {
  const allowed = (actions: Item[]): string[] => actions.filter((each) => each.allowed).map(({ action }) => action);
  const why = (actions: Item[], name: string): string => actions.find(({ action }) => action === name).why_not;

  test("is what the rules allow, and what they do not allow says why", async () => {
    const gateway = await aGateway();
    const { json: waiting } = await kplusCharge(gateway);
    const { actions } = await overviewOf(gateway, waiting.id);
    expect(allowed(actions)).toEqual(["expire", "mark_as_paid", "mark_as_failed", "open_payer_page"]);
    expect(why(actions, "capture")).toBe("Charge is not authorized");

    await gateway.call("POST", `/charges/${waiting.id}/mark_as_paid`);
    const paid = (await overviewOf(gateway, waiting.id)).actions;
    expect(allowed(paid)).toEqual([]);
    expect(why(paid, "refund")).toBe("mobile banking charges cannot be voided or refunded");
    expect(why(paid, "open_payer_page")).toContain("the charge is successful");

    const { json: held } = await cardCharge(gateway, { capture: false });
    expect(allowed((await overviewOf(gateway, held.id)).actions)).toEqual(["capture", "reverse"]);

    const { json: card } = await cardCharge(gateway);
    const before = await overviewOf(gateway, card.id);
    expect(allowed(before.actions)).toEqual(["refund", "dispute"]);
    expect(before.refund_window).toEqual({
      until: "2027-01-15T03:00:00Z",
      full_only: false,
      void_until: "2026-01-15T17:00:00Z",
    });
    await gateway.advance(days(366));
    expect(why((await overviewOf(gateway, card.id)).actions, "refund")).toBe(
      "the refund period of 1 year after payment has passed",
    );
  });

  test("acts shown as possible succeed, and the others are refused in the words shown", async () => {
    const gateway = await aGateway();
    const owner = await signedIn(gateway, "owner");
    const make = [
      () => kplusCharge(gateway),
      () => installmentCharge(gateway),
      () => cardCharge(gateway, { capture: false }),
      () => cardCharge(gateway),
      () => cardCharge(gateway, {}, "4111111111140011"),
    ];
    for (const one of make) {
      for (const action of ["refund", "dispute", "capture", "reverse", "expire", "mark_as_paid", "mark_as_failed"]) {
        const { json: charge } = await one();
        const said = (await overviewOf(gateway, charge.id)).actions.find((each) => each.action === action);
        const path = action === "refund" || action === "dispute" ? `${action}s` : action;
        const answer = await owner.test.post(
          `/charges/${charge.id}/${path}`,
          action === "refund" ? { amount: charge.amount } : {},
        );
        const name = `${action} of a ${charge.status} charge of ${charge.source?.type ?? "card"}`;
        if (said.allowed) expect(answer.status, name).toBe(200);
        else expect([answer.status, answer.json.message], name).toEqual([400, said.why_not]);
      }
    }
  });
});

test("a charge of another account has no overview", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const seat = await signedIn(gateway, "viewer");
  expect((await seat.live.get(`/charges/${charge.id}/overview`)).status).toBe(404);
});
