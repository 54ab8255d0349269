import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../src/domain/base/time.ts";
import { keyRow } from "../../src/operations/merchant/key.ts";
import { chamra } from "../cli/chamra.ts";
import { type Seat, signedIn } from "../kit/dashboard.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aFolder, engines } from "../storage/engine.ts";

describe.each(engines)("on %s", (engine) => {
  test("a rolled key works beside its successor until the overlap is over, and not a moment longer", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const old = await keyWith(owner.test, gateway.secretKey);
    const { json } = await owner.test.post(`/keys/${old.id}/roll`, { overlap_hours: 2 });
    expect(json).toMatchObject({
      object: "rolled_key",
      key: { kind: "secret", state: "working", expires_at: null },
      previous: { id: old.id, state: "expiring", expires_at: "2026-01-15T05:00:00Z" },
    });
    expect([await opens(gateway, gateway.secretKey), await opens(gateway, json.key.key)]).toEqual([true, true]);
    await gateway.advance(hours(2) - seconds(1));
    expect(await opens(gateway, gateway.secretKey)).toBe(true); // and is cached for two seconds, but not past its expiry
    await gateway.advance(seconds(1));
    expect([await opens(gateway, gateway.secretKey), await opens(gateway, json.key.key)]).toEqual([false, true]);
    expect((await keyWith(owner.test, gateway.secretKey)).state).toBe("expired");
  });

  test("rolled with no overlap or revoked, a key stops at once", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    expect(await opens(gateway, gateway.secretKey)).toBe(true);
    const old = await keyWith(owner.test, gateway.secretKey);
    const { json } = await owner.test.post(`/keys/${old.id}/roll`, { overlap_hours: 0 });
    expect(await opens(gateway, gateway.secretKey)).toBe(false);
    const another = (await owner.test.post("/keys", { kind: "secret" })).json;
    expect(await opens(gateway, another.key)).toBe(true);
    expect((await owner.test.post(`/keys/${json.key.id}/revoke`)).json.state).toBe("revoked");
    expect([await opens(gateway, json.key.key), await opens(gateway, another.key)]).toEqual([false, true]);
  });

  test("a live secret key is shown in the answer that made it and never again", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const { json: made } = await owner.live.post("/keys", { kind: "secret" });
    expect(await opens(gateway, made.key)).toBe(true);
    const rolled = (await owner.live.post(`/keys/${made.id}/roll`, {})).json;
    expect(rolled).toMatchObject({ previous: { key: null, last: made.key.slice(-4) } });
    expect(await opens(gateway, rolled.key.key)).toBe(true);

    const { json, text } = await owner.live.get("/keys");
    expect(text).not.toContain(made.key);
    expect(text).not.toContain(rolled.key.key);
    const listed = (id: string) => json.data.find((key: { id: string }) => key.id === id);
    expect(listed(made.id)).toMatchObject({ key: null, last: made.key.slice(-4), expires_at: "2026-01-16T03:00:00Z" });
    expect(listed(rolled.key.id)).toMatchObject({ key: null, last: rolled.key.key.slice(-4), state: "working" });
    expect(json.data.find(({ kind }: { kind: string }) => kind === "public").key).toMatch(/^pkey_/);
  });

  test("a key has the name that people give it, and its successor has it too", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const made = (await owner.test.post("/keys", { kind: "secret", name: "shop's server" })).json;
    expect(made.name).toBe("shop's server");
    expect((await owner.test.post(`/keys/${made.id}/rename`, { name: "ร้านเก่า" })).json).toMatchObject({
      name: "ร้านเก่า",
    });
    expect((await owner.test.post(`/keys/${made.id}/roll`)).json.key.name).toBe("ร้านเก่า");
    expect((await owner.test.post(`/keys/${made.id}/rename`, { name: "" })).json.name).toBeNull();
    expect((await owner.test.post(`/keys/${made.id}/rename`, { name: "x".repeat(61) })).status).toBe(400);
  });

  test("when a key was last used is told to ten minutes, and never of one that opened nothing", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const { json: idle } = await owner.test.post("/keys", { kind: "secret" });
    const used = async () => (await keyWith(owner.test, gateway.secretKey)).last_used_at;
    expect(await opens(gateway, gateway.secretKey)).toBe(true);
    expect(await used()).toBe("2026-01-15T03:00:00Z");
    await gateway.advance(minutes(9));
    expect(await opens(gateway, gateway.secretKey)).toBe(true);
    expect(await used()).toBe("2026-01-15T03:00:00Z");
    await gateway.advance(minutes(1));
    expect(await opens(gateway, gateway.secretKey)).toBe(true);
    expect(await used()).toBe("2026-01-15T03:10:00Z");
    await opens(gateway, `${gateway.secretKey}x`);
    const { data } = (await owner.test.get("/keys")).json;
    expect(data.find(({ id }: { id: string }) => id === idle.id).last_used_at).toBeNull();
  });

  test("if the last two keys are revoked at the same time, one revocation is refused", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const one = await keyWith(owner.test, gateway.secretKey);
    const other = (await owner.test.post("/keys", { kind: "secret" })).json;
    const answers = await Promise.all([one, other].map(({ id }) => owner.test.post(`/keys/${id}/revoke`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect([await opens(gateway, gateway.secretKey), await opens(gateway, other.key)].sort()).toEqual([false, true]);
  });

  test("if one key is rolled twice at the same time, one request makes the successor and the other is refused", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const { id } = await keyWith(owner.test, gateway.secretKey);
    const answers = await Promise.all([1, 2].map(() => owner.test.post(`/keys/${id}/roll`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const secrets = (await owner.test.get("/keys")).json.data.filter(({ kind }: { kind: string }) => kind === "secret");
    expect(secrets).toHaveLength(2);
  });
});

test("no account is left without a key by accident, and no key is rolled or revoked twice", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const { id } = await keyWith(owner.test, gateway.secretKey);
  expect(await owner.test.post(`/keys/${id}/revoke`)).toMatchObject({
    status: 400,
    json: {
      message: "this is the only secret key that keeps working: roll it instead, which makes another in its place",
    },
  });
  const { json: rolled } = await owner.test.post(`/keys/${id}/roll`);
  const messages = [
    await owner.test.post(`/keys/${id}/roll`),
    await owner.test.post(`/keys/${rolled.key.id}/revoke`),
    await owner.test.post("/keys/key_0000000000000000/revoke"),
    await owner.test.post(`/keys/${id}/roll`, { overlap_hours: 169 }),
  ].map(({ json }) => json.message);
  expect(messages).toEqual([
    "the key was rolled already and stops working by itself",
    expect.stringContaining("roll it instead"),
    "the key was not found",
    "overlap_hours must be from 0 to 168",
  ]);
  expect((await owner.test.post(`/keys/${id}/revoke`)).status).toBe(200);
  expect((await owner.test.post(`/keys/${id}/revoke`)).json.message).toBe("the key was revoked already");
});

test("the id of a key tells nothing of the key: not even whoever guesses it can see that they guessed right", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const fixed = await keyWith(owner.test, gateway.secretKey);
  const [account] = await gateway.gateway.store.account.all();
  if (!account) throw new Error("there is no merchant");
  const again = keyRow(gateway.gateway, account, "secret", gateway.secretKey);
  expect(again.id).not.toBe(fixed.id);
  const digest = createHash("sha256").update(gateway.secretKey).digest("hex");
  for (const { id } of [fixed, again]) expect(digest).not.toContain(id.replace(/^key_(test_)?/, ""));
});

