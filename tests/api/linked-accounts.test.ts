import { expect, onTestFinished, test } from "vitest";
import { days, hours } from "../../src/domain/base/time.ts";
import { aCustomer } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aLinkedAccount, answerLink, aRequestToLink } from "../kit/debit-builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aShopIn } from "../kit/paying.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { engines } from "../storage/engine.ts";

const debit = (gateway: TestGateway, linked: string, patch: Record<string, unknown> = {}) =>
  gateway.call("POST", "/charges", {
    body: { amount: 100_000, currency: "THB", linked_account: linked, ...patch },
  });

test("an account is linked by its payer at the bank, given to a customer, and charged again and again without them", async () => {
  const gateway = await aGateway();
  const asked = await aRequestToLink(gateway, { metadata: { member: "M-7" }, citizen_id: "1101700230705" });
  // the documentation's sample, in its order
  expect(Object.keys(asked)).toEqual(
    "object id livemode location registration_uri return_uri type status last_digits metadata failure_code failure_message registered_at expires_at created_at".split(
      " ",
    ),
  );
  expect(asked).toMatchObject({
    object: "linked_account",
    id: expect.stringMatching(/^lnac_test_[0-9a-z]{19}$/),
    type: "direct_debit_kbank",
    status: "pending",
    last_digits: null,
    metadata: { member: "M-7" },
    registered_at: null,
  });
  expect(Date.parse(asked.expires_at) - Date.parse(asked.created_at)).toBe(hours(24));
  expect((await debit(gateway, asked.id)).json.message).toBe("linked_account cannot be used: it is pending");

  const page = await gateway.call("GET", new URL(asked.registration_uri).pathname, { key: null });
  expect(page.text).toContain("Demo Shop");
  const { status, headers } = await answerLink(gateway, asked, { purse: "full" });
  expect([status, headers.get("location")]).toEqual([303, "https://shop.example/linked"]);
  const { json: linked } = await gateway.call("GET", asked.location);
  expect(linked).toMatchObject({ status: "successful", last_digits: "6789", registered_at: expect.any(String) });

  const customer = await aCustomer(gateway, { card: undefined });
  const { json: owner } = await gateway.call("PATCH", customer.location, { body: { linked_account: linked.id } });
  expect(owner.linked_accounts).toMatchObject({ total: 1, data: [{ id: linked.id, status: "successful" }] });
  const { json: list } = await gateway.call("GET", `${customer.location}/linked_accounts`);
  expect(list).toMatchObject({ total: 1, data: [{ id: linked.id }] });

  for (const patch of [{}, { customer: customer.id }]) {
    const { json: charge } = await debit(gateway, linked.id, patch);
    expect(charge).toMatchObject({
      status: "successful",
      paid: true,
      source: null,
      card: null,
      linked_account: linked.id,
      customer: customer.id,
      authorize_uri: null,
      fee: 3_650,
      refundable: false,
      disputable: false,
    });
    const { json: events } = await gateway.call("GET", `/charges/${charge.id}/events`);
    expect(events.data.map(({ key }: { key: string }) => key)).toEqual(["charge.create"]);
  }
  const { json: refund } = await gateway.call("POST", `/charges/${(await debit(gateway, linked.id)).json.id}/refunds`, {
    body: { amount: 100 },
  });
  expect(refund.code).toBe("failed_refund");
  expect((await gateway.call("GET", "/capability")).json.payment_methods).toContainEqual(
    expect.objectContaining({ name: "direct_debit_kbank", currencies: ["THB"], card_brands: null }),
  );
});

test("a debit fails by what its payer's account is, and a payer who refuses has linked nothing", async () => {
  const gateway = await aGateway();
  for (const [purse, code] of [
    ["empty", "insufficient_balance"],
    ["closed", "invalid_account"],
  ] as const) {
    const { json } = await debit(gateway, (await aLinkedAccount(gateway, purse)).id);
    expect(json).toMatchObject({ status: "failed", failure_code: code });
  }
  const refused = await aRequestToLink(gateway);
  await answerLink(gateway, refused, { act: "cancel" });
  await answerLink(gateway, refused, { purse: "full" }); // too late: the first answer stands
  const { json } = await gateway.call("GET", refused.location);
  expect(json).toMatchObject({ status: "failed", failure_code: "failed_processing", last_digits: null });
  expect((await debit(gateway, refused.id)).json.message).toBe("linked_account cannot be used: it is failed");
});

test("after a day nobody can agree any more", async () => {
  const gateway = await aGateway();
  const asked = await aRequestToLink(gateway);
  gateway.pass(days(1));
  await answerLink(gateway, asked, { purse: "full" });
  expect((await gateway.call("GET", asked.location)).json).toMatchObject({ status: "expired", registered_at: null });
  expect((await debit(gateway, asked.id)).json.message).toBe("linked_account cannot be used: it is expired");
});

