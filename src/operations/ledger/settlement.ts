import { dayInBangkok } from "../../domain/base/bangkok.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { days, type Time } from "../../domain/base/time.ts";
import { type SettledBy, type SettlementReport, settlementOf } from "../../domain/ledger/settlement.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Period } from "../../storage/base/page.ts";
import { settledMax } from "../../storage/ledger/settlement.ts";
import type { Gateway } from "../gateway.ts";

/** A settlement report of an account, in its currency. */
export type SettlementOfAccount = SettlementReport & { account: Account };

/** The period of a report whose reader named none: the last thirty days in Bangkok and today. */
const daysByDefault = 30;

/**
 * What came into the balance, what was taken from it and what was paid out, by day or by payout, from the ledger.
 *
 * @throws Refusal `bad_request` where the period has more transactions than one report may
 */
export async function reportSettlement(
  { store, clock }: Gateway,
  account: Account,
  { from, to }: Period,
  by: SettledBy,
): Promise<SettlementOfAccount> {
  const until: Time = to === null ? clock.of(account.id) : to + 999; // `to` stands for the whole second, as all times of the API do
  const since = from ?? dayInBangkok(until) - days(daysByDefault);
  const { settlement } = store;
  const keys = await settlement.keys(account.id, account.currency, { from: since, to: until }, by);
  if (keys === null)
    throw new Refusal(
      "bad_request",
      `there are more than ${settledMax} transactions in this period: choose a shorter one`,
    );
  const opening = await settlement.balanceBefore(account.id, account.currency, since);
  return { account, ...settlementOf(by, { from: since, to: until }, opening, keys) };
}
