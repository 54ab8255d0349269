import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { Answer, CallOptions } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aGatewayProcess, testKeys } from "../processes/gateway-process.ts";
import { aFolder } from "../storage/engine.ts";

/** One card for each payment; numbers and codes are made up and occur nowhere else. */
const cards = {
  paid: { number: "4242424242424242", code: "8317" },
  declined: { number: "4111111111140011", code: "6829" },
  stolen: { number: "4111111111130012", code: "7493" },
  installment: { number: "5555555555554444", code: "9261" },
  checked: { number: "4548231234567892", code: "8374" },
  challenged: { number: "4111111111150002", code: "6538" },
  refused: { number: "4242424242424241", code: "9257" },
  stranger: { number: "3530111333300000", code: "7436" },
};
const numbers = Object.values(cards).map(({ number }) => number);
const codes = Object.values(cards).map(({ code }) => code);

/** A place of output: its name, and its bytes as text. */
type Place = { name: string; text: string };

test("no card number and no security code is in the database, the log, an answer, an event or a webhook", {
  timeout: 90_000,
}, async () => {
  const { places, stop, folder } = await aDayOfPayments();
  await stop();
  const everywhere = [...places(), ...filesIn(folder), ...cellsOf(folder)];

  expect(everywhere.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["log", "chamra.db", "webhook charge.complete", "table card_secrets", "table idempotency"]),
  );
  for (const number of numbers) expect(whereIs(everywhere, formsOf(number)), `a form of ${number}`).toEqual([]);
  for (const code of codes) expect(whereIs(everywhere, [alone(code)]), `the security code ${code}`).toEqual([]);
});

