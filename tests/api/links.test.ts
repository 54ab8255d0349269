import { expect, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { aLink, aSecondMerchant, aToken, payLink } from "../kit/builders.ts";
import { aGateway, call, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

const declined = "4111111111140011";

const words = (text: string): string[] => text.split(/\s+/);
// Keys of a link recorded in March 2025, and those of older versions from an event of May 2019, whose account had version 2017-11-02.
const linkKeys = words(`object id livemode location deleted multiple used currency amount charges description title
  payment_uri created_at used_at deleted_at`);
const olderKeys = words(`object id livemode deleted location amount currency used multiple title description charges
  payment_uri created used_at deleted_at`);

test("a link has the keys of the recordings in their order, and an address of 19 capitals that its id ends with", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway);
  expect(Object.keys(link)).toEqual(linkKeys);
  expect(link).toMatchObject({
    object: "link",
    location: `/links/${link.id}`,
    ...{ livemode: false, deleted: false, multiple: false, used: false, used_at: null, deleted_at: null },
    ...{ amount: 150000, currency: "THB", title: "Order 345678", description: "Two bowls" },
    charges: { object: "list", total: 0, data: [], order: "chronological", location: `/links/${link.id}/charges` },
    payment_uri: `${gateway.publicUrl}/link/${link.id.slice(-19).toUpperCase()}`,
  });
  expect((await gateway.call("GET", `/links/${link.id}`)).json).toEqual(link);
  expect((await gateway.call("GET", "/links")).json).toMatchObject({ total: 1, data: [link] });
  expect((await aLink(gateway, { multiple: true })).multiple).toBe(true);
});

test("a link that nobody could pay is refused as invalid_link, with every fault in one sentence", async () => {
  const gateway = await aGateway();
  for (const [patch, message] of faulty) {
    const body = { amount: 150000, currency: "THB", title: "Order", description: "Bowls", ...patch };
    const { status, json } = await gateway.call("POST", "/links", { body });
    expect([status, json.code, json.message], JSON.stringify(patch)).toEqual([400, "invalid_link", message]);
  }
});

const faulty: [Record<string, unknown>, string][] = [
  [{ title: "" }, "title can't be blank"],
  [{ title: undefined, description: undefined }, "title can't be blank and description can't be blank"],
  [{ title: "  " }, "title can't be blank"],
  [{ amount: 1999 }, "amount must be greater than or equal to 2000 (thb subunits)"],
  [{ amount: 15_000_001 }, "amount must be less than or equal to 15000000 (thb subunits)"],
  [{ amount: "ten" }, "amount is not a number"],
  [{ amount: undefined }, "amount cannot be blank"],
  [{ currency: "XXX" }, "currency is currently not supported"],
  [{ multiple: "perhaps" }, "multiple must be true or false"],
];

test("the event of a link carries it in the version of the account", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  const link = await aLink(gateway);
  await gateway.advance(0);
  const [told] = receiver.received.map(({ text }) => JSON.parse(text));
  expect(told).toMatchObject({ object: "event", key: "link.create", data: link });
});

test("before 2019 a link has the older keys, and four once it is removed", async () => {
  const gateway = await aGateway();
  await payLink(gateway, await aLink(gateway), { token: await aToken(gateway) });
  for (const version of ["2014-07-27", "2015-11-17", "2017-11-02"]) {
    const headers = { "Omise-Version": version };
    const { id } = await aLink(gateway, { multiple: true });
    const { json } = await gateway.call("GET", `/links/${id}`, { headers });
    expect(Object.keys(json)).toEqual(olderKeys);
    expect(json.currency).toBe("thb");
    const listed = await gateway.call("GET", "/links", { headers });
    const used = listed.json.data.find((each: { used: boolean }) => each.used);
    expect(used.charges.data[0]).toMatchObject({ currency: "thb", status: "successful" });
    expect(used.charges.order).toBe(version === "2014-07-27" ? undefined : null);
    const removed = await gateway.call("DELETE", `/links/${id}`, { headers });
    expect(removed.json).toEqual({ object: "link", id, livemode: false, deleted: true });
    expect((await gateway.call("GET", `/links/${id}`, { headers })).json).toEqual(removed.json);
    expect(Object.keys((await gateway.call("GET", `/links/${id}`)).json)).toEqual(linkKeys);
  }
});

