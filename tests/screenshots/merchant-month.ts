import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { merchantEndpoints } from "../../src/api/contract.ts";
import { grantableOf } from "../../src/api/wire/permission.ts";
import { readConfig } from "../../src/config.ts";
import { revise } from "../../src/domain/base/row.ts";
import { days, hours, minutes } from "../../src/domain/base/time.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import type { Member } from "../../src/domain/team/member.ts";
import type { Role } from "../../src/domain/team/role.ts";
import { type Running, serve } from "../../src/main/serve.ts";
import { realWorld } from "../../src/main/world.ts";
import { allowChain } from "../../src/operations/chain/chain.ts";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import {
  anyCharge,
  aToken,
  byCard,
  chargesOf,
  decide,
  diceOf,
  disputePayments,
  installmentOpened,
  kplusOpened,
  meetRegulars,
  offerLinks,
  oneDay,
  type Shop as PlayedShop,
} from "../../src/operations/sandbox/month.ts";
import { newSession } from "../../src/operations/team/session.ts";
import { aFile, beginnings } from "../kit/dispute-builders.ts";
import { call } from "../kit/gateway.ts";
import { mirrorTheTestAccount, reachedAt, reconcileYesterday, takeLivePayments } from "./live-side.ts";

/** Half past four in the afternoon in Bangkok, a month after the merchant's first charge. */
const thisMoment = Date.parse("2026-01-30T09:30:00Z");

const secretKey = "skey_test_5xuy4w91xqz7d1w9u0t";
const publicKey = "pkey_test_5xuy4w91xqz7d1w9u0t";

/** A shop with one month of payments, deterministic: its gateway, and the members signed in to its dashboard. */
export type Merchant = {
  url: string;
  cookie: string;
  /** The gateway's current time. */
  now: number;
  /** Ids of objects to show, by purpose. */
  shown: Record<
    | "installment"
    | "card"
    | "kplus"
    | "held"
    | "failed"
    | "refunded"
    | "event"
    | "lostEvent"
    | "customer"
    | "schedule"
    | "link"
    | "dispute"
    | "session"
    | "reconciled"
    | "inLiveMode",
    string
  >;
  close(): Promise<void>;
};

type Shop = PlayedShop & {
  running: Running;
  /** Stands in Omise's place. */
  upstream: Running;
  /** Calls the dashboard's API: by default a POST with a body, else a GET. */
  seat(path: string, json?: unknown, method?: "GET" | "POST" | "DELETE"): Promise<Json>;
  now(): number;
};

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape; the API's own tests hold them to the document
type Json = any;

export async function aMerchantAfterAMonth(): Promise<Merchant> {
  const hears = await listening();
  const shop = await aShop();
  const token = await sitDown(shop.running, "owner", "Malee Srisuk");
  const cookie = `chamra_session=${token}`;
  shop.seat = async (path, json, method = json ? "POST" : "GET") => {
    const headers = { cookie, "x-chamra-dashboard": "1" };
    const body = json === undefined ? {} : { json };
    return (await call(shop.running.url, method, `/dashboard/api${path}`, { ...body, headers })).json;
  };
  await settleIn(shop, hears.url);
  const regulars = await meetRegulars(shop);
  const keys = { secret_key: secretKey, public_key: publicKey };
  const live = { ...shop, account: await accountOf(shop, true), theirs: asking(shop.upstream), keys };
  let inLiveMode = "";
  for (let day = 30; day > 0; day--) {
    if (day === 1) inLiveMode = await takeLivePayments(live);
    await oneDay(shop, chargesOf(shop, day));
  }
  await openToday(shop);
  const reconciled = await reconcileYesterday(live);
  const shown = {
    ...(await today(shop, hears)),
    ...regulars,
    link: await offerLinks(shop),
    dispute: await disputesWithDocument(shop),
    session: await checkOut(shop),
    reconciled,
    inLiveMode,
  };
  await beAPlatform(shop);
  await mirrorTheTestAccount(live, await accountOf(shop, false));
  await shop.seat("/test/test/snapshots", { name: "after-a-month" });
  await shop.seat("/test/test/accounts", { expires_in: 86_400 });
  for (const [currency, rate] of [
    ["USD", "32.85"],
    ["EUR", "38.1204"],
    ["JPY", "0.2119"],
  ])
    await shop.seat(`/operator/rates/${currency}`, { rate });
  return {
    url: shop.running.publicUrl,
    cookie: token,
    now: shop.now(),
    shown,
    close: async () => {
      await shop.running.close();
      await shop.upstream.close();
      hears.server.close();
    },
  };
}

/** A shop on its first day, without charges. */
export async function aNewMerchant(): Promise<Omit<Merchant, "shown">> {
  const { running } = await aShop(thisMoment);
  const token = await sitDown(running, "owner", "Malee Srisuk");
  return { url: running.publicUrl, cookie: token, now: thisMoment, close: running.close };
}