test("the log, however detailed, has no key and no body of a request", { timeout: 90_000 }, async () => {
  const { places, stop } = await aDayOfPayments();
  await stop();
  const log = places().filter(({ name }) => name === "log");
  expect(log[0]?.text, "it does log").toMatch(/"level":\d+.*"\/charges"/);
  expect(log[0]?.text).not.toMatch(/authorization["\\]*:|Basic [A-Za-z0-9+/]{10}/i);
  expect(whereIs(log, [literal(Buffer.from(`${testKeys.secretKey}:`).toString("base64"))])).toEqual([]);
  for (const sent of ["Somchai Prasert", "ค่าสินค้าลับ", "order-secret-7"]) {
    expect(whereIs(log, [literal(sent), literal(encodeURIComponent(sent))]), sent).toEqual([]);
  }
});

test("a number planted in a description is found in the database, the answer, the event and the webhook", {
  timeout: 90_000,
}, async () => {
  const { call, places, stop, folder, receiver } = await aDayOfPayments();
  const { number, code } = cards.paid;
  const before = receiver.received.length;
  const planted = `paid with ${number.replace(/(.{4})/g, "$1 ")}code ${code}, ${Buffer.from(number).toString("base64")}`;
  await call("POST", "/charges", { body: { ...kplus, description: planted } });
  await receiver.arrived(before + 1);
  await stop();
  const live = places();
  const files = filesIn(folder);
  const cells = cellsOf(folder);
  for (const [found, at] of [
    [live, ["POST /charges", "webhook charge.create"]],
    [files, ["chamra.db"]],
    [cells, ["table charges", "table events"]],
  ] as const) {
    expect(whereIs(found, formsOf(number))).toEqual(expect.arrayContaining([...at]));
    expect(whereIs(found, [alone(code)])).toEqual(expect.arrayContaining([...at]));
  }
});

const kplus = {
  amount: 150000,
  currency: "THB",
  return_uri: "https://example.com/done",
  source: { type: "mobile_banking_kbank" },
};

/** A gateway on a database file, with its most detailed log, and payments of every kind, successful and failed. */
async function aDayOfPayments() {
  const folder = aFolder();
  const receiver = await aReceiver();
  const gateway = await aGatewayProcess({
    CHAMRA_DATA: folder,
    CHAMRA_LOG_LEVEL: "trace",
    CHAMRA_WEBHOOK_URL: receiver.url,
  });
  const answers: Place[] = [];
  const call = async (method: string, path: string, options?: CallOptions): Promise<Answer> => {
    const answer = await gateway.call(method, path, options);
    answers.push({ name: `${method} ${path}`, text: `${withoutLength([...answer.headers])}\n${answer.text}` });
    return answer;
  };
  const tokenize = async ({ number, code }: { number: string; code: string }, headers = {}): Promise<string> => {
    const card = { name: "Somchai Prasert", number, security_code: code, expiration_month: 12, expiration_year: 2040 };
    return (await call("POST", "/tokens", { body: { card }, key: testKeys.publicKey, headers })).json.id;
  };
  const charge = async (body: Record<string, unknown>, headers = {}) =>
    (await call("POST", "/charges", { body: { amount: 400000, currency: "THB", ...body }, headers })).json;
  const spaced = ({ number, code }: { number: string; code: string }) => ({
    number: number.replace(/(.{4})(?=.)/g, "$1 "),
    code,
  });

  // cards: paid, declined, held and captured, held and reversed, refunded; with idempotency keys
  const paidToken = await tokenize(cards.paid, { "Idempotency-Key": "token-1" });
  await tokenize(cards.paid, { "Idempotency-Key": "token-1" });
  const paid = await charge(
    { card: paidToken, description: "ค่าสินค้าลับ", metadata: { order: "order-secret-7" } },
    { "Idempotency-Key": "charge-1" },
  );
  await charge({ card: paidToken, description: "ค่าสินค้าลับ" }, { "Idempotency-Key": "charge-1" });
  await call("POST", `/charges/${paid.id}/refunds`, { body: { amount: 10000 } });
  for (const card of [cards.declined, cards.stolen]) {
    expect((await charge({ card: await tokenize(card) })).status).toBe("failed");
  }
  const held = await charge({ card: await tokenize(spaced(cards.stranger)), capture: false });
  await call("POST", `/charges/${held.id}/capture`);
  const released = await charge({ card: await tokenize(cards.stranger), capture: false });
  await call("POST", `/charges/${released.id}/reverse`);

  // 3-D Secure, installments, K PLUS: paid, failed and expired
  const challenged = await charge({
    card: await tokenize(cards.challenged),
    authentication: "3DS",
    return_uri: kplus.return_uri,
  });
  const installment = { source: { type: "installment_wlb_ktc", installment_term: 4 }, return_uri: kplus.return_uri };
  const installments = await charge({ ...installment, card: await tokenize(cards.installment) });
  await tokenize(cards.checked);
  const plain = await charge(kplus);
  const expired = await charge(kplus);
  for (const { id, authorize_uri: page } of [challenged, installments]) {
    const opened = await call("GET", new URL(page).pathname, { key: null });
    expect(opened.status).toBe(200);
    await call("POST", `/charges/${id}/mark_as_paid`);
  }
  await call("POST", `/charges/${plain.id}/mark_as_failed`);
  await call("POST", `/charges/${expired.id}/expire`);

  // wallets: a card with proof that is charged, and one whose token nobody spends
  for (const [method, { number }] of [
    ["googlepay", cards.declined],
    ["applepay", cards.stolen],
  ] as const) {
    const inWallet = { key: testKeys.publicKey, body: { number, auth_method: "CRYPTOGRAM_3DS" } };
    const { data } = (await call("POST", `/simulators/wallets/${method}`, inWallet)).json;
    const tokenization = { method, data };
    const made = await call("POST", "/tokens", { key: testKeys.publicKey, json: { tokenization } });
    if (method === "googlepay") expect((await charge({ card: made.json.id })).status).toBe("failed");
    else expect(made.json.card.last_digits).toBe(number.slice(-4));
  }

  // faulty requests: an invalid number, an unreadable body, a card in a wrong place
  expect(await tokenize(cards.refused)).toBeUndefined();
  const { number, code } = cards.stranger;
  const broken = { headers: { "content-type": "application/json" }, key: testKeys.publicKey };
  await call("POST", "/tokens", { ...broken, json: `{"card":{"number":"${number}","security_code":"${code}"` });
  await call("POST", "/charges", { json: { card: { number, security_code: code }, amount: 1 } });
  const address = `card[number]=${number}&card[security_code]=${code}&card[name]=Somchai%20Prasert&card[expiration_month]=12&card[expiration_year]=2040`;
  for (const headers of [{}, { "Idempotency-Key": "in-the-address" }])
    expect((await call("POST", `/tokens?${address}`, { key: testKeys.publicKey, headers })).json.object).toBe("token");
  expect((await call("GET", `/tokens/${number}`, { key: testKeys.publicKey })).status).toBe(404);
  await call("POST", "/charges", { json: { card: number, amount: code, currency: number } });
  for (const path of ["/events?limit=100", "/charges?limit=100", "/account", "/balance", `/charges/${paid.id}`]) {
    await call("GET", path);
  }
  await expect.poll(() => receiver.received.filter(({ json }) => json.key === "charge.complete").length).toBe(4); // two that were paid, one that failed, one that expired

  return {
    call,
    folder,
    receiver,
    stop: () => gateway.stop(),
    places: (): Place[] => [
      { name: "log", text: gateway.output() },
      ...answers,
      ...receiver.received.map(({ json, text, headers }) => ({
        name: `webhook ${json.key}`,
        text: `${withoutLength(Object.entries(headers))}\n${text}`,
      })),
    ],
  };
}

/** Removes content lengths, which have as many digits as a security code. */
function withoutLength(headers: [string, unknown][]): string {
  return headers.flatMap(([name, value]) => (name === "content-length" ? [] : [`${name}: ${value}`])).join("\n");
}

/** All files in the folder (database, write-ahead log, journal), byte by byte. */
function filesIn(folder: string): Place[] {
  return readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "latin1") }));
}

