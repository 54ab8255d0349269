import sql, { raw } from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { approveMethod, requestMethod } from "../../src/domain/merchant/enablement.ts";
import { methods } from "../../src/methods/index.ts";
import { openPostgres } from "../../src/storage/postgres/postgres.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aFolder, type Engine, engines } from "../storage/engine.ts";

/** A card number in a wrong field, without spaces and in groups as on the card. */
const number = "5555555555554444";
const written = "5555 5555 5555 4444";
const anyForm = new RegExp([...number].join("[ _.+-]?(?:%20)?"));
const dots = "••••";

const address = {
  street1: `Card ${written}`,
  street2: number,
  city: written,
  state: number,
  country: number,
  postal_code: number,
};
const card = {
  name: "Somchai Prasert",
  number: "4242424242424242",
  expiration_month: 12,
  expiration_year: 2030,
  security_code: "123",
};
const misled = { ...address, phone_number: `+${number}`, email: `${number}@example.com` };
const source = {
  type: "mobile_banking_kbank",
  platform_type: "IOS",
  email: `${number}@example.com`,
  name: written,
  phone_number: number,
  store_id: number,
  store_name: `Shop ${written}`,
  terminal_id: number,
  ip: number,
  billing: address,
  shipping: address,
  items: [
    {
      sku: number,
      name: written,
      brand: number,
      category: number,
      amount: 1,
      quantity: 1,
      item_uri: number,
      image_uri: number,
    },
  ],
};
const metadata = { order: written, [number]: "a key", deep: { list: [Number(number), number] } };
const charged = {
  amount: 150_000,
  currency: "THB",
  return_uri: `https://shop.example/back?card=${number}&again=${encodeURIComponent(written)}#${number}`,
  description: `paid with ${written}, ${number}`,
  metadata,
  ip: number,
};

describe.each(engines)("on %s", (engine) => {
  test("in live mode a card number that stands in another field is kept nowhere", async () => {
    const { gateway, everyCell } = await aLiveMerchant(engine);
    const { answers, charge, paid } = await payInEveryWay(gateway);
    expect(charge).toMatchObject({
      description: `paid with ${dots}, ${dots}`,
      metadata: { order: dots, [dots]: "a key", deep: { list: [dots, dots] } },
      source: { name: dots, email: `${dots}@example.com`, store_name: `Shop ${dots}`, billing: { city: dots } },
    });
    expect(charge.return_uri).toBe(
      `https://shop.example/back?card=${"%E2%80%A2".repeat(4)}&again=${"%E2%80%A2".repeat(4)}#${"%E2%80%A2".repeat(4)}`,
    );
    expect(paid.status).toBe("successful");
    for (const { text } of answers) expect(text).not.toMatch(anyForm);

    await gateway.close();
    const cells = await everyCell();
    const tables = [...new Set(cells.map(({ table }) => table))];
    expect(tables).toEqual(expect.arrayContaining(["tokens", "sources", "charges", "refunds", "events", "requests"]));
    expect(cells.filter(({ text }) => anyForm.test(text))).toEqual([]);
    expect(cells.filter(({ text }) => text.includes(dots)).length, "it was in what is kept").not.toBe(0);
  });
});

test("in test mode it is kept and shown as it was sent", async () => {
  const gateway = await aGateway();
  const body = { ...charged, source };
  const { json } = await gateway.call("POST", "/charges", { json: body });
  expect(json).toMatchObject({ description: charged.description, return_uri: charged.return_uri, metadata });
  expect(json.source).toMatchObject({ name: written, billing: address });
  const token = await gateway.call("POST", "/tokens", {
    body: { card: { ...card, ...misled } },
    key: gateway.publicKey,
  });
  expect(token.json.card).toMatchObject({ city: written, street2: number });
});

test.each(["test", "live"])("in %s mode a card number is no cardholder's name", async (mode) => {
  const gateway = await aGateway({ environment: { CHAMRA_LIVE_CARDS: "here" } });
  const key = mode === "live" ? gateway.livePublicKey : gateway.publicKey;
  const answer = await gateway.call("POST", "/tokens", { body: { card: { ...card, name: written } }, key });
  expect(answer).toMatchObject({ status: 400, json: { code: "invalid_card", message: "name is invalid" } });
});

