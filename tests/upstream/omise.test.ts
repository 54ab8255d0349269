import { expect, test } from "vitest";
import { omise } from "../../src/connectors/omise/upstream.ts";
import { NotTaken, type Upstream } from "../../src/connectors/upstream.ts";
import { days } from "../../src/domain/base/time.ts";
import { setRate } from "../../src/operations/forex/rate.ts";
import { createCharge, newCharge } from "../../src/operations/payment/charge.ts";
import { upstreamAddress } from "../../src/operations/upstream/address.ts";
import { connect, disconnect, standingsOf } from "../../src/operations/upstream/connection.ts";
import { routeTrial, setRoutes } from "../../src/operations/upstream/route.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aChargeRequest, aSourceRequest } from "../kit/domain-builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aLine, aPair, type Pair } from "./live.ts";

const kplus = {
  amount: 150_000,
  currency: "THB",
  return_uri: "https://shop.example/orders/1/complete",
  source: { type: "mobile_banking_kbank" },
  metadata: { order: "1" },
};

/** The charge that the upstream made last. */
const upstreamCharge = async ({ theirs }: Pair) =>
  (await theirs.call("GET", "/charges?order=reverse_chronological")).json.data[0];

const charged = async ({ ask }: Pair, body: Record<string, unknown> = kplus) =>
  (await ask("POST", "/charges", { body })).json;

/** A token of the upstream's vault, as the payer's browser gets it there. */
const aToken = async ({ theirs }: Pair, number = "4242424242424242") =>
  (
    await theirs.call("POST", "/tokens", {
      key: theirs.publicKey,
      body: { card: { name: "Somchai", number, expiration_month: 12, expiration_year: 2030, security_code: "123" } },
    })
  ).json.id;

const load = async ({ ask }: Pair, id: string) => (await ask("GET", `/charges/${id}`)).json;

test("a live K PLUS charge goes to the upstream, its payer by our page to the upstream's, and what they decide is settled before the shop sees them again", async () => {
  const pair = await aPair(["mobile_banking_kbank"]);
  const charge = await charged(pair);
  expect([charge.status, charge.livemode]).toEqual(["pending", true]);
  const upstream = await upstreamCharge(pair);
  expect(upstream).toMatchObject({ amount: 150_000, currency: "THB", status: "pending" });
  expect(upstream.metadata).toEqual({ chamra_reference: charge.source.provider_references.reference_number_1 });

  const toThem = await fetch(charge.authorize_uri, { redirect: "manual" });
  expect([toThem.status, toThem.headers.get("location")]).toEqual([303, upstream.authorize_uri]);
  await pair.theirs.call("POST", `/charges/${upstream.id}/mark_as_paid`);
  const back = await fetch(upstream.return_uri, { redirect: "manual" });
  expect([back.status, back.headers.get("location")]).toEqual([303, kplus.return_uri]);
  expect(await load(pair, charge.id)).toMatchObject({
    status: "successful",
    paid: true,
    fee: upstream.fee,
    fee_vat: upstream.fee_vat,
  });
});

test("a live bill has the numbers, the end and the barcode of the upstream's, which shops' plug-ins print", async () => {
  const pair = await aPair(["bill_payment_tesco_lotus"]);
  const { source } = await charged(pair, { ...kplus, source: { type: "bill_payment_tesco_lotus" } });
  const { references: theirs } = (await upstreamCharge(pair)).source;
  const { barcode, ...ours } = source.references;
  expect({ ...ours, barcode: theirs.barcode }).toEqual(theirs);
  const picture = async (address: string) => (await fetch(address)).text();
  expect(barcode).not.toBe(theirs.barcode);
  expect(await picture(barcode)).toBe(await picture(theirs.barcode));
});

test.each(["payment_rejected", "insufficient_fund", "failed_processing", "invalid_account"])(
  "a payer's failure with %s is the live charge's failure, word for word",
  async (code) => {
    const pair = await aPair(["mobile_banking_kbank"]);
    const charge = await charged(pair);
    const upstream = await upstreamCharge(pair);
    await pair.theirs.call("POST", `/charges/${upstream.id}/mark_as_failed`, { body: { failure_code: code } });
    await fetch(upstream.return_uri, { redirect: "manual" });
    const theirs = await upstreamCharge(pair);
    expect(await load(pair, charge.id)).toMatchObject({
      status: "failed",
      failure_code: code,
      failure_message: theirs.failure_message,
    });
  },
);

