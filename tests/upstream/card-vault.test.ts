import { expect, test } from "vitest";
import { connect } from "../../src/operations/upstream/connection.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aPair } from "./live.ts";

const card = {
  name: "Somchai Prasert",
  number: "4242424242424242",
  expiration_month: 12,
  expiration_year: 2030,
  security_code: "123",
};

const vaultOf = (gateway: TestGateway, key: string) => gateway.call("GET", "/card_vault", { key });

/** Where the policy of a frame lets scripts connect to. */
async function connectsTo({ url }: TestGateway, path: string): Promise<string> {
  const { headers } = await fetch(`${url}${path}`);
  return /connect-src ([^;]*)/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "";
}

test("whoever has the live public key learns where cards go: to the upstream's vault, with the merchant's public key there; test cards stay here", async () => {
  const { ours, theirs } = await aPair(["card"], {}, { cards: true });
  expect((await vaultOf(ours, ours.livePublicKey)).json).toEqual({
    object: "card_vault",
    livemode: true,
    upstream: "omise",
    tokens_uri: `${theirs.url}/tokens`,
    public_key: theirs.publicKey,
  });
  expect((await vaultOf(ours, ours.publicKey)).json).toEqual({
    object: "card_vault",
    livemode: false,
    upstream: null,
    tokens_uri: `${ours.gateway.publicUrl()}/tokens`,
    public_key: null,
  });
});

test("the frames of a live key may send to the gateway and to the upstream's vault, those of other keys to the gateway only", async () => {
  const { ours, theirs } = await aPair(["card"], {}, { cards: true });
  for (const frame of ["/pay.html", "/token-frame.html"]) {
    expect(await connectsTo(ours, `${frame}?key=${ours.livePublicKey}`)).toBe(`'self' ${theirs.url}`);
    for (const other of [
      "",
      `?key=${ours.publicKey}`,
      "?key=pkey_unknown",
      `?key=${ours.liveSecretKey}`,
      "?key=a&key=b",
    ])
      expect(await connectsTo(ours, `${frame}${other}`), other).toBe("'self'");
  }
});

test("without the upstream's public key, or a route to one that takes cards, it is said what to do", async () => {
  const { ours, live } = await aPair(["card"]);
  const refused = { status: 400, json: { code: "no_card_vault" } };
  const body = { card };
  for (const asked of [
    await vaultOf(ours, ours.livePublicKey),
    await ours.call("POST", "/tokens", { key: ours.livePublicKey, body }),
  ]) {
    expect(asked).toMatchObject(refused);
    expect(asked.json.message).toBe(
      "cards of this account go to Omise, whose public key it has not: enter it where Omise is connected",
    );
  }
  expect(await connectsTo(ours, `/pay.html?key=${ours.livePublicKey}`)).toBe("'self'");
  const alone = await aGateway();
  expect((await vaultOf(alone, alone.livePublicKey)).json).toMatchObject({
    code: "no_card_vault",
    message: "no route of this account leads to an upstream that takes cards from a form",
  });
  expect(live.livemode).toBe(true);
});

test("a live card that a program sends here is refused with the address that takes it, and nothing of it is kept", async () => {
  const { ours, theirs } = await aPair(["card"], {}, { cards: true });
  const answer = await ours.call("POST", "/tokens", { key: ours.livePublicKey, body: { card } });
  expect(answer).toMatchObject({ status: 403, json: { code: "card_goes_elsewhere" } });
  expect(answer.json.message).toContain(`POST to ${theirs.url}/tokens with the public key ${theirs.publicKey}`);
  expect((await ours.call("POST", "/tokens", { body: { card }, key: ours.publicKey })).status).toBe(200);
});

test("a public key is tried before it is saved: one that Omise does not know, or of the other mode, is refused", async () => {
  const { ours, theirs, live } = await aPair(["card"]);
  const tried = (key: string) =>
    connect(ours.gateway, live, "omise", { secret_key: theirs.secretKey, public_key: key });
  await expect(tried("pkey_test_5xuy4w91xqz7d1w9aaa")).rejects.toThrow("Omise does not know this public key");
  await expect(tried("pkey_5xuy4w91xqz7d1w9aaa")).rejects.toThrow("one key is of test mode, and the other is not");
  await expect(tried("skey_test_5xuy4w91xqz7d1w9aaa")).rejects.toThrow("public_key is no public key of Omise");
  const { connection } = await tried(theirs.publicKey);
  expect(connection?.shown).toMatchObject({ public_key: theirs.publicKey });
});

test("where the operator is in scope, a card that a program brings is the upstream's token at once, and no number, code or row of it stays here", async () => {
  const pair = await aPair(["card"], { environment: { CHAMRA_LIVE_CARDS: "here" } }, { cards: true });
  const { ours, theirs, live } = pair;
  const key = ours.livePublicKey;
  const { status, json: token } = await ours.call("POST", "/tokens", { key, body: { card } });
  expect(status).toBe(200);
  expect(token.id).toMatch(/^tokn_test_/);
  expect(token.card).toMatchObject({
    last_digits: "4242",
    name: card.name,
    fingerprint: null,
    security_code_check: true,
  });
  const { store } = ours.gateway;
  expect(await store.token.get(live.id, token.id)).toBeUndefined();
  expect(await store.card.get(live.id, token.card.id)).toBeUndefined();
  expect((await theirs.call("GET", `/tokens/${token.id}`, { key: theirs.publicKey })).json.used).toBe(false);
  const { json: charge } = await pair.ask("POST", "/charges", {
    body: { amount: 100_000, currency: "THB", card: token.id },
  });
  expect(charge).toMatchObject({ paid: true, livemode: true });
  const expired = await ours.call("POST", "/tokens", { key, body: { card: { ...card, expiration_year: 2020 } } });
  expect(expired.json.code).toBe("invalid_card");
  await theirs.close();
  expect((await ours.call("POST", "/tokens", { key, body: { card } })).json.code).toBe("upstream_unavailable");
});
