import { describe, expect, test } from "vitest";
import { aCustomer, anotherCard, aToken, customerCharge } from "../kit/builders.ts";
import { type Seat, signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

const found = async ({ test: api }: Seat, q: string): Promise<string[]> =>
  (await api.get(`/search/customers?${new URLSearchParams({ q })}`)).json.data.map(({ id }: { id: string }) => id);

describe.each(engines)("on %s", (engine) => {
  test("customers are found by what is noted of them, by the name and the last digits of their cards, and by id", async () => {
    const gateway = await aGateway({ engine });
    const seat = await signedIn(gateway, "viewer");
    const malee = await aCustomer(gateway, {
      email: "malee@example.com",
      description: "100% ผ้าไหม",
      card: await aToken(gateway, "5555555555554444", { name: "Malee Jaidee", city: "Trang" }),
      metadata: { member: "M-7" },
    });
    gateway.pass(1_000);
    const somchai = await aCustomer(gateway, { email: "", description: "" });
    const gone = await aCustomer(gateway, { email: "malee2@example.com" });
    await gateway.call("DELETE", gone.location);
    const expected: [string, string[]][] = [
      ["", [somchai.id, malee.id]],
      ["MALEE@", [malee.id]],
      ["jaidee", [malee.id]],
      ["ไหม", [malee.id]],
      ["100%", [malee.id]],
      ["m-7", [malee.id]],
      ["4444", [malee.id]],
      ["4242", [somchai.id]],
      ["Trang", []],
      [malee.cards.data[0].fingerprint, []],
      [somchai.id, [somchai.id]],
      [gone.id, []],
      ["%", [malee.id]],
      ["nobody", []],
    ];
    for (const [q, ids] of expected) expect(await found(seat, q), q).toEqual(ids);
    const { json: first } = await seat.test.get("/search/customers?limit=1");
    expect(first).toMatchObject({ object: "search", data: [{ id: somchai.id }], next: expect.any(String) });
    const { json: second } = await seat.test.get(`/search/customers?limit=1&before=${first.next}`);
    expect(second).toMatchObject({ data: [{ id: malee.id }], next: null });
    expect((await seat.live.get("/search/customers")).json.data).toEqual([]);
  });

  test("the charges of a customer are found by the customer, page by page, and by the id in the search field", async () => {
    const gateway = await aGateway({ engine });
    const { test: api } = await signedIn(gateway, "viewer");
    const [customer, other] = [await aCustomer(gateway), await aCustomer(gateway)];
    const { json: early } = await customerCharge(gateway, customer.id);
    gateway.pass(1_000);
    const { json: late } = await customerCharge(gateway, customer.id);
    await customerCharge(gateway, other.id);
    const { json: page } = await api.get(`/search/charges?customer=${customer.id}&limit=1`);
    expect(page).toMatchObject({ data: [{ id: late.id, customer: customer.id }] });
    const { json: rest } = await api.get(`/search/charges?customer=${customer.id}&limit=1&before=${page.next}`);
    expect(rest).toMatchObject({ data: [{ id: early.id }], next: null });
    const { json: named } = await api.get(`/search/charges?q=${customer.id}`);
    expect(named.data.map(({ id }: { id: string }) => id)).toEqual([late.id, early.id]);
  });
});

test("the export of customers has their default card as a receipt would, and the metadata in columns", async () => {
  const gateway = await aGateway();
  const { test: api } = await signedIn(gateway, "owner");
  await gateway.call("PATCH", "/account", { body: { metadata_export_keys: { charge: ["member"] } } });
  const customer = await aCustomer(gateway, { description: "=1+1", metadata: { member: "M-7" } });
  await anotherCard(gateway, customer.id, "5555555555554444");
  await aCustomer(gateway, { email: "other@example.com" });
  const { text } = await api.get("/export/customers.csv?q=M-7");
  const [head, line, ...more] = text.trim().split(/\r?\n/);
  expect(more).toEqual([]);
  expect(head).toBe(
    'id,created_at,created_at_bangkok,email,description,cards,default_card,card_brand,card_last_digits,card_name,metadata,"metadata.member"',
  );
  expect(line?.split(",").slice(3)).toEqual([
    '"somchai.prasert@example.com"',
    '"\'=1+1"',
    "2",
    customer.default_card,
    "Visa",
    '"4242"',
    '"Somchai Prasert"',
    '"{""member"":""M-7""}"',
    '"M-7"',
  ]);
  expect(text).not.toContain(customer.cards.data[0].fingerprint);
});

test("what a member does to customers stands in the audit log, without what was derived and without fingerprints", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const customer = await aCustomer(gateway);
  const both = await anotherCard(gateway, customer.id, "5555555555554444");
  const change = { description: "Regular" };
  expect((await owner.test.send("PATCH", customer.location, change)).json.description).toBe("Regular");
  await owner.test.send("DELETE", `${customer.location}/cards/${customer.default_card}`);
  await owner.test.send("DELETE", customer.location);
  const { json } = await owner.team.get("/audit");
  const acts = json.data.filter(({ act }: { act: string }) => act.includes("/customers"));
  expect(acts.map(({ act, object_id }: { act: string; object_id: string }) => [act, object_id])).toEqual([
    ["DELETE /customers/:id", customer.id],
    ["DELETE /customers/:id/cards/:card", customer.id],
    ["PATCH /customers/:id", customer.id],
  ]);
  expect(acts[2].after).toEqual({ [`customers ${customer.id}`]: change });
  for (const { fingerprint } of both.cards.data) expect(JSON.stringify(acts)).not.toContain(fingerprint);
});

test("a card is charged again from the dashboard once, however often the same is asked for, by whom may move money", async () => {
  const gateway = await aGateway();
  const customer = await aCustomer(gateway);
  const owner = await signedIn(gateway, "owner");
  const body = { amount: 50_000, currency: "THB", customer: customer.id, transaction_indicator: "MIT" };
  const headers = { "Idempotency-Key": "0123456789abcdef" };
  const charges = [];
  for (let count = 0; count < 2; count += 1)
    charges.push((await owner.test.post("/charges", body, { headers })).json.id);
  expect(new Set(charges).size).toBe(1);
  expect((await gateway.call("GET", "/charges")).json).toMatchObject({
    total: 1,
    data: [{ id: charges[0], paid: true }],
  });
  const support = await signedIn(gateway, "viewer");
  expect((await support.test.post("/charges", body)).json.code).toBe("forbidden");
});