test("a notification is never believed: it makes us ask, and then the charge is what the upstream says", async () => {
  const pair = await aPair(["mobile_banking_kbank"]);
  const charge = await charged(pair);
  const address = upstreamAddress(pair.ours.gateway, "omise", pair.live.id);
  const reference = charge.source.provider_references.reference_number_1;
  const told = {
    object: "event",
    key: "charge.complete",
    data: { object: "charge", status: "successful", paid: true, metadata: { chamra_reference: reference } },
  };
  const tell = (body: unknown, to = address) =>
    fetch(to, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  expect((await tell(told)).status).toBe(200);
  expect(await load(pair, charge.id)).toMatchObject({ status: "pending" });
  expect((await tell(told, `${address}x`)).status).toBe(404);
  expect((await tell({ data: "nonsense" })).status).not.toBe(500);

  await pair.theirs.call("POST", `/charges/${(await upstreamCharge(pair)).id}/mark_as_paid`);
  for (let times = 0; times < 3; times += 1) await tell(told);
  expect(await load(pair, charge.id)).toMatchObject({ status: "successful", paid: true });
  const { json: events } = await pair.ask("GET", `/charges/${charge.id}/events`);
  expect(events.data.map(({ key }: { key: string }) => key).sort()).toEqual(["charge.complete", "charge.create"]);
});

test("PromptPay shows the upstream's own picture, and expires with the charge at the upstream", async () => {
  const pair = await aPair(["promptpay"]);
  const charge = await charged(pair, { amount: 20_000, currency: "THB", source: { type: "promptpay" } });
  const upstream = await upstreamCharge(pair);
  const { image } = charge.source.scannable_code;
  expect(image.download_uri).toBe(upstream.source.scannable_code.image.download_uri);
  expect((await fetch(image.download_uri)).headers.get("content-type")).toContain("image/svg+xml");
  const { json: expired } = await pair.ask("POST", `/charges/${charge.id}/expire`);
  expect([expired.status, (await upstreamCharge(pair)).status]).toEqual(["expired", "expired"]);
});

test("a card's number never comes to us: the upstream's token is charged, captured in part or reversed, and refunded", async () => {
  const pair = await aPair(["card"]);
  const body = { amount: 100_000, currency: "THB", card: await aToken(pair) };
  const paid = await charged(pair, body);
  expect(paid).toMatchObject({ status: "successful", paid: true, card: null });
  expect((await pair.ask("POST", "/charges", { body })).json).toMatchObject({ status: "failed" });

  const { json: refund } = await pair.ask("POST", `/charges/${paid.id}/refunds`, { body: { amount: 40_000 } });
  expect(refund).toMatchObject({ amount: 40_000, status: "closed" });
  const { json: theirs } = await pair.theirs.call("GET", "/refunds");
  expect(theirs.data).toMatchObject([{ amount: 40_000, metadata: { chamra_reference: refund.id } }]);

  const held = await charged(pair, { ...body, card: await aToken(pair), capture: false });
  expect(held).toMatchObject({ status: "pending", authorized: true, paid: false });
  expect((await pair.ask("POST", `/charges/${held.id}/capture`)).json).toMatchObject({ paid: true });
  const other = await charged(pair, { ...body, card: await aToken(pair), capture: false });
  expect((await pair.ask("POST", `/charges/${other.id}/reverse`)).json).toMatchObject({ status: "reversed" });
  expect((await upstreamCharge(pair)).status).toBe("reversed");
});

test("of a card that was charged with pre_auth a part is captured at the upstream, too", async () => {
  const pair = await aPair(["card"]);
  const held = { amount: 100_000, currency: "THB", capture: false };
  const charge = await charged(pair, { ...held, card: await aToken(pair), authorization_type: "pre_auth" });
  expect(charge).toMatchObject({ status: "pending", authorized: true });
  const { json } = await pair.ask("POST", `/charges/${charge.id}/capture`, { body: { capture_amount: 60_000 } });
  expect(json).toMatchObject({ paid: true, captured_amount: 60_000 });
  expect(await upstreamCharge(pair)).toMatchObject({ paid: true, captured_amount: 60_000 });
});

test("a white-label installment takes the upstream's token with the source, and the merchant pays the interest that the upstream says", async () => {
  const pair = await aPair(["installment_wlb_ktc"]);
  const source = { type: "installment_wlb_ktc", installment_term: 6, zero_interest_installments: true };
  const charge = await charged(pair, {
    amount: 1_000_000,
    currency: "THB",
    return_uri: kplus.return_uri,
    zero_interest_installments: true,
    source,
    card: await aToken(pair),
  });
  const upstream = await upstreamCharge(pair);
  expect([charge.status, upstream.source.installment_term]).toEqual(["pending", 6]);
  await pair.theirs.call("POST", `/charges/${upstream.id}/mark_as_paid`);
  await fetch(upstream.return_uri, { redirect: "manual" });
  const paid = await load(pair, charge.id);
  const { interest, interest_vat, net } = await upstreamCharge(pair);
  expect(paid).toMatchObject({ paid: true, interest, interest_vat, net });
  expect(interest).toBeGreaterThan(0);
});

test.each(["before", "after"] as const)(
  "a line that breaks %s the upstream has the request leaves the charge pending; asked again there is one payment",
  async (how) => {
    const theirs = await aGateway();
    const line = await aLine(theirs.url);
    const pair = await aPair(["mobile_banking_kbank"], {}, { theirs, address: line.url });
    line.breaks(how);
    const charge = await charged(pair);
    expect(charge).toMatchObject({ status: "pending", failure_code: null });
    line.breaks(null);
    await pair.ours.advance(60_000);
    const { json: made } = await theirs.call("GET", "/charges");
    expect(made.total).toBe(1);
    await theirs.call("POST", `/charges/${made.data[0].id}/mark_as_paid`);
    await fetch(made.data[0].return_uri, { redirect: "manual" });
    expect(await load(pair, charge.id)).toMatchObject({ paid: true });
  },
);

test("a payment of which no notification comes is asked about after a minute, then at twice its age, and each hour", async () => {
  let asked = 0;
  const counted: Upstream = {
    ...omise,
    connect: (way) => {
      const bank = omise.connect(way);
      const inquire: typeof bank.inquire = (about) => {
        asked += 1;
        return bank.inquire(about);
      };
      return { ...bank, inquire };
    },
  };
  const pair = await aPair(["promptpay"], { upstreams: [counted] });
  const charge = await charged(pair, { amount: 100_000, currency: "THB", source: { type: "promptpay" } });
  const { theirs, ours } = pair;
  const askedOver = async (minutes: number) => {
    const before = asked;
    for (let minute = 0; minute < minutes; minute += 1) await ours.advance(60_000);
    return asked - before;
  };
  expect([await askedOver(1), await askedOver(3), await askedOver(60), await askedOver(120)]).toEqual([1, 2, 4, 2]);
  await theirs.call("POST", `/charges/${(await upstreamCharge(pair)).id}/mark_as_paid`);
  await askedOver(60);
  expect(await load(pair, charge.id)).toMatchObject({ status: "successful", paid: true });
});

test("a charge that ends while its payment is found at the upstream is ended there, too", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const [asked, found] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let visited: Promise<unknown> | undefined;
  const slow: Upstream = {
    ...omise,
    connect: (way) => {
      const bank = omise.connect(way);
      const open: typeof bank.open = async (request) => {
        const answer = await bank.open?.(request);
        if (!answer) throw new TypeError("no way to open");
        if (!request.again) return answer;
        asked.resolve();
        await found.promise;
        return answer;
      };
      const cancel: typeof bank.cancel = async (about) => {
        if (about.upstreamId !== null) return bank.cancel(about);
        found.resolve();
        await visited; // as one that had not listed the payment yet, and whose answer comes later
        return { answer: "pending" };
      };
      return { ...bank, open, cancel };
    },
  };
  const pair = await aPair(["promptpay"], { upstreams: [slow] }, { theirs, address: line.url });
  line.breaks("after");
  const charge = await charged(pair, { amount: 100_000, currency: "THB", source: { type: "promptpay" } });
  line.breaks(null);
  const { page } = (await pair.ours.gateway.store.charge.get(pair.live.id, charge.id)) ?? {};
  visited = fetch(`${pair.ours.url}/payments/${page}/authorize`);
  await asked.promise;
  await pair.ours.advance(days(2));
  expect((await load(pair, charge.id)).status).toBe("expired");
  expect((await upstreamCharge(pair)).status).toBe("expired");
});

