import { expect, test } from "vitest";
import { openStore } from "../../src/storage/store.ts";
import { rewrapVault } from "../../src/vault/vault.ts";
import { aToken } from "../kit/builders.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway } from "../kit/gateway.ts";
import { aFolder } from "../storage/engine.ts";

const [oldKey, newKey] = ["ab".repeat(32), "cd".repeat(32)];

test("a token made under the old key is charged under the new one, and the old key opens nothing any more", async () => {
  const folder = aFolder();
  const under = (key: string, previous?: string) =>
    aGateway({
      environment: {
        CHAMRA_DATA: folder,
        CHAMRA_VAULT_KEY: key,
        ...(previous && { CHAMRA_VAULT_KEY_PREVIOUS: previous }),
      },
    });
  const before = await under(oldKey);
  const [meanwhileToken, token] = [await aToken(before), await aToken(before)];
  await before.close();
  const charge = (card: string) => ({ body: { amount: 100000, currency: "THB", card } });

  const meanwhile = await under(newKey, oldKey);
  expect((await meanwhile.call("POST", "/charges", charge(meanwhileToken))).json.status).toBe("successful");
  await meanwhile.close();

  const store = await openStore({ databaseUrl: null, folder, connectionsMax: 1, alone: false });
  const [from, to] = [Buffer.from(oldKey, "hex"), Buffer.from(newKey, "hex")];
  expect(await rewrapVault(store, from, to), "three that stay, and the card key of the day").toBe(4);
  expect(await rewrapVault(store, from, to), "there is nothing left to do").toBe(0);
  await store.close();

  await expect(under(oldKey)).rejects.toThrow("CHAMRA_VAULT_KEY");
  const after = await under(newKey);
  expect((await after.call("POST", "/charges", charge(token))).json).toMatchObject({
    status: "successful",
    card: { last_digits: "4242" },
  });
});

test("a card number is erased when no charge can still need it, and its token can then not be charged", async () => {
  const gateway = await aGateway();
  const token = await aToken(gateway);
  const { store } = gateway.gateway;
  const card = (await gateway.call("GET", `/tokens/${token}`, { key: gateway.publicKey })).json.card.id;
  const { id } = await firstAccount(store);
  expect(await store.vault.secret(id, card)).toBeDefined();
  await gateway.advance(8 * 24 * 60 * 60 * 1_000);
  expect(await store.vault.secret(id, card)).toBeUndefined();
  const { json } = await gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card: token } });
  expect(json.status).not.toBe("successful");
});
