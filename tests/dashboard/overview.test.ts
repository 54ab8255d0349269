import { describe, expect, test } from "vitest";
import { days, hours, minutes } from "../../src/domain/base/time.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

/** The overview for a new session, since these tests advance the clock past the life of a session. */
async function overview(gateway: TestGateway, count = 1) {
  const seat = await signedIn(gateway, "viewer");
  const { json, status, text } = await seat.test.get(`/overview?days=${count}`);
  expect(status, text).toBe(200);
  return json;
}

async function paid(gateway: TestGateway): Promise<void> {
  const { json: charge } = await kplusCharge(gateway);
  await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
}

const statusOf = ({ status }: { status: string }): string => status;

const nothing = { charges: 0, decided: 0, successful: 0, amount: 0, refunded: 0 };

describe.each(engines)("on %s", (engine) => {
  test("before the first charge everything is nothing, and says so", async () => {
    const gateway = await aGateway({ engine });
    expect(await overview(gateway)).toMatchObject({
      today: nothing,
      yesterday: nothing,
      series: [],
      failures: [],
      expiring: [],
      webhooks: { delivered: 0, retrying: 0, given_up: 0, last_failure: null },
      ever_charged: false,
    });
  });

  test("today is compared with yesterday up to the same time of day, in days of Bangkok", async () => {
    const gateway = await aGateway({ engine }); // 10 in the morning in Bangkok
    await paid(gateway);
    await gateway.advance(hours(2));
    await paid(gateway);
    await kplusCharge(gateway);
    expect((await overview(gateway)).today).toEqual({
      charges: 3,
      decided: 2,
      successful: 2,
      amount: 300_000,
      refunded: 0,
    });

    await gateway.advance(hours(23)); // 11 the next day
    const { json: card } = await cardCharge(gateway);
    await gateway.call("POST", `/charges/${card.id}/refunds`, { body: { amount: 30_000 } });
    const next = await overview(gateway);
    expect(next.today).toEqual({ charges: 1, decided: 1, successful: 1, amount: 100_000, refunded: 30_000 });
    expect(next.yesterday).toEqual({ charges: 1, decided: 1, successful: 1, amount: 150_000, refunded: 0 });
    expect([next.from, next.step_seconds]).toEqual(["2026-01-15T17:00:00Z", 3_600]);
    expect(next.series).toEqual([
      { at: "2026-01-16T04:00:00Z", method: "card", charges: 1, decided: 1, successful: 1, failed: 0, amount: 100_000 },
    ]);

    const week = await overview(gateway, 7);
    expect([week.from, week.step_seconds]).toEqual(["2026-01-09T17:00:00Z", 86_400]);
    expect(week.series).toEqual([
      {
        at: "2026-01-14T17:00:00Z",
        method: "mobile_banking_kbank",
        charges: 3,
        decided: 3,
        successful: 2,
        failed: 0,
        amount: 300_000,
      },
      { at: "2026-01-15T17:00:00Z", method: "card", charges: 1, decided: 1, successful: 1, failed: 0, amount: 100_000 },
    ]);
    expect(week.ever_charged).toBe(true);
  });

  test("a day that was read while a payer was still paying is right once he has", async () => {
    const gateway = await aGateway({ engine });
    const { json: charge } = await kplusCharge(gateway, { expires_at: "2026-01-20T00:00:00Z" });
    await gateway.advance(days(2));
    expect((await overview(gateway, 7)).series[0]).toMatchObject({ charges: 1, successful: 0 });
    await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
    await gateway.advance(minutes(2));
    expect((await overview(gateway, 7)).series[0]).toMatchObject({ charges: 1, successful: 1, amount: 150_000 });
    await gateway.advance(days(20));
    expect((await overview(gateway, 30)).series[0]).toMatchObject({ charges: 1, successful: 1, amount: 150_000 });
    expect((await overview(gateway, 7)).series).toEqual([]);
  });

  test("the success rate counts charges that were paid, failed or expired unpaid, not open ones or released authorizations", async () => {
    const gateway = await aGateway({ engine });
    const rate = async (count = 1) => {
      const { today, series } = await overview(gateway, count);
      const sum = (of: "decided" | "successful") =>
        series.reduce((total: number, point: Record<typeof of, number>) => total + point[of], 0);
      return { today: [today.successful, today.decided], series: [sum("successful"), sum("decided")] };
    };
    await cardCharge(gateway);
    await kplusCharge(gateway); // open until it expires
    const { json: reversed } = await cardCharge(gateway, { capture: false });
    await gateway.call("POST", `/charges/${reversed.id}/reverse`);
    await cardCharge(gateway, { capture: false }); // held until it lapses
    expect(await rate()).toEqual({ today: [1, 1], series: [1, 1] });

    await cardCharge(gateway, {}, "4111111111140011");
    expect(await rate()).toEqual({ today: [1, 2], series: [1, 2] });
    await gateway.advance(hours(1));
    expect(await rate()).toEqual({ today: [1, 3], series: [1, 3] });

    await gateway.advance(days(10));
    expect((await gateway.call("GET", "/charges?limit=100")).json.data.map(statusOf).toSorted()).toEqual([
      "expired",
      "failed",
      "reversed",
      "reversed",
      "successful",
    ]);
    expect((await rate(30)).series).toEqual([1, 3]);
  });

  test("failures are counted by code, and what runs out within the hour is shown, soonest first", async () => {
    const gateway = await aGateway({ engine });
    for (const number of ["4111111111140011", "4111111111140011", "4111111111130012"])
      await cardCharge(gateway, {}, number);
    const { json: kplus } = await kplusCharge(gateway, { expires_at: "2026-01-15T08:00:00Z" });
    await gateway.call("POST", `/kplus/payments/${kplus.id}/decide`, { body: { outcome: "insufficient_fund" } });
    const { json: later } = await kplusCharge(gateway);
    const { json: sooner } = await kplusCharge(gateway, { expires_at: "2026-01-15T03:05:00Z" });
    const { failures, expiring, series } = await overview(gateway);
    expect(failures).toEqual([
      { code: "insufficient_fund", words: "insufficient_fund", message: expect.stringContaining("card"), count: 2 },
      {
        code: "insufficient_fund",
        words: "insufficient_balance",
        message: expect.not.stringContaining("card"),
        count: 1,
      },
      { code: "stolen_or_lost_card", words: "stolen_or_lost_card", message: expect.any(String), count: 1 },
    ]);
    expect(series).toContainEqual(expect.objectContaining({ method: "card", charges: 3, successful: 0, failed: 3 }));
    expect(expiring.map(({ id }: { id: string }) => id)).toEqual([sooner.id, later.id]);
  });

  test("webhooks: what arrived, what is tried again, what was given up, and how the last one failed", async () => {
    const gateway = await aGateway({ engine, environment: { CHAMRA_WEBHOOK_RETRIES: "1h until 2h" } });
    const receiver = await aReceiver();
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    await cardCharge(gateway);
    await gateway.advance(0);
    expect((await overview(gateway)).webhooks).toEqual({ delivered: 1, retrying: 0, given_up: 0, last_failure: null });

    receiver.answerWith(503);
    await gateway.advance(minutes(1));
    const { json: charge } = await kplusCharge(gateway);
    await gateway.advance(0);
    const { webhooks } = await overview(gateway);
    expect(webhooks).toMatchObject({ delivered: 1, retrying: 1, given_up: 0 });
    expect(webhooks.last_failure).toMatchObject({ uri: receiver.url, status: 503, at: "2026-01-15T03:01:00Z" });
    expect((await gateway.call("GET", `/events/${webhooks.last_failure.event}`)).json.data.id).toBe(charge.id);

    for (let count = 0; count < 3; count += 1) await gateway.advance(hours(1));
    expect((await overview(gateway)).webhooks).toMatchObject({ delivered: 1, given_up: 3 }); // it expired meanwhile, too
  });
});

test("the overview of one account has nothing of another", async () => {
  const gateway = await aGateway();
  await paid(gateway);
  const seat = await signedIn(gateway, "viewer");
  expect((await seat.live.get("/overview")).json).toMatchObject({ today: nothing, ever_charged: false });
});