test("a charge of which the upstream may just be told is not ended by hand: its money could be taken a moment later", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const pair = await aPair(["mobile_banking_kbank"], {}, { theirs, address: line.url });
  line.breaks("before"); // it finds nothing, as one that is just being told
  const charge = await charged(pair);
  const { status, json } = await pair.ask("POST", `/charges/${charge.id}/expire`);
  expect([status, json.code]).toEqual([400, "failed_expire"]);
  line.breaks(null);
  await pair.ours.advance(60_000);
  expect((await pair.ask("POST", `/charges/${charge.id}/expire`)).json.status).toBe("expired");
  expect((await upstreamCharge(pair)).status).toBe("expired");
});

test("however often a page is opened and a notification comes, an upstream is asked as often as it bears, and hears of what was paid", async () => {
  let asked = 0;
  const counted: Upstream = {
    ...omise,
    connect: (way) =>
      omise.connect({
        ...way,
        send: (request) => {
          asked += 1;
          return way.send(request);
        },
      }),
  };
  const pair = await aPair(["mobile_banking_kbank"], { upstreams: [counted] });
  const charge = await charged(pair);
  const askedBy = async (act: () => Promise<unknown>) => {
    const before = asked;
    await act();
    return asked - before;
  };
  const visit = () => fetch(charge.authorize_uri, { redirect: "manual" });
  const many = (act: () => Promise<Response>) => () => Promise.all(Array.from({ length: 100 }, act));
  expect(await askedBy(many(visit))).toBeLessThan(30);
  for (let times = 0; times < 30; times += 1) await visit();
  expect(await askedBy(visit)).toBe(0);

  const told = { data: { metadata: { chamra_reference: charge.source.provider_references.reference_number_1 } } };
  const address = upstreamAddress(pair.ours.gateway, "omise", pair.live.id);
  const headers = { "content-type": "application/json" };
  const tell = () => fetch(address, { method: "POST", headers, body: JSON.stringify(told) });
  expect(await askedBy(many(tell))).toBeLessThan(50);
  await pair.theirs.call("POST", `/charges/${(await upstreamCharge(pair)).id}/mark_as_paid`);
  expect(await askedBy(tell)).toBe(2); // about the charge, and when its money can be transferred
  expect(await load(pair, charge.id)).toMatchObject({ paid: true });
});

