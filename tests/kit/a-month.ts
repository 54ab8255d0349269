import { days, hours } from "../../src/domain/base/time.ts";
import { aCustomer, cardCharge, customerCharge, installmentCharge, kplusCharge } from "./builders.ts";
import { aDispute } from "./dispute-builders.ts";
import type { Answer, TestGateway } from "./gateway.ts";
import { methodOf } from "./methods.ts";
import { chargeBy, decide } from "./paying.ts";
import { aPayee, aTransferSchedule } from "./payout-builders.ts";

/** What a month leaves to be decided: two open disputes, and a recipient to pay. */
export type Month = { toWin: Answer["json"]; toLose: Answer["json"]; payee: string };

/**
 * A shop's month through the API, from the 15th to the 14th of the next month: cards at home and from abroad, K PLUS, PromptPay, installments,
 * customers, refunds and voids, what failed and what nobody paid, and a weekly schedule of transfers. The same each time.
 */
export async function aMonth(gateway: TestGateway): Promise<Month> {
  await gateway.call("PATCH", "/account", {
    body: { metadata_export_keys: { charge: ["order"], refund: ["reason"] } },
  });
  const payee = await aPayee(gateway);
  const weekly = { every: 1, period: "week", on: { weekdays: ["friday"] }, end_date: "2026-12-31" };
  await aTransferSchedule(gateway, { recipient: payee, percentage_of_balance: 50 }, weekly);
  const customer = await aCustomer(gateway, { metadata: { tier: "gold" } });
  const disputed: Answer["json"][] = [];
  for (let day = 0; day < 30; day += 1) {
    await gateway.advance(hours(2));
    const order = { description: `Order ${7_400 + day}`, metadata: { order: `A-${day}` } };
    const { json: plain } = await cardCharge(gateway, { amount: 123_457 + day * 1_003, ...order });
    await byPhone(gateway, day, order);
    if (day % 5 === 0) await customerCharge(gateway, customer.id, { amount: 49_000, ...order });
    if (day % 6 === 1) await installments(gateway, day % 4 === 1, order);
    if (day % 7 === 2) await cardCharge(gateway, { amount: 10_033, currency: "USD", ...order });
    if (day % 9 === 3) await cardCharge(gateway, order, "4111111111140011"); // is declined
    if (day % 4 === 1) await refund(gateway, plain.id, day % 8 === 1 ? plain.amount : 33_333);
    if (day === 12 || day === 27) disputed.push(plain);
    await gateway.advance(days(1) - hours(2));
    if (day % 10 === 4) await refund(gateway, plain.id, 20_001); // on the day after
  }
  const [toLose, toWin] = [await aDispute(gateway, disputed[0]?.id), await aDispute(gateway, disputed[1]?.id)];
  return { toWin, toLose, payee };
}

/** K PLUS or PromptPay: mostly paid, sometimes declined or left to expire. */
async function byPhone(gateway: TestGateway, day: number, order: Record<string, unknown>): Promise<void> {
  if (day % 2 === 0) {
    const { json } = await kplusCharge(gateway, { amount: 88_850 + day, ...order });
    if (day % 8 !== 6) await outcomeOf(gateway, json.id, day % 8 === 4 ? "insufficient_fund" : "successful");
    return;
  }
  const promptpay = methodOf("promptpay");
  const { json } = await chargeBy(gateway, promptpay, { amount: 45_679 + day, ...order });
  if (day % 3 !== 0) await decide(gateway, promptpay, json, "successful");
}

const outcomeOf = (gateway: TestGateway, charge: string, outcome: string): Promise<Answer> =>
  gateway.call("POST", `/kplus/payments/${charge}/decide`, { key: null, json: { outcome } });

async function installments(gateway: TestGateway, free: boolean, order: Record<string, unknown>): Promise<void> {
  const { json } = await installmentCharge(gateway, { zero_interest_installments: free, ...order });
  await gateway.call("POST", `/charges/${json.id}/mark_as_paid`);
}

async function refund(gateway: TestGateway, charge: string, amount: number): Promise<void> {
  await gateway.call("POST", `/charges/${charge}/refunds`, { body: { amount, metadata: { reason: "returned" } } });
}
