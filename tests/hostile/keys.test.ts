import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { hashKey } from "../../src/operations/merchant/gatekeeper.ts";
import { shownKeys } from "../../src/operations/merchant/key.ts";
import { aGateway } from "../kit/gateway.ts";
import { aFolder } from "../storage/engine.ts";

test("a live secret key can be read nowhere once it was given out, not even with the vault key", async () => {
  const folder = aFolder();
  const gateway = await aGateway({ environment: { CHAMRA_DATA: folder } });
  const merchant = { name: "A shop", email: "shop@example.com" };
  const { live, test } = await createMerchant(gateway.gateway, merchant, () => "c2VjcmV0LWtleS1mb3ItdGVzdHM=");
  expect((await gateway.call("GET", "/account", { key: live.secretKey })).status, "the key works").toBe(200);

  const { store } = gateway.gateway;
  const row = (await store.account.keys(live.account.id)).find(({ kind }) => kind === "secret");
  expect(row).toMatchObject({ shown: null, hash: hashKey(live.secretKey) });
  expect(await shownKeys(gateway.gateway, live.account)).toMatchObject({ secretKey: null, publicKey: live.publicKey });
  expect((await shownKeys(gateway.gateway, test.account)).secretKey, "of test mode it is shown").toBe(test.secretKey);

  await gateway.close();
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
  const random = (key: string) => key.split("_").at(-1) as string; // the part that no other key has
  for (const key of [live.secretKey, live.publicKey, test.secretKey]) {
    expect(
      bytes.some((file) => file.includes(random(key))),
      key,
    ).toBe(false);
    expect(bytes.some((file) => file.includes(Buffer.from(key).toString("base64").slice(4, -4)))).toBe(false);
  }
  expect(
    bytes.some((file) => file.includes(hashKey(live.secretKey))),
    "its hash is",
  ).toBe(true);
});

test("keys are as random as 98 bits, each character like any other", async () => {
  const gateway = await aGateway();
  const made = await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      createMerchant(gateway.gateway, { name: `${at}`, email: "a@example.com" }, () => "c2VjcmV0LWtleS1mb3ItdGVzdHM="),
    ),
  );
  const bodies = made.flatMap(({ test, live }) => [test.secretKey, live.secretKey].map((key) => key.split("_").at(-1)));
  expect(new Set(bodies).size).toBe(400);
  for (let at = 0; at < 19; at += 1)
    expect(new Set(bodies.map((body) => body?.[at])).size, `values of character ${at}`).toBeGreaterThan(30);
});