test("whether a refund is a void is what the upstream says: its costs come back with a void and with nothing else", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const pair = await aPair(["card"], {}, { theirs, address: line.url });
  const refunded = async (amount: number, voided: boolean) => {
    line.says((text) => text);
    const paid = await charged(pair, { amount: 100_000, currency: "THB", card: await aToken(pair) });
    line.says((text) => text.replaceAll(/"voided":\s*(true|false)/g, `"voided":${voided}`));
    const before = (await pair.ask("GET", "/balance")).json.total;
    const { json: refund } = await pair.ask("POST", `/charges/${paid.id}/refunds`, { body: { amount } });
    const after = (await pair.ask("GET", "/balance")).json.total;
    return { voided: refund.voided, taken: before - after, charge: (await load(pair, paid.id)).voided };
  };
  expect(await refunded(100_000, true)).toEqual({ voided: true, taken: 96_094, charge: true });
  expect(await refunded(100_000, false)).toEqual({ voided: false, taken: 100_000, charge: false });
  expect(await refunded(40_000, true)).toEqual({ voided: false, taken: 40_000, charge: false });
});

test("a secret that an upstream quotes stands in no timeline and no refusal", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const pair = await aPair(["mobile_banking_kbank"], {}, { theirs, address: line.url });
  const secret = "whsec0123456789abcdef";
  const credentials = { secret_key: theirs.secretKey, webhook_secret: secret };
  await connect(pair.ours.gateway, pair.live, "omise", credentials);
  const basic = Buffer.from(`${theirs.secretKey}:`).toString("base64");
  line.says(() => `<p>${secret} ${basic} ${theirs.secretKey}</p>`);
  const { id } = await charged(pair);
  const messages = await pair.ours.gateway.store.bankMessage.ofCharge(pair.live.id, id, 10);
  const refused = await connect(pair.ours.gateway, pair.live, "omise", credentials).catch(String);
  const said = JSON.stringify([messages, refused]);
  expect(said).toContain("Omise answered");
  for (const each of [secret, basic.slice(0, 20), theirs.secretKey]) expect(said).not.toContain(each);
});

test("credentials of another account at the upstream are taken when no charge waits: no payment is asked for at both", async () => {
  const theirs = await aGateway();
  const other = await aGateway({ environment: { CHAMRA_TEST_SECRET_KEY: "skey_test_0000000000000000other" } });
  const line = await aLine(theirs.url);
  const moved: Upstream = {
    ...omise,
    connect: (way) => {
      const host = way.credentials["secret_key"] === other.secretKey ? other.url : line.url;
      return omise.connect({ ...way, hosts: { ...way.hosts, api: host } });
    },
  };
  const pair = await aPair(["mobile_banking_kbank"], { upstreams: [moved] }, { theirs, address: line.url });
  const replace = (key: string) => connect(pair.ours.gateway, pair.live, "omise", { secret_key: key });
  line.breaks("after");
  const charge = await charged(pair);
  line.breaks(null);
  await expect(replace(other.secretKey)).rejects.toThrow(`charges such as ${charge.id} wait at the one before`);
  await replace(theirs.secretKey);
  await pair.ours.advance(60_000);
  await pair.ask("POST", `/charges/${charge.id}/expire`);
  await replace(other.secretKey);
  const made = await Promise.all([theirs, other].map((each) => each.call("GET", "/charges")));
  expect(made.map(({ json }) => json.total)).toEqual([1, 0]);
});