test("a removed link stays readable and listed, and nobody can pay it", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway);
  gateway.pass(minutes(1));
  const { json } = await gateway.call("DELETE", `/links/${link.id}`);
  expect(json).toMatchObject({ ...link, charges: expect.anything(), deleted: true, deleted_at: expect.any(String) });
  gateway.pass(minutes(1));
  expect((await gateway.call("DELETE", `/links/${link.id}`)).json.deleted_at).toBe(json.deleted_at);
  expect((await gateway.call("GET", `/links/${link.id}`)).json.deleted).toBe(true);
  expect((await gateway.call("GET", "/links")).json.total).toBe(1);
  await payLink(gateway, link, { token: await aToken(gateway) });
  expect((await gateway.call("GET", `/links/${link.id}/charges`)).json.total).toBe(0);
});

test("the charge of a link has what was recorded of one, and uses up a link that is paid once", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway);
  const { status, headers } = await payLink(gateway, link, { token: await aToken(gateway) });
  const used = (await gateway.call("GET", `/links/${link.id}`)).json;
  const [charge] = used.charges.data;
  expect(charge).toMatchObject({
    link: link.id,
    ...{ amount: 150000, currency: "THB", description: "Order 345678\n\nTwo bowls", status: "successful" },
    ...{ customer: null, metadata: {}, capture: true, ip: "127.0.0.1" },
    return_uri: `${link.payment_uri}/complete?charge=${charge.id}`,
  });
  expect([status, headers.get("location")]).toEqual([303, charge.return_uri]);
  expect(used).toMatchObject({ used: true, used_at: charge.paid_at, deleted: false });

  await payLink(gateway, link, { token: await aToken(gateway) });
  expect((await gateway.call("GET", `/links/${link.id}/charges`)).json).toMatchObject({ total: 1, data: [charge] });
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 150000 } });
  await payLink(gateway, link, { token: await aToken(gateway) });
  expect((await gateway.call("GET", `/links/${link.id}`)).json).toMatchObject({ used: true, charges: { total: 1 } });
});

test("a failed payment leaves the link open, and is among its charges", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway);
  await payLink(gateway, link, { token: await aToken(gateway, declined) });
  expect((await gateway.call("GET", `/links/${link.id}`)).json).toMatchObject({
    ...{ used: false, used_at: null },
    charges: { total: 1, data: [{ status: "failed" }] },
  });
  await payLink(gateway, link, { token: await aToken(gateway) });
  expect((await gateway.call("GET", `/links/${link.id}`)).json).toMatchObject({
    used: true,
    charges: { total: 2, data: [{ status: "failed" }, { status: "successful" }] },
  });
});

test("a link that many pay stays open after each payment", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway, { multiple: true });
  for (let payer = 0; payer < 22; payer += 1) await payLink(gateway, link, { token: await aToken(gateway) });
  const { json } = await gateway.call("GET", `/links/${link.id}`);
  expect(json).toMatchObject({ used: false, used_at: null, charges: { total: 22 } });
  expect(json.charges.data).toHaveLength(20);
  const { json: last } = await gateway.call("GET", `/links/${link.id}/charges?offset=20`);
  expect(last.data.map(({ status }: { status: string }) => status)).toEqual(["successful", "successful"]);
});

