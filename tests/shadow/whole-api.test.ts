import { expect, test } from "vitest";
import { merchantEndpoints } from "../../src/api/contract.ts";
import { isOfTheOriginal } from "../../src/api/shadow/take-requests.ts";
import { apiVersions } from "../../src/domain/merchant/account.ts";
import type { TestGateway } from "../kit/gateway.ts";
import { aShadowed, aToken } from "./shadow.ts";

// biome-ignore lint/suspicious/noExplicitAny: the API document checks the shape of answers
type Json = any;

/** Asks every endpoint of the original once at least, with a secret key unless it takes public ones only. */
async function walk(gateway: TestGateway, version: string): Promise<void> {
  const headers = { "omise-version": version };
  const ask = async (method: string, path: string, body?: Record<string, unknown>): Promise<Json> =>
    (await gateway.call(method, path, { headers, ...(body && { json: body }) })).json;
  const open = (method: string, path: string, body?: Record<string, unknown>): Promise<Json> =>
    gateway.call(method, path, { headers, key: gateway.publicKey, ...(body && { body }) }).then(({ json }) => json);
  const thb = (amount: number, more: object) => ({ amount, currency: "thb", ...more });

  const token = await aToken(gateway);
  await open("GET", `/tokens/${token}`);
  const customer = await ask("POST", "/customers", {
    email: "somchai@example.com",
    card: token,
    metadata: { vip: true },
  });
  const customers = `/customers/${customer.id}`;
  const [card] = customer.cards.data;
  for (const path of [
    "/customers",
    customers,
    `${customers}/cards`,
    `${customers}/cards/${card.id}`,
    `${customers}/linked_accounts`,
  ])
    await ask("GET", path);
  await ask("PATCH", customers, { description: "a regular", card: await aToken(gateway, "5555555555554444") });
  await ask("PATCH", `${customers}/cards/${card.id}`, { city: "Bangkok", postal_code: "10110" });

  const charge = await ask("POST", "/charges", thb(1_000_000, { customer: customer.id, description: "an order" }));
  const charges = `/charges/${charge.id}`;
  const refund = await ask("POST", `${charges}/refunds`, { amount: 10_000, metadata: { why: "late" } });
  await ask("PATCH", charges, { description: "another order", metadata: { order: "1042" } });
  for (const path of ["", "/events", "/refunds", `/refunds/${refund.id}`, "/documents"])
    await ask("GET", charges + path);
  await ask("GET", `${charges}/documents/docu_test_0000000000000000000`);
  await ask("GET", `/charges?limit=3&order=chronological${version === apiVersions.at(-1) ? "&expand[]=customer" : ""}`);
  await ask("GET", "/refunds");
  const held = async (): Promise<string> =>
    `/charges/${(await ask("POST", "/charges", thb(100_000, { card: await aToken(gateway), capture: false }))).id}`;
  await ask("POST", `${await held()}/capture`, { capture_amount: 60_000 });
  await ask("POST", `${await held()}/reverse`);
  const pending = async (): Promise<string> => {
    const source = await ask("POST", "/sources", thb(50_000, { type: "promptpay" }));
    await open("GET", `/sources/${source.id}`);
    const by = thb(50_000, { source: source.id, return_uri: "https://example.com/back" });
    return `/charges/${(await ask("POST", "/charges", by)).id}`;
  };
  await ask("POST", `${await pending()}/expire`);
  await ask("POST", `${await pending()}/mark_as_paid`);
  await ask("POST", `${await pending()}/mark_as_failed`);
  await ask("POST", `/test${await pending()}/pay`);

  const disputes = `/disputes/${(await ask("POST", `${charges}/disputes`)).id}`;
  for (const path of [
    disputes,
    "/disputes",
    "/disputes/open",
    "/disputes/pending",
    "/disputes/closed",
    `${disputes}/documents`,
  ])
    await ask("GET", path);
  await ask("PATCH", disputes, { message: "it was delivered" });
  await ask("GET", `${disputes}/documents/docu_test_0000000000000000000`);
  await ask("DELETE", `${disputes}/documents/docu_test_0000000000000000000`);
  await ask("PATCH", `${disputes}/accept`);
  await ask("PATCH", `${disputes}/close`, { status: "won" });

  const link = await ask("POST", "/links", thb(30_000, { title: "A bowl", description: "Blue and white" }));
  for (const path of ["/links", `/links/${link.id}`, `/links/${link.id}/charges`]) await ask("GET", path);
  await ask("DELETE", `/links/${link.id}`);
  await ask("POST", "/linked_accounts", { type: "direct_debit_bbl" });
  await ask("GET", "/linked_accounts");
  await ask("GET", "/linked_accounts/lnac_test_0000000000000000000");

  const recipient = await ask("POST", "/recipients", {
    name: "Somchai Prasert",
    type: "individual",
    bank_account: { brand: "scb", number: "1234567890", name: "Somchai Prasert" },
  });
  const recipients = `/recipients/${recipient.id}`;
  await ask("PATCH", `${recipients}/verify`);
  await ask("PATCH", recipients, { description: "a supplier" });
  for (const path of ["/recipients", recipients, `${recipients}/schedules`]) await ask("GET", path);
  const transfer = await ask("POST", "/transfers", { amount: 20_000, recipient: recipient.id });
  const transfers = `/transfers/${transfer.id}`;
  await ask("GET", "/transfers");
  await ask("GET", transfers);
  await ask("PATCH", transfers, { amount: 25_000 });
  await ask("POST", `${transfers}/mark_as_sent`);
  await ask("POST", `${transfers}/mark_as_paid`);
  await ask("DELETE", transfers);

  const monthly = { every: 1, period: "month", on: { days_of_month: [15] }, end_date: "2027-06-30" };
  const schedule = await ask("POST", "/schedules", {
    ...monthly,
    charge: { customer: customer.id, amount: 50_000, currency: "thb" },
  });
  for (const path of ["", "/occurrences"]) await ask("GET", `/schedules/${schedule.id}${path}`);
  for (const path of ["/schedules", "/charges/schedules", "/transfers/schedules", `${customers}/schedules`])
    await ask("GET", path);
  await ask("DELETE", `/schedules/${schedule.id}`);
  await ask("GET", "/occurrences/occu_test_0000000000000000000");
  await ask("DELETE", recipients);

  const events = await ask("GET", "/events?limit=5");
  await ask("GET", `/events/${events.data[0].id}`);
  await ask("GET", "/balance");
  const transactions = await ask("GET", "/transactions");
  await ask("GET", `/transactions/${transactions.data[0].id}`);
  for (const path of ["/receipts", "/receipts/rcpt_test_0000000000000000000", "/account", "/account/api_versions"])
    await ask("GET", path);
  await ask("PATCH", "/account", { webhook_uri: "https://example.com/webhooks" });
  await ask("PATCH", "/account/api_version", { version: apiVersions.at(-1) });
  for (const path of ["/capability", "/forex/usd", "/chains", "/chains/acch_test_0000000000000000000"])
    await ask("GET", path);
  await ask("POST", "/chains/acch_test_0000000000000000000/revoke");
  await ask("GET", "/search?scope=charge&query=order");
  for (const { path } of merchantEndpoints.filter(
    (entry) => entry.path.endsWith("/search") && entry.path !== "/search",
  ))
    await ask("GET", path);
  await ask("DELETE", `${customers}/cards/${card.id}`);
  await ask("DELETE", customers);
}

test.each([...apiVersions])(
  "every endpoint of the original is compared, and none differs between two gateways of the same kind, in version %s",
  async (version) => {
    const { ours, report } = await aShadowed();
    await walk(ours, version);
    const { json } = await report();
    const told = (which: "differences" | "reasons") =>
      json.endpoints.flatMap((each: Json) => each[which].map(({ line }: Json) => `${each.endpoint}: ${line}`));
    expect(told("differences")).toEqual([]);
    expect(told("reasons")).toEqual([
      "PATCH /account: settings of the account there are left alone",
      "PATCH /account/api_version: settings of the account there are left alone",
      "POST /chains/:id/revoke: settings of the account there are left alone",
    ]);
    expect(json.events).toMatchObject({ differences: [], problem: null });
    const compared = json.endpoints.map(({ endpoint }: Json) => endpoint);
    const missing = merchantEndpoints
      .filter(isOfTheOriginal)
      .map(({ method, path }) => `${method} ${path}`)
      .filter((name) => !compared.includes(name));
    expect(missing).toEqual(["POST /disputes/:id/documents"]); // files are not sent
  },
);