test("a payer is led to no script and no made-up address, whatever an upstream says", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const pair = await aPair(["mobile_banking_kbank"], {}, { theirs, address: line.url });
  line.says((text) => text.replaceAll(/"authorize_uri":\s*"[^"]*"/g, '"authorize_uri":"javascript:alert(1)"'));
  const charge = await charged(pair);
  const page = await fetch(charge.authorize_uri, { redirect: "manual" });
  expect([page.status, page.headers.get("location")]).toEqual([200, null]);
  expect(await page.text()).not.toContain("javascript:");
  expect(await load(pair, charge.id)).toMatchObject({ status: "pending" });
});

test("a refund whose answer is lost is looked for before it is sent again: the money goes back once", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const pair = await aPair(["card"], {}, { theirs, address: line.url });
  const paid = await charged(pair, { amount: 100_000, currency: "THB", card: await aToken(pair) });
  line.breaks("after");
  const { json: refund } = await pair.ask("POST", `/charges/${paid.id}/refunds`, { body: { amount: 40_000 } });
  expect(refund.status).toBe("pending");
  await expect(disconnect(pair.ours.gateway, pair.live, "omise")).rejects.toThrow(`charges such as ${paid.id} wait`);
  line.breaks(null);
  await pair.ours.advance(120_000);
  expect((await pair.ask("GET", `/charges/${paid.id}/refunds/${refund.id}`)).json.status).toBe("closed");
  expect((await theirs.call("GET", "/refunds")).json.total).toBe(1);
});

/** A pair with a second upstream after the first, and a line to the first. */
async function aPairWithTwoRoutes() {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const second = { ...omise, name: "omise2" };
  const environment = { CHAMRA_UPSTREAMS: `omise.api=${line.url},omise2.api=${theirs.url}` };
  const pair = await aPair(["mobile_banking_kbank"], { upstreams: [omise, second], environment }, { theirs });
  await connect(pair.ours.gateway, pair.live, "omise2", { secret_key: theirs.secretKey });
  return { pair, theirs, line };
}

const carrierOf = async ({ ours, live }: Pair, { id }: { id: string }) =>
  (await ours.gateway.store.charge.get(live.id, id))?.upstream;

type Item = { kind: string; title_key: string; details: Record<string, unknown> };

/** What the page of a charge tells of its way to the bank, oldest first. */
const wayOf = async ({ ours }: Pair, { id }: { id: string }): Promise<Item[]> => {
  const { json } = await (await signedIn(ours, "viewer")).live.get(`/charges/${id}/overview`);
  return json.timeline.filter(({ kind }: Item) => kind === "route" || kind === "bank");
};

test("an upstream that cannot be reached has certainly not taken the charge: the next route does", async () => {
  const { pair, theirs, line } = await aPairWithTwoRoutes();
  await line.close();
  const charge = await charged(pair);
  expect(charge).toMatchObject({ status: "pending", failure_code: null });
  expect(await carrierOf(pair, charge)).toBe("omise2");
  expect((await theirs.call("GET", "/charges")).json.total).toBe(1);
  const timeline = await wayOf(pair, charge);
  expect(timeline.map(({ title_key }) => title_key)).toEqual(["route.first", "bank.open", "route.next", "bank.open"]);
  const [first, , next] = timeline.map(({ details }) => details);
  expect(first).toMatchObject({ upstream: "omise", why: "route 1 is the first that fits", passed: [] });
  expect(next).toMatchObject({ upstream: "omise2", why: "route 2 is the first that fits" });
  expect(next?.passed).toMatchObject([
    { upstream: "omise", why: expect.stringMatching(/^it did not take the payment: ./) },
  ]);
});

type Gate = PromiseWithResolvers<void>;

test("a charge whose payer is at its upstream already is not moved when the first question about it turns out as not taken", async () => {
  const theirs = await aGateway();
  const [asked, released, opened, answered] = Array.from({ length: 4 }, () => Promise.withResolvers<void>()) as [
    Gate,
    Gate,
    Gate,
    Gate,
  ];
  const slow: Upstream = {
    ...{ ...omise, name: "slow" },
    connect: (way) => {
      const bank = omise.connect(way);
      return {
        ...bank,
        open: async (request) => {
          if (!request.again) {
            asked.resolve();
            await released.promise;
            throw new NotTaken("it cannot be reached");
          }
          const answer = await bank.open?.(request);
          opened.resolve();
          await answered.promise;
          return answer ?? { answer: "pending" };
        },
      };
    },
  };
  const environment = { CHAMRA_UPSTREAMS: `omise.api=${theirs.url},slow.api=${theirs.url}` };
  const pair = await aPair(["mobile_banking_kbank"], { upstreams: [omise, slow], environment }, { theirs });
  const { gateway, url } = pair.ours;
  await connect(gateway, pair.live, "slow", { secret_key: theirs.secretKey });
  const connected = await gateway.store.account.get(pair.live.id);
  const all = { methods: null, min: null, max: null };
  await setRoutes(gateway, connected ?? pair.live, [
    { ...all, upstream: "slow" },
    { ...all, upstream: "omise" },
  ]);
  const making = charged(pair);
  await asked.promise;
  const { data } = (await pair.ask("GET", "/charges")).json;
  const visiting = fetch(`${url}${new URL(data[0].authorize_uri).pathname}`, { redirect: "manual" });
  await opened.promise;
  released.resolve();
  const charge = await making;
  answered.resolve();
  await visiting;
  expect(await carrierOf(pair, charge)).toBe("slow");
  expect((await theirs.call("GET", "/charges")).json.total).toBe(1);
});