test("what cannot be linked or charged is refused, and nothing else is charged in its place", async () => {
  const gateway = await aGateway();
  const type = (name: string) => aRequestToLink(gateway, { type: name });
  for (const name of ["direct_debit_none", "promptpay", "card"])
    expect(await type(name)).toMatchObject({ code: "bad_request", message: "Type is not supported" });
  const { gateway: japan } = await aShopIn(gateway, "JP");
  expect((await aRequestToLink(japan)).message).toBe("Type is not supported");
  const source = { amount: 100_000, currency: "THB", type: "direct_debit_kbank" };
  expect((await gateway.call("POST", "/sources", { body: source })).json.message).toBe(
    "type is currently not supported",
  );

  const linked = await aLinkedAccount(gateway);
  const customer = await aCustomer(gateway);
  const another = await aCustomer(gateway);
  expect((await debit(gateway, linked.id, { customer: customer.id })).json.message).toBe(
    `linked_account does not belong to ${customer.id}`,
  );
  expect((await debit(gateway, linked.id, { card: customer.default_card })).json.message).toBe(
    "linked_account cannot be used together with source or card",
  );
  const unknown = "lnac_test_abcdefghijklmnopqrs";
  expect((await debit(gateway, unknown)).json).toMatchObject({
    code: "not_found",
    message: `linked_account ${unknown} was not found`,
  });
  await gateway.call("PATCH", customer.location, { body: { linked_account: linked.id } });
  expect((await gateway.call("PATCH", another.location, { body: { linked_account: linked.id } })).json.message).toBe(
    "linked_account belongs to another customer",
  );
  expect((await gateway.call("GET", "/charges")).json.total).toBe(0);

  await gateway.call("DELETE", customer.location);
  expect((await gateway.call("GET", linked.location)).json.status).toBe("deleted");
  expect((await debit(gateway, linked.id)).json.message).toBe("linked_account cannot be used: it is deleted");
});

test.each(engines)(
  "a linked account is found by type, state and what stands in it, and listed in a file; its charges by its id (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine });
    const old = await aRequestToLink(gateway, { type: "direct_debit_scb" });
    gateway.pass(days(2));
    const linked = await aLinkedAccount(gateway);
    const customer = await aCustomer(gateway);
    await gateway.call("PATCH", customer.location, { body: { linked_account: linked.id } });
    gateway.pass(1_000);
    const waiting = await aRequestToLink(gateway, { metadata: { member: "M-7" } });
    const found = async (query: Record<string, string>) => {
      const { json } = await gateway.call("GET", `/linked_accounts/search?${new URLSearchParams(query)}`);
      return json.data.map(({ id }: { id: string }) => id);
    };
    const searches: [Record<string, string>, object[]][] = [
      [{}, [waiting, linked, old]],
      [{ "filters[status]": "pending" }, [waiting]],
      [{ "filters[status]": "expired" }, [old]],
      [{ "filters[status]": "successful" }, [linked]],
      [{ "filters[status]": "deleted" }, []],
      [{ "filters[type]": "direct_debit_scb" }, [old]],
      [{ "filters[created]": "2026-01-15" }, [old]],
      [{ query: "M-7" }, [waiting]],
      [{ query: "6789" }, [linked]],
      [{ query: "direct_debit kbank" }, [waiting, linked]],
      [{ query: customer.id }, [linked]],
      [{ query: old.id }, [old]],
    ];
    for (const [query, rows] of searches)
      expect(await found(query), JSON.stringify(query)).toEqual(rows.map((row) => (row as { id: string }).id));

    const { json: charge } = await debit(gateway, linked.id);
    await debit(gateway, (await aLinkedAccount(gateway)).id);
    const seat = await signedIn(gateway, "viewer");
    const byCard = await gateway.call("GET", "/charges/search?filters[source_of_fund]=card");
    expect(byCard.json.total).toBe(0);
    const { json: charges } = await seat.test.get(`/search/charges?linked_account=${linked.id}`);
    expect(charges.data).toMatchObject([{ id: charge.id, linked_account: linked.id }]);
    const { headers, text } = await seat.test.get("/export/linked_accounts.csv");
    expect(headers.get("content-disposition")).toBe('attachment; filename="linked_accounts-test-2026-01-17.csv"');
    const lines = text.split("\r\n").filter((line) => line.includes("lnac_"));
    expect(lines).toHaveLength(4);
    expect(lines.find((line) => line.includes(linked.id))).toMatch(
      new RegExp(`direct_debit_kbank,successful,${customer.id},"6789",,2026-01-17T`),
    );
    expect(lines.find((line) => line.includes(old.id))).toMatch(/direct_debit_scb,expired,,,,,2026-01-16T/);
  },
);

test("a national number is neither kept nor logged", async () => {
  const gateway = await aGateway();
  await aRequestToLink(gateway, { citizen_id: "1101700230705" });
  const seat = await signedIn(gateway, "owner");
  const { json: requests } = await seat.test.get("/requests");
  const [request] = requests.data;
  expect(request.path).toBe("/linked_accounts");
  const { json } = await seat.test.get(`/requests/${request.id}`);
  expect(JSON.stringify(json)).toContain("citizen_id");
  expect(JSON.stringify(json)).not.toContain("1101700230705");
});

test("of two answers at once, in two processes of one database, one stands", async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const here = await aGateway({ databaseUrl: database.url });
  const there = await aGateway({ databaseUrl: database.url });
  for (let round = 0; round < 5; round += 1) {
    const asked = await aRequestToLink(here);
    await Promise.all([answerLink(here, asked, { purse: "full" }), answerLink(there, asked, { act: "cancel" })]);
    const { json } = await here.call("GET", asked.location);
    expect((await there.call("GET", asked.location)).json.status).toBe(json.status);
    expect(["successful", "failed"]).toContain(json.status);
    expect(json.last_digits === null).toBe(json.status === "failed");
    expect((await debit(there, asked.id)).json.object).toBe(json.status === "failed" ? "error" : "charge");
  }
});

for (const engine of ["sqlite", "postgres"] as const)
  test(`a customer can be made with a linked account (${engine})`, async () => {
    const gateway = await aGateway({ engine });
    const linked = await aLinkedAccount(gateway);
    const customer = await aCustomer(gateway, { card: undefined, linked_account: linked.id });
    expect(customer).toMatchObject({ object: "customer", linked_accounts: { total: 1, data: [{ id: linked.id }] } });
  });
