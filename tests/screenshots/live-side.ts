import { dateInBangkok } from "../../src/domain/base/bangkok.ts";
import { days, minutes } from "../../src/domain/base/time.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import type { Running } from "../../src/main/serve.ts";
import type { Ask, Json } from "../../src/operations/sandbox/month.ts";
import { beginShadow } from "../../src/operations/shadow/shadow.ts";
import { call } from "../kit/gateway.ts";

/** A shop in live mode. Its payments go to another gateway in test mode, which stands in Omise's place. */
type LiveShop = {
  running: Running;
  account: Account;
  /** Calls the dashboard's API: by default a POST with a body, else a GET. */
  seat(path: string, json?: unknown): Promise<Json>;
  ask: Ask;
  advance(ms: number): Promise<void>;
  now(): number;
  /** Asks the gateway in Omise's place, and the keys of its test account. */
  theirs: Ask;
  keys: { secret_key: string; public_key: string };
};

/** The settings with which a gateway reaches another one in Omise's place. */
export const reachedAt = ({ url }: Running): Record<string, string> => ({
  CHAMRA_UPSTREAMS: `omise.api=${url},omise.vault=${url}`,
});

const card = { name: "Somchai Prasert", expiration_month: 9, expiration_year: 2029, security_code: "123" };

/** Connects the live account, says what goes where, and takes the payments of a day; another sale is made past this gateway. @returns id of a live charge */
export async function takeLivePayments(shop: LiveShop): Promise<string> {
  const { seat, theirs, keys, running, account } = shop;
  await seat(`/operator/approvals/${account.id}/mobile_banking_kbank`, { decision: "approve" });
  const { notify_uri } = await seat("/live/upstreams/omise/connect", { credentials: { secret_key: keys.secret_key } });
  await theirs("PATCH", "/account", { webhook_uri: notify_uri });
  const all = { upstream: "omise", methods: null, min: null, max: null };
  const routes = [{ ...all, methods: ["mobile_banking_kbank"], max: 5_000_000 }, all];
  await seat("/live/routes", { routes });
  const { key } = await seat("/live/keys", { kind: "secret", name: "Web shop" });
  let shown = "";
  for (const [at, amount] of [185_000, 64_900, 329_000, 120_000, 89_050, 410_000].entries()) {
    const order = { description: `Order ${8101 + at}`, return_uri: "https://baandinpao.example/thanks" };
    const json = { amount, currency: "THB", source: { type: "mobile_banking_kbank" }, ...order };
    const { id } = (await call(running.url, "POST", "/charges", { key, json })).json;
    const charge = await running.gateway.store.charge.get(account.id, id);
    await theirs("POST", `/charges/${charge?.upstreamId}/mark_as_paid`);
    await shop.advance(minutes(2));
    shown = id;
  }
  const { id: token } = await theirs("POST", "/tokens", { card: { ...card, number: "4242424242424242" } });
  await theirs("POST", "/charges", { amount: 70_000, currency: "THB", card: token, description: "At the counter" });
  await payOut(theirs);
  return shown;
}

/** Sends a payout to the merchant's bank. */
async function payOut(theirs: Ask): Promise<void> {
  const bank = { brand: "kbank", number: "1234567890", name: "Baan Dinpao Co., Ltd." };
  const named = { name: "Baan Dinpao", type: "corporation", bank_account: bank };
  const { id: recipient } = await theirs("POST", "/recipients", named);
  await theirs("PATCH", `/recipients/${recipient}/verify`);
  const transfer = await theirs("POST", "/transfers", { amount: 500_000, recipient });
  await theirs("POST", `/transfers/${transfer.id}/mark_as_sent`);
}

/** Compares the day before, and what was taken with the contract. @returns id of the day */
export async function reconcileYesterday({ seat, now }: LiveShop): Promise<string> {
  await seat("/live/upstreams/omise/contract", { contract: [{ methods: ["mobile_banking"], rate: "0", flat: 1_000 }] });
  const { id } = await seat("/live/reconciliations", { upstream: "omise", day: dateInBangkok(now() - days(1)) });
  return id;
}

/** Begins the shadow of the test account, and asks for what both gateways answer. */
export async function mirrorTheTestAccount({ running, ask, keys }: LiveShop, test: Account): Promise<void> {
  await beginShadow(running.gateway, test, keys);
  const source = { type: "promptpay" };
  for (const [method, path, body] of [
    ["GET", "/account"],
    ["GET", "/capability"],
    ["POST", "/charges", { amount: 150_000, currency: "THB", source }],
    ["POST", "/charges", { amount: 100, currency: "THB", source }],
    ["POST", "/customers", { email: "ploy@example.com", description: "Ploy Rattana" }],
    ["GET", "/balance"],
  ] as const)
    await ask(method, path, body);
  await running.gateway.shadows.rest();
}