test("a card's token goes on to the next upstream where the first has a page for cards; without one only pages are asked", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const paged: Upstream = {
    ...{ ...omise, name: "paged" },
    offer: (type) => {
      const offer = omise.offer(type);
      return offer && { ...offer, card: "on its page" };
    },
  };
  const environment = { CHAMRA_UPSTREAMS: `omise.api=${theirs.url},paged.api=${line.url}` };
  const pair = await aPair(["card"], { upstreams: [omise, paged], environment }, { theirs });
  const { gateway } = pair.ours;
  await connect(gateway, pair.live, "paged", { secret_key: theirs.secretKey });
  const connected = await gateway.store.account.get(pair.live.id);
  const first = { methods: null, min: null, max: null };
  await setRoutes(gateway, connected ?? pair.live, [
    { ...first, upstream: "paged" },
    { ...first, upstream: "omise" },
  ]);
  await line.close();
  const body = { amount: 100_000, currency: "THB", return_uri: "https://shop.example/orders/1/complete" };
  const { json: paid } = await pair.ask("POST", "/charges", { body: { ...body, card: await aToken(pair) } });
  expect(paid).toMatchObject({ status: "successful", paid: true });
  expect(await carrierOf(pair, paid)).toBe("omise");
  const { json: untaken } = await pair.ask("POST", "/charges", { body });
  expect(untaken).toMatchObject({ status: "failed" });
  expect(await carrierOf(pair, untaken)).toBe("paged");
});

test("after five charges in a row that an upstream did not take, it is passed over until one charge has tried it", async () => {
  const { pair, line } = await aPairWithTwoRoutes();
  await line.close();
  const toldOf = async () => {
    const items = await wayOf(pair, await charged(pair));
    return items.flatMap(({ kind, details }) => (kind === "route" ? details["upstream"] : []));
  };
  for (let count = 1; count <= 5; count += 1) expect(await toldOf()).toEqual(["omise", "omise2"]);
  const over = await charged(pair);
  expect(await wayOf(pair, over)).toMatchObject([
    {
      details: {
        upstream: "omise2",
        passed: [{ upstream: "omise", why: "it rests after 5 payments in a row that it did not take" }],
      },
    },
    { kind: "bank" },
  ]);
  const operator = await signedIn(pair.ours, "owner", { operator: true });
  const restingNow = async () => {
    const { json } = await operator.team.get("/operator/connectors");
    return json.data.find(({ name }: { name: string }) => name === "omise").resting;
  };
  expect(await restingNow()).toEqual({ accounts: 1, until: expect.any(String) });

  await pair.ours.advance(60_000);
  expect(await restingNow()).toEqual({ accounts: 0, until: null });
  expect(await toldOf()).toEqual(["omise", "omise2"]);
  expect(await toldOf()).toEqual(["omise2"]);
});

test("an upstream that rests is tried where no other route fits, and rests no more when it answers", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const pair = await aPair(["mobile_banking_kbank"], {}, { theirs, address: line.url });
  line.breaks("before");
  const unanswered = [];
  for (let count = 1; count <= 5; count += 1) unanswered.push(await charged(pair));
  line.breaks(null);
  const tried = await charged(pair);
  expect(tried).toMatchObject({ status: "pending", authorize_uri: expect.any(String) });
  expect(await wayOf(pair, tried)).toMatchObject([
    {
      kind: "route",
      details: {
        why: "route 1 is tried though it rests after 5 payments in a row that it did not take: no other fits",
      },
    },
    { kind: "bank" },
  ]);
  expect(await wayOf(pair, await charged(pair))).toMatchObject([
    { details: { why: "route 1 is the first that fits" } },
    { kind: "bank" },
  ]);
  for (const each of unanswered) expect(await carrierOf(pair, each)).toBe("omise");
});

test("where no other route is left, a charge that was certainly not taken fails at once", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const pair = await aPair(["mobile_banking_kbank"], {}, { theirs, address: line.url });
  await line.close();
  expect(await charged(pair)).toMatchObject({ status: "failed", failure_code: "failed_processing" });
});

