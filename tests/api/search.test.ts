import { describe, expect, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { aCustomer, aLink, aToken, cardCharge, installmentCharge, kplusCharge, payLink } from "../kit/builders.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

const search = (
  gateway: TestGateway,
  path: string,
  parameters: Record<string, string> = {},
  headers = {},
): Promise<Answer> => gateway.call("GET", `${path}?${new URLSearchParams(parameters)}`, { headers });

const idsOf = (data: { id: string }[]): string[] => data.map(({ id }) => id);

/** Keys as recorded in 2025, and in 2017 and 2019. */
const keys = words(
  `object export data page per_page total total_pages filters location order query scope aggregate_level`,
);
const olderKeys = words("object order scope query filters page per_page location total_pages total data");

describe.each(engines)("on %s", (engine) => {
  test("each filter of charges and each word finds what it says, alone and together", { timeout: 30_000 }, async () => {
    const gateway = await aGateway({ engine });
    const { json: card } = await cardCharge(gateway, {
      description: "Blue shirt",
      metadata: { order: "A-1042", size: 42 },
    });
    await gateway.advance(minutes(60 * 24));
    const { json: ktc } = await installmentCharge(gateway, { metadata: { note: '100% "cotton"' } });
    await gateway.advance(minutes(1));
    const { json: kplus } = await kplusCharge(gateway, { description: "เสื้อสีน้ำเงิน É", metadata: { ลูกค้า: "สมชาย" } });
    await gateway.advance(minutes(1));
    const { json: declined } = await cardCharge(gateway, { amount: 250050 }, "4111111111140011");
    const { json: refund } = await gateway.call("POST", `/charges/${card.id}/refunds`, { body: { amount: 25000 } });
    const all = [declined.id, kplus.id, ktc.id, card.id];
    expect(declined.failure_code).toBe("insufficient_fund");

    const filters: [Record<string, string>, string[]][] = [
      [{}, all],
      [{ amount: "1000" }, [card.id]],
      [{ amount: "2500.50" }, [declined.id]],
      [{ amount: "1000..1500" }, [kplus.id, card.id]],
      [{ amount: "2500.51.." }, [ktc.id]],
      [{ authorized: "yes" }, [card.id]],
      [{ captured: "true" }, [card.id]],
      [{ captured: "off" }, [declined.id, kplus.id, ktc.id]],
      [{ captured_at: "2026-01-15" }, [card.id]],
      [{ captured_at: "2026-01-16" }, []],
      [{ capture: "false" }, []],
      [{ card_last_digits: "4242" }, [ktc.id, card.id]],
      [{ card_last_digits: "0011" }, [declined.id]],
      [{ created: "2026-01-15" }, [card.id]],
      [{ created: "2026-01" }, all],
      [{ created: "2026-01-16T03:01:00Z.." }, [declined.id, kplus.id]],
      [{ created: "..2025" }, []],
      [{ currency: "thb" }, all],
      [{ currency: "JPY" }, []],
      [{ disputed: "true" }, []],
      [{ customer_present: "no" }, all],
      [{ failure_code: "INSUFFICIENT_FUND" }, [declined.id]],
      [{ failure_message: declined.failure_message }, [declined.id]],
      [{ is_installment: "true" }, [ktc.id]],
      [{ installment_terms: "4" }, [ktc.id]],
      [{ installment_terms: "5..10" }, []],
      [{ refunded: "true" }, [card.id]],
      [{ refund_amount: "250" }, [card.id]],
      [{ reversed: "true" }, []],
      [{ safe: "true" }, all],
      [{ source_of_fund: "card" }, [declined.id, card.id]],
      [{ source_of_fund: "offsite" }, [kplus.id, ktc.id]],
      [{ source_of_fund: "offline" }, []],
      [{ source_type: "installment_wlb_ktc" }, [ktc.id]],
      [{ source_type: "card" }, []],
      [{ status: "pending" }, [kplus.id, ktc.id]],
      [{ voided: "true" }, []],
      [{ captured: "true", amount: "..1000", created: "2026" }, [card.id]],
      [{ captured: "true", amount: "..999.99" }, []],
    ];
    for (const [given, ids] of filters) {
      const named = Object.fromEntries(Object.entries(given).map(([name, value]) => [`filters[${name}]`, value]));
      const { json } = await search(gateway, "/charges/search", named);
      expect([idsOf(json.data ?? []), json.total, json.filters], JSON.stringify(given)).toEqual([
        ids,
        ids.length,
        given,
      ]);
    }

    const queries: [string, string[]][] = [
      ["blue", [card.id]],
      ["SHIRT blue", [card.id]],
      ["blue trousers", []],
      ["A-1042", [card.id]],
      ["somchai prasert", [declined.id, ktc.id, card.id]],
      ["4242", [ktc.id, card.id]],
      ["น้ำเงิน", [kplus.id]],
      ["สมชาย", [kplus.id]],
      ["É", [kplus.id]],
      ['100% "cotton"', [ktc.id]],
      ["insufficient funds", [declined.id]],
      ["wlb_ktc", [ktc.id]],
      ["1,500.00", [kplus.id]],
      ["fingerprint", []],
      ["lastDigits", []],
      ["card_test", []],
      ["%", [ktc.id]],
      ["_", [kplus.id, ktc.id]], // in the names of their methods
      [kplus.id, [kplus.id]],
      [refund.id, [card.id]],
      [card.transaction, [card.id]],
      [`https://shop.example/charges/${card.id}`, [card.id]],
      ["chrg_test_5xuy4w91xqz7d1w9u0t", []],
    ];
    for (const [query, ids] of queries) {
      const { json } = await search(gateway, "/search", { scope: "charge", query });
      expect([idsOf(json.data ?? []), json.total, json.query], query).toEqual([ids, ids.length, query]);
    }
    const both = await search(gateway, "/charges/search", { query: card.id, "filters[captured]": "false" });
    expect(both.json.total).toBe(0);

    const refunds: [Record<string, string>, number][] = [
      [{ query: card.id }, 1],
      [{ query: refund.id }, 1],
      [{ query: "nothing of the kind" }, 0],
      [{ "filters[charge_id]": card.id }, 1],
      [{ "filters[charge_id]": kplus.id }, 0],
      [{ "filters[card_last_digits]": "4242", "filters[status]": "closed", "filters[voided]": "false" }, 1],
      [{ "filters[card_last_digits]": "0011" }, 0],
      [{ "filters[amount]": "250" }, 1],
    ];
    for (const [given, total] of refunds)
      expect((await search(gateway, "/refunds/search", given)).json.total, JSON.stringify(given)).toBe(total);
    const transactions: [Record<string, string>, string[]][] = [
      [{}, [refund.transaction, card.transaction]],
      [{ query: card.id }, [card.transaction]],
      [{ "filters[kind]": "refund_processed" }, [refund.transaction]],
      [{ "filters[kind]": "transfer_sent" }, []],
      [{ "filters[amount]": "250" }, [refund.transaction]],
      [{ "filters[hold_until]": "2026-01" }, [refund.transaction, card.transaction]],
    ];
    for (const [given, ids] of transactions)
      expect(idsOf((await search(gateway, "/transactions/search", given)).json.data), JSON.stringify(given)).toEqual(
        ids,
      );
  });

  test("customers, links and schedules are found by what stands in them", async () => {
    const gateway = await aGateway({ engine });
    const mali = await aCustomer(gateway, {
      email: "mali@example.com",
      description: "สมาชิกทอง",
      metadata: { level: "gold" },
    });
    await gateway.advance(minutes(1));
    const somchai = await aCustomer(gateway, { email: "somchai@example.com" });
    const charge = { customer: mali.id, amount: 30000, description: "Gym" };
    const body = { every: 1, period: "day", end_date: "2026-12-31", charge };
    const { json: schedule } = await gateway.call("POST", "/schedules", { body });
    const paid = await aLink(gateway, { title: "Blue bowl" });
    await payLink(gateway, paid, { token: await aToken(gateway) });
    const open = await aLink(gateway, { title: "Tea cups", multiple: true });
    const found = async (path: string, parameters: Record<string, string>) => {
      const { json } = await search(gateway, path, parameters);
      return idsOf(json.data ?? [json]);
    };
    expect(await found("/customers/search", { query: "MALI@example" })).toEqual([mali.id]);
    expect(await found("/customers/search", { query: "ทอง gold" })).toEqual([mali.id]);
    expect(await found("/customers/search", { query: somchai.id })).toEqual([somchai.id]);
    expect(await found("/customers/search", { query: "4242", "filters[created]": "2026" })).toEqual([
      somchai.id,
      mali.id,
    ]);
    expect(await found("/links/search", { query: "blue bowl" })).toEqual([paid.id]);
    expect(await found("/links/search", { "filters[used]": "true" })).toEqual([paid.id]);
    expect(await found("/links/search", { "filters[used_at]": "2026-01" })).toEqual([paid.id]);
    expect(await found("/links/search", { "filters[pending]": "true" })).toEqual([]);
    expect(await found("/links/search", { "filters[multiple]": "true" })).toEqual([open.id]);
    expect(await found("/search", { scope: "charge_schedule", query: "gym" })).toEqual([schedule.id]);
    expect(await found("/schedules/search", { "filters[active]": "true" })).toEqual([schedule.id]);
    expect(await found("/schedules/search", { "filters[card_last_digits]": "4242" })).toEqual([schedule.id]);
    expect(await found("/schedules/search", { "filters[status]": "deleted" })).toEqual([]);
    expect(await found("/schedules/search", { query: mali.id })).toEqual([schedule.id]);
    expect(await found("/charges/search", { "filters[scheduled]": "true" })).toEqual(
      schedule.occurrences.data.map(({ result }: { result: string }) => result),
    );
    await gateway.call("DELETE", `/customers/${somchai.id}`);
    expect(await found("/customers/search", { query: "somchai@" })).toEqual([]);
  });
});

test("an answer has the recorded keys of its version, and its objects the form of that version", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const { json } = await search(gateway, "/search", { scope: "charge", "filters[captured]": "true", per_page: "1" });
  expect(Object.keys(json)).toEqual(keys);
  expect(json).toMatchObject({
    ...{
      object: "search",
      export: null,
      page: 1,
      per_page: 1,
      total: 1,
      total_pages: 1,
      filters: { captured: "true" },
    },
    ...{ location: "/search", order: "reverse_chronological", query: "", scope: "charge", aggregate_level: null },
  });
  expect(json.data).toEqual([(await gateway.call("GET", `/charges/${charge.id}`)).json]);
  for (const version of ["2014-07-27", "2015-11-17", "2017-11-02"]) {
    const headers = { "Omise-Version": version };
    const older = await search(gateway, "/charges/search", {}, headers);
    expect(Object.keys(older.json)).toEqual(olderKeys);
    expect(older.json).toMatchObject({ order: "chronological", per_page: 30 });
    expect(older.json.data).toEqual([(await gateway.call("GET", `/charges/${charge.id}`, { headers })).json]);
  }
  const empty = await search(gateway, "/search/", { scope: "refund" });
  expect(empty.json).toMatchObject({ data: [], total: 0, total_pages: 0, filters: {} });
  const { json: expanded } = await search(gateway, "/charges/search", { expand: "true" });
  expect(expanded.data[0].transaction).toMatchObject({ object: "transaction", origin: charge.id });
});

