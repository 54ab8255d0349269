import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { reveal } from "../../src/domain/base/secret.ts";
import { days, minutes } from "../../src/domain/base/time.ts";
import type { Card } from "../../src/domain/card/card.ts";
import { aToken } from "../kit/builders.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aFolder } from "../storage/engine.ts";

const cardKeys = async ({ gateway }: TestGateway) =>
  (await gateway.store.vault.dataKeys()).filter(({ purpose }) => purpose === "card");

test("each day seals with a card key of its own, which is destroyed when the last number of its day is erased", async () => {
  const gateway = await aGateway();
  await aToken(gateway);
  await aToken(gateway);
  const [first, ...others] = await cardKeys(gateway);
  expect(others).toEqual([]);
  await gateway.advance(days(1));
  const token = await aToken(gateway);
  const [, second] = await cardKeys(gateway);
  expect(second?.id).not.toBe(first?.id);

  await gateway.advance(days(8) - 1);
  const { json } = await gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card: token } });
  expect(json.status, "the number of a younger day can be charged").toBe("successful");
  expect((await cardKeys(gateway)).map(({ id }) => id)).toEqual([second?.id]);
  await gateway.advance(days(1));
  expect(await cardKeys(gateway)).toEqual([]);
  expect(await gateway.gateway.store.vault.dataKeys(), "those that seal other secrets stay").toHaveLength(3);
});

test("the number of a card that is kept outlives all others, and so does the key of its day, and no other", async () => {
  const gateway = await aGateway();
  const { store, vault } = gateway.gateway;
  const kept = await storedCard(gateway);
  await gateway.advance(days(1));
  const other = await storedCard(gateway);
  const secret = await store.vault.secret(kept.account, kept.id);
  if (!secret) throw new Error("nothing was sealed");
  const eternal = revise(secret, { eraseAt: null });
  expect(await store.save({ update: { card_secrets: [eternal] } })).toEqual({ saved: true });

  await gateway.advance(days(30));
  const lent = await vault.lend(kept);
  expect(lent && reveal(lent.number)).toBe("4242424242424242");
  expect(lent?.securityCode, "it was forgotten long ago").toBeNull();
  expect(await vault.lend(other)).toBeUndefined();
  expect(await cardKeys(gateway), "of the other day's there is none any more").toMatchObject([{ id: secret.keyId }]);

  await store.save({ update: { card_secrets: [revise(eternal, { eraseAt: gateway.gateway.now() })] } });
  await gateway.advance(days(1));
  expect(await vault.lend(kept)).toBeUndefined();
  expect(await cardKeys(gateway)).toEqual([]);
  const late = revise(secret, { eraseAt: null });
  expect(await store.save({ update: { card_secrets: [late] } }), "what is erased cannot be kept").toEqual({
    saved: false,
    lost: "card_secrets",
  });
});

test("the number of a customer's card is sealed with a key of its own, and both go with the card", async () => {
  const gateway = await aGateway();
  const { store, vault } = gateway.gateway;
  const card = await storedCard(gateway, async (token) => {
    await gateway.call("POST", "/customers", { body: { card: token } });
  });
  expect((await cardKeys(gateway)).map(({ id }) => id.replace(/\d+$/, ""))).toEqual(["key_card_", "key_kept_"]);
  expect((await vault.lend(card))?.securityCode, "it was forgotten when the card was saved").toBeNull();
  await gateway.advance(days(40));
  const [key, ...others] = await cardKeys(gateway);
  expect([key?.id, others]).toEqual([expect.stringMatching(/^key_kept_/), []]);
  const lent = await vault.lend(card);
  expect(lent && reveal(lent.number)).toBe("4242424242424242");

  const { json: customers } = await gateway.call("GET", "/customers");
  const [{ location }] = customers.data;
  await gateway.call("DELETE", `${location}/cards/${card.id}`);
  expect(await vault.lend(card), "in the same commit").toBeUndefined();
  expect((await store.vault.secret(card.account, card.id))?.sealed).toBe("");
  await gateway.advance(minutes(1));
  expect(await store.vault.secret(card.account, card.id)).toBeUndefined();
  expect(await cardKeys(gateway)).toEqual([]);
});

test("the security code goes with the card to the first request that it is lent to, and to no other account", async () => {
  const gateway = await aGateway();
  const { vault } = gateway.gateway;
  const card = await storedCard(gateway);
  const codes = [];
  for (const asked of [{ ...card, account: "account_none" as const }, card, card]) {
    const lent = await vault.lend(asked);
    codes.push(lent ? lent.securityCode && reveal(lent.securityCode) : "no card");
  }
  expect(codes).toEqual(["no card", "123", null]);
});

test("what was erased and destroyed is in no file of the embedded database", async () => {
  const folder = aFolder();
  const gateway = await aGateway({ environment: { CHAMRA_DATA: folder } });
  const sealed = await aSealedCard(gateway);
  const onDisk = () => {
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), "latin1"));
    return sealed.map((text) => files.some((content) => content.includes(text)));
  };
  expect(onDisk()).toEqual([true, true]);
  await gateway.advance(days(10));
  expect(onDisk()).toEqual([false, false]);
});

test("a destroyed key is not among the dead rows of its table in PostgreSQL, also where a transaction could still read it", async () => {
  const database = await freshDatabase();
  const client = new pg.Client(database.url);
  try {
    const gateway = await aGateway({ databaseUrl: database.url });
    const [, wrapped = ""] = await aSealedCard(gateway);
    await client.connect();
    const onDisk = async () => {
      await client.query("checkpoint");
      const { rows } = await client.query(
        "select current_setting('data_directory') || '/' || pg_relation_filepath('data_keys') as file",
      );
      const [{ file }] = rows as [{ file: string }];
      expect(existsSync(file)).toBe(true);
      return readFileSync(file, "latin1").includes(wrapped);
    };
    const isWaiting = async () => {
      const { rowCount } = await client.query(
        "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '%backend_xmin%'",
      );
      return rowCount === 1;
    };
    expect(await onDisk()).toBe(true);
    const reader = new pg.Client(database.url);
    await reader.connect();
    await reader.query("begin transaction isolation level repeatable read; select 1"); // may still read what is deleted now
    const destroyed = gateway.advance(days(10));
    await Promise.race([destroyed, expect.poll(isWaiting).toBe(true)]);
    await reader.end();
    await destroyed;
    expect(await onDisk()).toBe(false);
    await gateway.close();
  } finally {
    await client.end();
    await database.drop();
  }
});

/** @param use what is done with the token before its card is read */
async function storedCard(gateway: TestGateway, use: (token: string) => Promise<void> = async () => {}): Promise<Card> {
  const { store } = gateway.gateway;
  const token = await aToken(gateway);
  await use(token);
  const found = await store.token.get((await firstAccount(store)).id, token);
  if (!found) throw new Error("there is no token");
  return found.card;
}

/** The stored rows of a card's number and of its data key. */
async function aSealedCard(gateway: TestGateway): Promise<string[]> {
  const token = await aToken(gateway);
  const { json } = await gateway.call("GET", `/tokens/${token}`, { key: gateway.publicKey });
  const { store } = gateway.gateway;
  const secret = await store.vault.secret((await firstAccount(store)).id, json.card.id);
  const key = secret && (await store.vault.dataKey(secret.keyId));
  if (!key) throw new Error("nothing was sealed");
  return [secret.sealed, key.wrapped];
}
