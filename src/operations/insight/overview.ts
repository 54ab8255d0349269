import { dayInBangkok } from "../../domain/base/bangkok.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Minor } from "../../domain/base/money.ts";
import { days, hours, type Time } from "../../domain/base/time.ts";
import type { Attempt } from "../../domain/event/event.ts";
import type { Charge, ChargeState } from "../../domain/payment/charge.ts";
import type { FailureCode } from "../../domain/payment/failure.ts";
import { wordsOf } from "../../domain/payment/method.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import type { Bucket, DeliveryCount } from "../../storage/insight/overview.ts";
import type { Gateway } from "../gateway.ts";

/** Amounts charged and refunded in some time. `successful` ÷ `decided` is the success rate. */
type Sums = { charges: number; decided: number; successful: number; amount: Minor; refunded: Minor };

/** Charges of one method in one step of time. */
type Point = { at: Time; method: string; failed: number } & Omit<Sums, "refunded">;

export type Overview = {
  days: number;
  from: Time;
  to: Time;
  step: number;
  today: Sums;
  /** Yesterday up to the same time of day. */
  yesterday: Sums;
  series: Point[];
  /** `words` is the code under which its meaning is described; a code with different meanings for two methods has two entries. */
  failures: { code: FailureCode; words: FailureCode; count: number }[];
  expiring: Charge[];
  webhooks: { delivered: number; retrying: number; givenUp: number; lastFailure: Attempt | null };
  everCharged: boolean;
};

/**
 * Whether a charge in this state counts in the success rate: it was paid, failed, or not paid in time.
 * An open charge may still become either; a reversed one had been authorized, and the merchant released it.
 */
const decides: Record<ChargeState, boolean> = {
  awaiting_payer: false,
  authorizing: false,
  authorized: false,
  capturing: false,
  reversing: false,
  captured: true,
  failed: true,
  reversed: false,
  expired: true,
};

const expiresWithin = hours(1);
const expiringMax = 10;

/**
 * Sums of an account over a number of days in Bangkok time, today included: by the hour for one day, else by the day.
 * Days are read one after the other, so that other queries wait for one day at most.
 */
export async function overviewOf(
  { store, methods, clock }: Gateway,
  account: AccountId,
  count: number,
): Promise<Overview> {
  const { overview } = store;
  const at = clock.of(account);
  const today = dayInBangkok(at);
  const from = today - days(count - 1);
  const step = count === 1 ? hours(1) : days(1);

  const byDay: { from: Time; buckets: Bucket[] }[] = [];
  const deliveries: DeliveryCount[] = [];
  for (let day = from; day <= today; day += days(1)) {
    byDay.push({ from: day, buckets: await overview.chargesOfDay(account, day, at) });
    deliveries.push(...(await overview.deliveriesOfDay(account, day, at)));
  }
  const ofToday = byDay.at(-1)?.buckets ?? [];
  const ofYesterday = await overview.charges(account, today - days(1), at - days(1) + 1);
  const all = byDay.flatMap(({ buckets }) => buckets);
  return {
    days: count,
    from,
    to: at,
    step,
    today: { ...sumsOf(ofToday), refunded: await overview.refunded(account, today, at + 1) },
    yesterday: {
      ...sumsOf(ofYesterday),
      refunded: await overview.refunded(account, today - days(1), at - days(1) + 1),
    },
    series: seriesOf(byDay, step),
    failures: failuresOf(methods, all),
    expiring: await overview.expiring(account, at + expiresWithin, expiringMax),
    webhooks: await webhooksOf(store, account, deliveries),
    everCharged: all.length > 0 || ofYesterday.length > 0 || (await overview.everCharged(account)),
  };
}

function sumsOf(buckets: readonly Bucket[]): Omit<Sums, "refunded"> {
  const paid = buckets.filter(({ state }) => state === "captured");
  return {
    charges: countOf(buckets),
    decided: countOf(buckets.filter(({ state }) => decides[state])),
    successful: countOf(paid),
    amount: sum(paid.map(({ amount }) => amount)),
  };
}

function seriesOf(byDay: readonly { from: Time; buckets: Bucket[] }[], step: number): Point[] {
  return byDay.flatMap(({ from, buckets }) => {
    const at = (bucket: Bucket) => from + Math.floor((bucket.hour * hours(1)) / step) * step;
    const groups = Map.groupBy(buckets, (bucket) => `${at(bucket)} ${bucket.method}`);
    const points = [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const failed = countOf(group.filter(({ state }) => state === "failed"));
      return [{ at: at(first), method: first.method, failed, ...sumsOf(group) }];
    });
    return points.sort((one, other) => one.at - other.at || one.method.localeCompare(other.method));
  });
}

function failuresOf(methods: Methods, buckets: readonly Bucket[]): Overview["failures"] {
  const failed = buckets.flatMap(({ failureCode: code, method, count }) =>
    code ? [{ code, words: wordsOf(methods.of(method), code), count }] : [],
  );
  return [...Map.groupBy(failed, ({ code, words }) => `${code} ${words}`).values()]
    .flatMap((group) => (group[0] ? [{ ...group[0], count: countOf(group) }] : []))
    .sort((one, other) => other.count - one.count || one.code.localeCompare(other.code));
}

async function webhooksOf(store: Gateway["store"], account: AccountId, counts: readonly DeliveryCount[]) {
  const failing = counts.filter(({ state, tried }) => state !== "delivered" && tried);
  const latest = failing.toSorted((one, other) => other.latestAt - one.latestAt)[0];
  return {
    delivered: countOf(counts.filter(({ state }) => state === "delivered")),
    retrying: countOf(failing.filter(({ state }) => state === "due")),
    givenUp: countOf(failing.filter(({ state }) => state === "given_up")),
    lastFailure: latest ? ((await store.overview.failureAt(account, latest.latestAt)) ?? null) : null,
  };
}

const countOf = (rows: readonly { count: number }[]): number => sum(rows.map(({ count }) => count));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