async function aShop(from = thisMoment - days(30) - hours(8)): Promise<Shop> {
  let now = from;
  const tick = () => now++; // each reading advances the clock a little, so that times have an order
  const upstream = await aServer(tick);
  const running = await aServer(tick, reachedAt(upstream));
  const runDue = async () => {
    await upstream.clockwork.runDue();
    await running.clockwork.runDue();
  };
  return {
    running,
    upstream,
    dice: diceOf("dice"),
    now: () => now,
    advance: async (ms) => {
      await runDue(); // open deliveries arrive before the clock jumps
      now += ms;
      await runDue();
    },
    ask: asking(running),
    seat: () => Promise.reject(new Error("nobody is signed in yet")),
  };
}

function aServer(now: () => number, environment: Record<string, string> = {}): Promise<Running> {
  return serve(
    readConfig({
      CHAMRA_PORT: "0",
      CHAMRA_DATA: "memory",
      CHAMRA_LOG_LEVEL: "silent",
      CHAMRA_TEST_PUBLIC_KEY: publicKey,
      CHAMRA_TEST_SECRET_KEY: secretKey,
      CHAMRA_WEBHOOK_SECRET: "c2VjcmV0LWtleS1mb3ItdGVzdHM=",
      ...environment,
    }),
    { ...realWorld, now, every: () => () => {}, random64: () => randomBytes(8).readBigUInt64BE(), random: () => 0.5 },
  );
}

/** Asks the API of a gateway with the key of its test account. */
const asking =
  ({ url }: Running): PlayedShop["ask"] =>
  async (method, path, json) => {
    const body = json === undefined ? {} : { json };
    return (await call(url, method, path, { key: path === "/tokens" ? publicKey : secretKey, ...body })).json;
  };

/** Signs a member in: for "owner" the merchant's first owner, else a new member. */
async function sitDown({ gateway }: Running, role: Role, name: string): Promise<string> {
  const [account] = await gateway.store.account.all();
  if (!account) throw new Error("there is no merchant");
  const email = `${name.split(" ")[0]?.toLowerCase()}@baandinpao.example`;
  const [first] = role === "owner" ? await gateway.store.member.ofTeam(account.team) : [];
  const member = first
    ? revise(first, { name, email, password: "set, to none that anybody knows" })
    : aMember(gateway, account.team, role, { name, email });
  const visit = {
    ip: "203.0.113.7",
    userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:146.0) Firefox/146.0",
  };
  const { session, token } = newSession(gateway, member, "password", visit);
  const seenAt = role === "owner" ? thisMoment : thisMoment - hours(3) - hours(name.length);
  const sessions = [{ ...session, expiresAt: thisMoment + days(14), seenAt }];
  await gateway.store.save(
    first ? { update: { members: [member] }, insert: { sessions } } : { insert: { members: [member], sessions } },
  );
  return token;
}

function aMember(gateway: Running["gateway"], team: string, role: Role, patch: Partial<Member>): Member {
  return {
    id: gateway.newId("member", true),
    version: 1,
    team,
    email: "",
    name: "",
    role,
    operator: false,
    password: null,
    totpSecret: null,
    totpOffered: null,
    totpStep: null,
    createdAt: gateway.now(),
    removedAt: null,
    ...patch,
  };
}

async function accountOf({ running }: Shop, livemode: boolean): Promise<Account> {
  const found = (await running.gateway.store.account.all()).find((each) => each.livemode === livemode);
  if (!found) throw new Error("the merchant lacks an account");
  return found;
}

/** Sets up the merchant: an endpoint, colleagues, live methods. */
async function settleIn(shop: Shop, endpoint: string): Promise<void> {
  for (const [role, name] of [
    ["admin", "Somchai Prasert"],
    ["developer", "Anong Wattana"],
    ["finance", "Kittipong Jaidee"],
  ] as const)
    await sitDown(shop.running, role, name);
  await shop.seat("/test/webhook", { uri: endpoint });
  await shop.seat("/team/invitations", { email: "niran@baandinpao.example", role: "support" });
  for (const mode of ["test", "live"]) await shop.seat(`/${mode}/settings`, { name: "Baan Dinpao" });
  const { data: offered } = await shop.seat("/live/methods");
  const asked = (type: string) =>
    shop.seat(`/live/methods/${type}/request`, {
      terms_version: offered.find((method: Json) => method.type === type).terms.version,
    });
  const { id: live } = await accountOf(shop, true);
  await asked("card");
  await shop.seat(`/operator/approvals/${live}/card`, { decision: "approve" });
  await asked("installment_wlb_ktc");
  await asked("mobile_banking_kbank");
}

/** The month's disputes, of which the one that waits for an answer has a document. */
async function disputesWithDocument(shop: Shop): Promise<string> {
  const open = await disputePayments(shop);
  const form = aFile("proof-of-delivery-7398.pdf", "application/pdf", beginnings["application/pdf"]);
  await call(shop.running.url, "POST", `/disputes/${open}/documents`, { key: secretKey, form });
  return open;
}