test("a second payer ends the payment that waits for the first, whose bank can then take nothing", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway);
  await payLink(gateway, link, { source: await aSource(gateway) });
  const [first] = await chargesOf(gateway, link);
  expect(first).toMatchObject({ status: "pending", link: link.id });
  await payLink(gateway, link, { token: await aToken(gateway) });
  expect((await chargesOf(gateway, link)).map(({ status }) => status)).toEqual(["expired", "successful"]);
  const late = await gateway.call("POST", `/charges/${first?.id}/mark_as_paid`);
  expect(late.json.code).toBe("invalid_charge");
});

test("a payment that was made while nobody had heard of it uses up the link, and the second payer is refused", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway);
  await payLink(gateway, link, { source: await aSource(gateway) });
  const [first] = await chargesOf(gateway, link);
  await gateway.call("POST", `/charges/${first?.id}/mark_as_paid`);
  await payLink(gateway, link, { token: await aToken(gateway) });
  expect((await chargesOf(gateway, link)).map(({ status }) => status)).toEqual(["successful"]);
});

test("another account sees no link, and neither mode the other's", async () => {
  const gateway = await aGateway();
  const { id } = await aLink(gateway);
  const { secretKey } = await aSecondMerchant(gateway);
  for (const key of [secretKey, gateway.liveSecretKey])
    for (const path of [`/links/${id}`, `/links/${id}/charges`]) {
      const { status, json } = await gateway.call("GET", path, { key });
      expect([status, json.code]).toEqual([404, "not_found"]);
    }
});

test("strangers learn nothing at an address that is no link's, and bad input charges nobody", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway);
  for (const code of ["X", "A".repeat(19), `${"0".repeat(19)}`, "..%2F..", "A".repeat(300)]) {
    const { status } = await call(gateway.url, "GET", `/link/${code}`, {});
    expect(status, code).toBeGreaterThanOrEqual(400);
    expect(status, code).toBeLessThan(500);
  }
  const { pathname } = new URL(link.payment_uri);
  for (const made of [{}, { token: "tokn_test_nobody" }, { source: "x".repeat(500) }, { token: "\0", source: "[]" }]) {
    const { status, headers } = await payLink(gateway, link, made as Record<string, string>);
    expect([status, headers.get("location")]).toEqual([303, `${pathname}?again=refused`]);
  }
  expect(await chargesOf(gateway, link)).toEqual([]);
});

test("the result of a payment is told at the address of its own link only", async () => {
  const gateway = await aGateway();
  const [link, other] = [await aLink(gateway, { amount: 100000 }), await aLink(gateway)];
  await payLink(gateway, link, { token: await aToken(gateway, declined) });
  const [charge] = await chargesOf(gateway, link);
  const result = async ({ payment_uri }: { payment_uri: string }) =>
    call(gateway.url, "GET", `${new URL(payment_uri).pathname}/complete?charge=${charge?.id}`, {});
  expect((await result(link)).text).toContain("Payment failed");
  const elsewhere = await result(other);
  expect([elsewhere.status, elsewhere.headers.get("location")]).toEqual([303, new URL(other.payment_uri).pathname]);
});

test("a live link says that nothing can pay it, since live mode has no method", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway);
  expect(link.livemode).toBe(false);
  const body = { amount: 150000, currency: "THB", title: "Order", description: "Bowls" };
  const live = await gateway.call("POST", "/links", { key: gateway.liveSecretKey, body });
  expect(live.json.livemode).toBe(true);
  const page = await call(gateway.url, "GET", new URL(live.json.payment_uri).pathname, {});
  expect(page.text).toContain("This cannot be paid at the moment");
  expect(page.text).not.toContain("TEST MODE");
});

async function aSource(gateway: TestGateway): Promise<string> {
  const body = { amount: 150000, currency: "THB", type: "mobile_banking_kbank" };
  return (await gateway.call("POST", "/sources", { key: gateway.publicKey, body })).json.id;
}

async function chargesOf(gateway: TestGateway, { id }: { id: string }): Promise<{ id: string; status: string }[]> {
  return (await gateway.call("GET", `/links/${id}/charges`)).json.data;
}
