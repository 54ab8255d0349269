import { expect, test } from "vitest";
import { merchantEndpoints } from "../../src/api/contract.ts";
import type { Endpoint } from "../../src/api/wire/endpoint.ts";
import { aCustomer, aLink, aSecondMerchant, aSession, aToken, cardCharge } from "../kit/builders.ts";
import { aChain } from "../kit/chain-builders.ts";
import { aLinkedAccount } from "../kit/debit-builders.ts";
import { aDispute, upload } from "../kit/dispute-builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { methodOf } from "../kit/methods.ts";
import { chargeBy } from "../kit/paying.ts";
import { aPayee, aTransfer } from "../kit/payout-builders.ts";
import { aReceipt } from "../kit/receipt-builders.ts";
import { aSchedule } from "../kit/schedule-builders.ts";

/** Ids by the part of a path that stands before them; by a whole path, the address of an object that only some of its kind have. */
type Ids = Record<string, string>;

/** An object of each kind that has an address. */
async function oneOfEach(gateway: TestGateway): Promise<Ids> {
  const customer = await aCustomer(gateway);
  const { json: charge } = await cardCharge(gateway);
  const receipt = await aReceipt(gateway);
  const { json: schedule } = await aSchedule(gateway, { customer: undefined });
  const { json: refund } = await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 25_000 } });
  const { json: source } = await gateway.call("POST", "/sources", {
    body: { type: "mobile_banking_kbank", amount: 150_000, currency: "THB" },
  });
  const dispute = await aDispute(gateway);
  const { json: document } = await upload(gateway, dispute.id);
  const { json: promptpay } = await chargeBy(gateway, methodOf("promptpay"));
  const first = async (path: string): Promise<string> => (await gateway.call("GET", path)).json.data[0].id;
  return {
    accounts: (await gateway.call("POST", "/test/accounts")).json.id,
    snapshots: (await gateway.call("POST", "/test/snapshots", { body: { name: "before" } })).json.name,
    rules: (await gateway.call("POST", "/test/rules", { body: { fault: "webhook_twice" } })).json.id,
    tokens: await aToken(gateway),
    customers: customer.id,
    cards: customer.default_card,
    sources: source.id,
    charges: charge.id,
    refunds: refund.id,
    receipts: receipt.id,
    chains: (await aChain(gateway)).chain.id,
    linked_accounts: (await aLinkedAccount(gateway)).id,
    links: (await aLink(gateway)).id,
    recipients: await aPayee(gateway),
    transfers: (await aTransfer(gateway)).json.id,
    disputes: dispute.id,
    documents: document.id,
    "/charges/:id/documents/:document": promptpay.source.scannable_code.image.location,
    downloads: document.download_uri.split("/").at(-1),
    schedules: schedule.id,
    occurrences: await first(`/schedules/${schedule.id}/occurrences`),
    sessions: (await aSession(gateway)).id,
    events: await first("/events"),
    transactions: await first("/transactions"),
  };
}

/** Parameters that satisfy every endpoint, so that each gets as far as the lookup of its object. */
const enough = { amount: 20_000, status: "lost" };

function addressOf({ path }: Endpoint, ids: Ids): string {
  const whole = ids[path];
  if (whole !== undefined) return whole;
  const parts = path.split("/");
  return parts
    .map((part, place) => {
      if (!part.startsWith(":")) return part;
      const id = ids[parts[place - 1] ?? ""];
      if (id === undefined) throw new Error(`no object for ${path}: add one to \`oneOfEach\``);
      return id;
    })
    .join("/");
}

/** A currency is no id, nor is the type of a payment method: every account may ask for each. */
const withId = merchantEndpoints.filter(({ path }) => /:(?!currency|type)/.test(path));

test("whatever has an id is, for another account and for the other mode, as if it did not exist, and stays as it was", async () => {
  const gateway = await aGateway({ live: true });
  const ids = await oneOfEach(gateway);
  const other = await aSecondMerchant(gateway);
  const reads = withId.filter(({ method }) => method === "GET");
  const keyOf = (entry: Endpoint) => (entry.auth === "public" ? gateway.publicKey : gateway.secretKey);
  const read = () =>
    Promise.all(
      reads.map(async (entry) => {
        const { status, json } = await gateway.call("GET", addressOf(entry, ids), { key: keyOf(entry) });
        return [entry.path, status, json];
      }),
    );
  const before = await read();
  for (const [path, status] of before) expect([path, status]).toEqual([path, 200]);
  for (const entry of withId) {
    const [publicKey, secretKey] = [other.publicKey, other.secretKey];
    for (const key of [entry.auth === "public" ? publicKey : secretKey, gateway.liveSecretKey]) {
      if (entry.auth === "public" && key === gateway.liveSecretKey) continue;
      const { status, json } = await gateway.call(entry.method, addressOf(entry, ids), {
        key,
        ...(entry.body && { body: enough }),
      });
      expect([status, json.code], `${entry.method} ${entry.path}`).toEqual([404, "not_found"]);
    }
  }
  expect(await read()).toEqual(before);
});

test("a customer who was deleted is found by no address, nor is a card of theirs", async () => {
  const gateway = await aGateway();
  const ids = await oneOfEach(gateway);
  await gateway.call("DELETE", `/customers/${ids.customers}`);
  for (const entry of withId.filter(({ path }) => path.startsWith("/customers/"))) {
    const { status, json } = await gateway.call(entry.method, addressOf(entry, ids), {
      ...(entry.body && { body: { description: "Back again" } }),
    });
    expect([status, json.code], `${entry.method} ${entry.path}`).toEqual([404, "not_found"]);
  }
});

test("a link and a schedule that were removed are still found by every address that reads them", async () => {
  const gateway = await aGateway();
  const ids = await oneOfEach(gateway);
  for (const kind of ["links", "schedules"]) {
    await gateway.call("DELETE", `/${kind}/${ids[kind]}`);
    for (const entry of withId.filter(({ method, path }) => method === "GET" && path.startsWith(`/${kind}/`))) {
      const { status } = await gateway.call("GET", addressOf(entry, ids));
      expect(status, entry.path).toBe(200);
    }
    expect((await gateway.call("GET", `/${kind}/${ids[kind]}`)).json.deleted).toBe(true);
  }
});