test("a list of keys shows no secret one; to look at one of test mode is an act that stands in the audit log", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const listed = await owner.test.get("/keys");
  expect(listed.text).not.toContain(gateway.secretKey);
  expect(listed.text).toContain(gateway.publicKey);
  const { id } = await keyWith(owner.test, gateway.secretKey);
  expect((await owner.test.post(`/keys/${id}/reveal`)).json.key).toBe(gateway.secretKey);
  expect((await owner.live.post(`/keys/${id}/reveal`)).status).toBe(404);
  const live = await keyWith(owner.live, gateway.liveSecretKey);
  expect((await owner.live.post(`/keys/${live.id}/reveal`)).json).toMatchObject({
    code: "bad_request",
    message: "a live secret key is shown once, when it is made",
  });
  expect((await owner.team.get("/audit")).json.data).toEqual([
    expect.objectContaining({ act: "POST /keys/:id/reveal", object_id: id, mode: "test", before: {}, after: {} }),
  ]);
});

test("one mode's keys are not the other's, and who may only look sees none", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const support = await signedIn(gateway, "viewer");
  const { id } = await keyWith(owner.test, gateway.secretKey);
  expect((await owner.live.post(`/keys/${id}/roll`)).status).toBe(404);
  expect((await support.test.get("/keys")).status).toBe(403);
});

test("a key that was made under an idempotency key is kept in no answer that could be read again", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const headers = { "idempotency-key": "once" };
  const { json } = await owner.live.post("/keys", { kind: "secret" }, { headers });
  const { store } = gateway.gateway;
  const live = await firstAccount(store, "live");
  expect(json.key).toMatch(/^skey_/);
  expect(await store.idempotency.get(live.id, "once")).toBeUndefined();
});

test("the command line shows until when a rolled key works", async () => {
  const folder = aFolder();
  const gateway = await aGateway({ environment: { CHAMRA_DATA: folder } });
  const owner = await signedIn(gateway, "owner");
  const { id } = await keyWith(owner.test, gateway.secretKey);
  await owner.test.post(`/keys/${id}/roll`, { overlap_hours: 48 });
  const [account] = await gateway.gateway.store.account.all();
  const { out } = await chamra(["key", "list", account?.id ?? "", "--json"], { CHAMRA_DATA: folder });
  expect(JSON.parse(out)).toContainEqual(
    expect.objectContaining({ id, revoked_at: null, expires_at: "2026-01-17T03:00:00Z", state: "expired" }), // by this machine's clock
  );
});

async function opens(gateway: TestGateway, key: string): Promise<boolean> {
  return (await gateway.call("GET", "/balance", { key })).status === 200;
}

async function keyWith(api: Seat["test"], text: string) {
  const { json } = await api.get("/keys");
  return json.data.find(
    ({ kind, last }: { kind: string; last: string }) => kind === "secret" && last === text.slice(-4),
  );
}