const refusals: [path: string, parameters: Record<string, string>, code: string, message: string | RegExp][] = [
  ["/search", {}, "invalid_scope", "scope cannot be blank"],
  [
    "/search",
    { scope: "payer" },
    "invalid_scope",
    "scope must be charge, charge_schedule, customer, dispute, link, linked_account, receipt, recipient, refund, transaction, transfer or transfer_schedule",
  ],
  [
    "/charges/search",
    { "filters[colour]": "blue" },
    "invalid_filter",
    /^colour is no filter of charge: there are acquirer/,
  ],
  ["/charges/search", { "filters[constructor]": "x" }, "invalid_filter", /^constructor is no filter of charge/],
  ["/charges/search", { "filters[amount]": "much" }, "invalid_filter", /^amount must be an amount in main units/],
  ["/charges/search", { "filters[status]": "done" }, "invalid_filter", /^status must be one of pending, successful/],
  ["/charges/search", { "filters[created][from]": "2026" }, "invalid_filter", "created must be one value"],
  ["/charges/search", { filters: "captured" }, "invalid_filter", "filters must be an object"],
  ["/charges/search", { page: "0" }, "invalid_page", "page must be 1 or more"],
  ["/charges/search", { page: "x" }, "invalid_page", "page is not a number"],
  ["/charges/search", { per_page: "101" }, "invalid_per_page", "per_page must be between 1 and 100"],
  ["/charges/search", { per_page: "0" }, "invalid_per_page", "per_page must be between 1 and 100"],
];

test("what cannot be searched for is refused with 422 and the reason", async () => {
  const gateway = await aGateway();
  for (const [path, parameters, code, message] of refusals) {
    const { status, json } = await search(gateway, path, parameters);
    expect([status, json.code], JSON.stringify(parameters)).toEqual([422, code]);
    expect(json.message).toMatch(message);
  }
  const { headers } = await search(gateway, "/search", { scope: "event" });
  expect(headers.get("chamra-hint")).toBe("the search of the scope event is not supported by Chamra yet");
});

test("an account finds nothing of another, whatever it asks for", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway, { description: "Blue shirt" });
  for (const query of ["", "blue", charge.id, charge.transaction]) {
    const { json } = await gateway.call("GET", `/charges/search?query=${query}`, { key: gateway.liveSecretKey });
    expect(json, query).toMatchObject({ object: "search", total: 0, data: [] });
  }
});

function words(text: string): string[] {
  return text.split(/\s+/);
}