test("a charge whose answer is not known stays with its upstream, whatever other routes there are", async () => {
  const { pair, theirs, line } = await aPairWithTwoRoutes();
  line.breaks("after");
  const charge = await charged(pair);
  expect(await carrierOf(pair, charge)).toBe("omise");
  expect((await theirs.call("GET", "/charges")).json.total).toBe(1);
});

test("credentials are tried before they are saved, shown by their last four characters, and gone after the connection ends, which waits for charges", async () => {
  const pair = await aPair(["mobile_banking_kbank"]);
  const { gateway } = pair.ours;
  const wrong = connect(gateway, pair.live, "omise", { secret_key: "skey_test_5xuy4w91xqz7d1w9aaa" });
  await expect(wrong).rejects.toThrow("Omise does not take these credentials: Omise does not know this secret key");
  await expect(connect(gateway, pair.live, "omise", { secret_key: "x", key: "y" })).rejects.toThrow(
    "secret_key is no secret key of Omise: it begins with skey_ and key is not among secret_key, public_key, webhook_secret",
  );
  await expect(connect(gateway, pair.live, "nobody", {})).rejects.toThrow("there is no upstream nobody");
  const [standing] = await standingsOf(gateway, pair.live);
  expect(standing?.connection?.shown).toEqual({ secret_key: `…${pair.theirs.secretKey.slice(-4)}` });
  expect(JSON.stringify(standing)).not.toContain(pair.theirs.secretKey);

  const charge = await charged(pair);
  await expect(disconnect(gateway, pair.live, "omise")).rejects.toThrow(`charges such as ${charge.id} wait for Omise`);
  await pair.ask("POST", `/charges/${charge.id}/expire`);
  await disconnect(gateway, pair.live, "omise");
  expect(await gateway.store.connection.get(pair.live.id, "omise")).toMatchObject({ sealed: "", shown: {} });
  expect(await charged(pair)).toMatchObject({ object: "error", code: "bad_request" });
  // a process that has not heard of it yet still follows the route
  const source = { type: "mobile_banking_kbank", request: aSourceRequest() };
  const stale = { account: pair.live, intention: null };
  const followed = createCharge(gateway, stale, { source, card: undefined }, aChargeRequest());
  await expect(followed).rejects.toThrow("no route of this account is for mobile_banking_kbank of this amount");
  const trial = await routeTrial(gateway, pair.live, {
    method: source.type,
    amount: 150_000,
    currency: "THB",
    brand: null,
  });
  expect(trial.passed).toMatchObject([{ reason: { code: "not_connected" } }]);
});

test("an upstream charge of another amount is no payment of ours: the charge stays pending and is asked about again, and costs what the upstream says", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const pair = await aPair(["mobile_banking_kbank"], {}, { theirs, address: line.url });
  const charge = await charged(pair);
  await theirs.call("POST", `/charges/${(await upstreamCharge(pair)).id}/mark_as_paid`);
  line.says((text) => text.replaceAll('"amount": 150000', '"amount": 150001'));
  await fetch(charge.authorize_uri, { redirect: "manual" });
  expect(await load(pair, charge.id)).toMatchObject({ status: "pending", paid: false });
  line.says((text) => text.replaceAll('"fee": 1000', '"fee": 900').replaceAll('"fee_vat": 70', '"fee_vat": 63'));
  await fetch(charge.authorize_uri, { redirect: "manual" });
  expect(await load(pair, charge.id)).toMatchObject({ paid: true, fee: 900, fee_vat: 63, net: 149_037 });
});

test("a stored source of a charge that is routed is read once", async () => {
  const { ours, live, ask } = await aPair(["mobile_banking_kbank"]);
  const body = { amount: 150_000, currency: "THB", type: "mobile_banking_kbank" };
  const { json: source } = await ask("POST", "/sources", { body });
  const { store } = ours.gateway;
  const read: string[] = [];
  const get: typeof store.source.get = (account, id) => {
    read.push(id);
    return store.source.get(account, id);
  };
  const gateway = { ...ours.gateway, store: { ...store, source: { ...store.source, get } } };
  const request = aChargeRequest({ amount: 150_000, returnUri: kplus.return_uri });
  const { charge } = await newCharge(gateway, live, { source: source.id, card: undefined }, request);
  expect(charge.upstream).toBe("omise");
  expect(read).toEqual([source.id]);
});