test("in live mode other long numbers come back as they were sent", async () => {
  const { gateway } = await aLiveMerchant("sqlite");
  const order = "20260115-0000-4242-4242";
  const { json } = await gateway.call("POST", "/charges", {
    json: {
      ...charged,
      return_uri: "https://shop.example/4242424242424241?at=1768446000123",
      description: "order 4242424242424241",
      metadata: { order, at: 1_768_446_000_123, tax: "0105556092781" },
      source: { type: source.type, phone_number: "+66812345678" },
    },
    key: gateway.liveSecretKey,
  });
  expect(json).toMatchObject({
    return_uri: "https://shop.example/4242424242424241?at=1768446000123",
    description: "order 4242424242424241",
    metadata: { order, at: 1_768_446_000_123, tax: "0105556092781" },
    source: { phone_number: "+66812345678" },
  });
});

/** A merchant with every method in live mode; simulated banks serve it, since no live bank is connected yet. */
async function aLiveMerchant(engine: Engine): Promise<{
  gateway: TestGateway;
  everyCell: () => Promise<{ table: string; text: string }[]>;
}> {
  const folder = aFolder();
  const database = engine === "postgres" ? await freshDatabase() : undefined;
  const gateway = await aGateway({
    ...(database && { engine, databaseUrl: database.url }),
    environment: { CHAMRA_DATA: folder },
    live: true,
  });
  const { store } = gateway.gateway;
  const [, account] = await store.account.all();
  if (!account) throw new Error("there is no live account");
  const enabled = methods.reduce(
    (each, method) =>
      approveMethod(requestMethod(each, method, method.terms.version, gateway.now()), method, gateway.now()),
    account,
  );
  await store.save({ update: { accounts: [revise(account, { methods: enabled.methods })] } });
  return { gateway, everyCell: () => cellsOf(database?.url ?? null, folder).finally(() => database?.drop()) };
}

/** Tokens, sources and charges of every kind with the number in every field, and all requests that show them. */
async function payInEveryWay(gateway: TestGateway) {
  const answers: Answer[] = [];
  const call = async (method: string, path: string, json?: unknown, key = gateway.liveSecretKey): Promise<Answer> => {
    const answer = await gateway.call(method, path, { json, key });
    answers.push(answer);
    expect(answer.status, answer.text).toBe(200);
    return answer;
  };
  const token = async () =>
    (await call("POST", "/tokens", { card: { ...card, ...misled } }, gateway.livePublicKey)).json.id;
  await call("POST", "/sources", { amount: 150_000, currency: "THB", ...source }, gateway.livePublicKey);
  const { json: charge } = await call("POST", "/charges", { ...charged, source });
  const { json: paid } = await call("POST", "/charges", { ...charged, card: await token() });
  await call("POST", "/charges", {
    ...charged,
    amount: 400_000,
    card: await token(),
    source: { ...source, type: "installment_wlb_ktc", installment_term: 4, platform_type: undefined },
  });
  await call("PATCH", `/charges/${charge.id}`, { description: charged.description, metadata });
  await call("POST", `/charges/${paid.id}/refunds`, { amount: 100, metadata });
  await gateway.call("POST", "/charges", {
    json: charged,
    key: gateway.liveSecretKey,
    headers: { "Idempotency-Key": number },
  });
  await gateway.advance(0);
  for (const path of ["/charges", "/events", "/refunds", "/account", `/charges/${charge.id}`]) await call("GET", path);
  return { answers, charge, paid };
}

async function cellsOf(databaseUrl: string | null, folder: string): Promise<{ table: string; text: string }[]> {
  const db = databaseUrl ? openPostgres(databaseUrl, 1) : openSqlite(folder, false);
  try {
    const names = await db.all(
      databaseUrl
        ? sql`select tablename as name from pg_tables where schemaname = 'public'`
        : sql`select name from sqlite_schema where type = 'table'`,
    );
    const rows = names.map(async ({ name }) => ({
      table: `${name}`,
      rows: await db.all(sql`select * from ${raw(`"${name}"`)}`),
    }));
    return (await Promise.all(rows)).flatMap(({ table, rows }) =>
      rows.flatMap((row) =>
        Object.values(row).map((cell) => ({
          table,
          text: typeof cell === "object" ? JSON.stringify(cell) : `${cell}`,
        })),
      ),
    );
  } finally {
    await db.close();
  }
}