/** Checkout sessions: one that is open, and one that was paid with the second card. */
async function checkOut(shop: Shop): Promise<string> {
  const order = (orderId: string, amount: number) =>
    shop.ask("POST", "/api/sessions", {
      ...{
        amount,
        currency: "THB",
        order_id: orderId,
        description: `Order ${orderId}`,
        metadata: { channel: "plug-in" },
      },
      payment_methods: ["card", "mobile_banking"],
      redirect_urls: {
        complete_url: "https://baandinpao.example/thanks",
        cancel_url: "https://baandinpao.example/cart",
      },
    });
  await order("7421", 68_000);
  const { id, redirect_url } = await order("7420", 312_500);
  for (const number of ["4111111111140011", "4242424242424242"])
    await call(shop.running.url, "POST", new URL(redirect_url).pathname, {
      key: null,
      body: { token: await aToken(shop, number) },
    });
  return id;
}

/** Two merchants let the shop act for them, and one of them no longer. */
async function beAPlatform(shop: Shop): Promise<void> {
  const { gateway } = shop.running;
  const { id } = await shop.ask("PATCH", "/account", {
    chain_enabled: true,
    chain_return_uri: "https://baandinpao.example/merchants",
  });
  for (const name of ["Krua Yai Noi", "Lanna Crafts"]) {
    const email = `${name.split(" ")[0]?.toLowerCase()}@example.com`;
    const { test } = await createMerchant(gateway, { name, email }, () => "c2VjcmV0LWtleS1mb3ItdGVzdHM=");
    const { chain } = await allowChain(gateway, test.account, id, grantableOf(merchantEndpoints));
    if (name === "Krua Yai Noi") await shop.ask("POST", `/chains/${chain.id}/revoke`);
  }
}

/** From midnight to the opening hours of the last day. */
async function openToday(shop: Shop): Promise<void> {
  const left = thisMoment - shop.now() - hours(6);
  if (left > 0) await shop.advance(left);
}

/** The last day, with one example of everything that a view shows. */
async function today(
  shop: Shop,
  hears: Hearing,
): Promise<
  Omit<Merchant["shown"], "customer" | "schedule" | "link" | "dispute" | "session" | "reconciled" | "inLiveMode">
> {
  const order = (number: number) => ({
    description: `Order ${number}`,
    metadata: { order: String(number), channel: "web", customer: { tier: "gold" } },
  });
  await spread(shop, 7, minutes(14));
  const refunded = await byCard(shop, 189_050, order(7411), { card: await aToken(shop, "4242424242424242") });
  await shop.advance(minutes(20));
  await shop.seat(`/test/charges/${refunded.id}/refunds`, { amount: 50_050 });
  const installment = await installmentOpened(shop, 1_249_000, "installment_wlb_ktc", 10, order(7412));
  await shop.advance(minutes(3));
  await shop.ask("POST", `/charges/${installment.id}/mark_as_paid`);
  await shop.advance(minutes(25));
  hears.status = 503;
  const failed = await byCard(shop, 74_900, order(7413), { card: await aToken(shop, "4111111111140011") });
  await shop.ask("POST", "/charges", { amount: 100, currency: "THB", source: { type: "mobile_banking_kbank" } });
  await shop.advance(minutes(40));
  hears.status = 200;
  const lost = await kplusOpened(shop, 329_000, order(7414));
  await decide(shop, lost, "successful");
  const held = await byCard(shop, 560_000, order(7415), {
    card: await aToken(shop, "4242424242424242"),
    capture: false,
    authorization_type: "pre_auth",
  });
  await spread(shop, 5, minutes(9));
  hears.status = 500;
  await anyCharge(shop);
  await shop.advance(minutes(3));
  await byCard(shop, 219_900, order(7418));
  await shop.advance(1);
  await shop.advance(Math.max(0, thisMoment - shop.now() - minutes(4)));
  const waiting = await kplusOpened(shop, 150_000, order(7416));
  await shop.advance(minutes(2));
  await kplusOpened(shop, 42_050, order(7417));
  await shop.advance(minutes(2));
  const events = await shop.ask("GET", "/events?limit=60&order=reverse_chronological");
  const of = (id: string) => events.data.find(({ data }: Json) => data.id === id)?.id;
  return {
    installment: installment.id,
    card: failed.id,
    kplus: waiting.id,
    held: held.id,
    failed: failed.id,
    refunded: refunded.id,
    event: of(installment.id),
    lostEvent: of(failed.id),
  };
}

async function spread(shop: Shop, count: number, gap: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    await anyCharge(shop);
    await shop.advance(gap);
  }
}

type Hearing = { url: string; status: number; server: Server };

/** The shop's webhook endpoint, which fails for a quarter of an hour. */
async function listening(): Promise<Hearing> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(hearing.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hearing = { url: `http://localhost:${(server.address() as AddressInfo).port}/webhooks`, status: 200, server };
  return hearing;
}