/** Every cell of every table: in the file, a short value cannot be told apart from its neighbours. */
function cellsOf(folder: string): Place[] {
  const db = new DatabaseSync(join(folder, "chamra.db"), { readOnly: true });
  try {
    const names = db.prepare("select name from sqlite_schema where type = 'table'").all();
    return names.map(({ name }) => ({
      name: `table ${name}`,
      text: db
        .prepare(`select * from "${name}"`)
        .all()
        .flatMap((row) => Object.values(row))
        .join("\n"),
    }));
  } finally {
    db.close();
  }
}

function whereIs(places: readonly Place[], forms: readonly RegExp[]): string[] {
  return [...new Set(places.filter(({ text }) => forms.some((form) => form.test(text))).map(({ name }) => name))];
}

/** Forms of a card number: in groups, encoded, or as a hash that can be reversed by trying all numbers. */
function formsOf(number: string): RegExp[] {
  const grouped = new RegExp([...number].join("[ _.+-]?(?:%20)?"));
  const encoded = ["hex", "base64", "base64url"] as const;
  const hashes = ["md5", "sha1", "sha256", "sha512"].flatMap((hash) =>
    encoded.map((encoding) => createHash(hash).update(number).digest(encoding).replace(/=+$/, "")),
  );
  const shifted = [0, 1, 2].map((before) => insideBase64(number, before));
  return [grouped, ...[Buffer.from(number).toString("hex"), ...shifted, ...hashes].map(literal)];
}

/** The base64 characters that depend on the number alone, if `before` other bytes share its first group of three. */
function insideBase64(number: string, before: number): string {
  const all = Buffer.from("\0".repeat(before) + number).toString("base64");
  const end = Math.floor(((before + number.length) * 8) / 6);
  return all.slice(Math.ceil((before * 8) / 6), end);
}

/** Whether a text contains a security code as a whole word, since it is too short to search inside words. */
function alone(code: string): RegExp {
  return new RegExp(`(?<![\\w+/.-])${code}(?![\\w+/=.-])`);
}

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i");
}