test("a card goes by the brand that the upstream tells of its token; where it cannot tell, no route for some brands is taken", async () => {
  const theirs = await aGateway();
  const vault = await aLine(theirs.url);
  const second = { ...omise, name: "omise2" };
  const environment = {
    CHAMRA_UPSTREAMS: `omise.api=${theirs.url},omise.vault=${vault.url},omise2.api=${theirs.url}`,
  };
  const pair = await aPair(["card"], { upstreams: [omise, second], environment }, { theirs });
  const { gateway } = pair.ours;
  const keys = { secret_key: theirs.secretKey, public_key: theirs.publicKey };
  await connect(gateway, pair.live, "omise", keys);
  await connect(gateway, pair.live, "omise2", { secret_key: theirs.secretKey });
  const anyCard = { methods: null, min: null, max: null };
  await setRoutes(gateway, pair.live, [
    { ...anyCard, upstream: "omise", brands: ["JCB"] },
    { ...anyCard, upstream: "omise2" },
  ]);
  const paidBy = async (number: string) => {
    const card = await aToken(pair, number);
    const charge = await charged(pair, { amount: 100_000, currency: "THB", card });
    expect(charge).toMatchObject({ status: "successful", card: null });
    return { charge, by: await carrierOf(pair, charge) };
  };
  expect((await paidBy("3530111333300000")).by).toBe("omise");
  const visa = await paidBy("4242424242424242");
  expect(visa.by).toBe("omise2");
  const [way] = await wayOf(pair, visa.charge);
  expect(way?.details["passed"]).toMatchObject([
    { why: "the route is not for cards of Visa", reason: { code: "other_brand", brand: "Visa" } },
  ]);
  await vault.close();
  const unknown = await paidBy("3530111333300000");
  expect(unknown.by).toBe("omise2");
  expect((await wayOf(pair, unknown.charge))[0]?.details["passed"]).toMatchObject([
    { reason: { code: "brand_unknown" } },
  ]);
});

test("a card goes by the bank that the upstream tells of its token, or of the card that it keeps; one that cannot be told is taken by no route for some banks", async () => {
  const theirs = await aGateway();
  const second = { ...omise, name: "omise2" };
  const environment = {
    CHAMRA_UPSTREAMS: `omise.api=${theirs.url},omise.vault=${theirs.url},omise2.api=${theirs.url}`,
  };
  const pair = await aPair(["card"], { upstreams: [omise, second], environment }, { theirs });
  const { gateway } = pair.ours;
  await connect(gateway, pair.live, "omise", { secret_key: theirs.secretKey, public_key: theirs.publicKey });
  await connect(gateway, pair.live, "omise2", { secret_key: theirs.secretKey });
  const anyCard = { methods: null, min: null, max: null };
  await setRoutes(gateway, pair.live, [
    { ...anyCard, upstream: "omise", banks: ["bay", "stripe"] },
    { ...anyCard, upstream: "omise2" },
  ]);
  const paidBy = async (payment: object) => {
    const charge = await charged(pair, { amount: 100_000, currency: "THB", ...payment });
    expect(charge).toMatchObject({ status: "successful" });
    const [way] = await wayOf(pair, charge);
    return { by: await carrierOf(pair, charge), passed: way?.details["passed"] };
  };
  const krungsri = "4999000100030100";
  expect(await paidBy({ card: await aToken(pair, krungsri) })).toMatchObject({ by: "omise", passed: [] });
  expect(await paidBy({ card: await aToken(pair, "4999000500050500") })).toMatchObject({
    by: "omise2",
    passed: [{ why: "the route is not for payers of kbank", reason: { code: "other_bank", bank: "kbank" } }],
  });
  const unlisted = await paidBy({ card: await aToken(pair) });
  expect(unlisted).toMatchObject({ by: "omise2", passed: [{ reason: { bank: "JPMORGAN CHASE BANK N.A." } }] });
  const unionPay = await paidBy({ card: await aToken(pair, "6250941006528599") });
  expect(unionPay).toMatchObject({ by: "omise2", passed: [{ reason: { code: "bank_unknown" } }] });
  const body = { card: await aToken(pair, krungsri) };
  const { json: customer } = await pair.ask("POST", "/customers", { body });
  expect(customer).toMatchObject({ object: "customer" });
  expect(await paidBy({ customer: customer.id })).toMatchObject({ by: "omise" });
});

test("a charge in another currency is measured by routes in the account's, at the rate of the day", async () => {
  const pair = await aPair(["card"]);
  const { gateway } = pair.ours;
  await setRate(gateway, "USD", "32.5");
  const routed = await setRoutes(gateway, pair.live, [{ upstream: "omise", methods: null, min: 300_000, max: null }]);
  const charge = async (amount: number) => charged(pair, { amount, currency: "USD", card: await aToken(pair) });
  expect(await charge(10_000)).toMatchObject({ status: "successful", currency: "USD" });
  const trial = await routeTrial(gateway, routed, { method: "card", amount: 9_000, currency: "USD", brand: null });
  expect(trial.choice).toBeUndefined();
  expect(await charge(9_000)).toMatchObject({ object: "error" });
});
