import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dashboardEndpoints } from "../../src/api/contract.ts";
import { Secret } from "../../src/domain/base/secret.ts";
import type { Changes } from "../../src/domain/changes.ts";
import { hashPassword } from "../../src/operations/team/password.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { password, signedIn, visitor } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

const engines = ["sqlite", "postgres"] as const;

/** Records all later saves, as the database gets them. */
function watchedSaves({ gateway }: TestGateway): Changes[] {
  const saves: Changes[] = [];
  const { save } = gateway.store;
  gateway.store.save = (changes) => {
    saves.push(changes);
    return save(changes);
  };
  return saves;
}

describe.each(engines)("on %s", (engine) => {
  test("a refund from the dashboard stands in the log with who, where, before and after", async () => {
    const gateway = await aGateway({ engine });
    const { test: dashboard, team, member } = await signedIn(gateway, "owner", { name: "Malee" });
    const { json: charge } = await cardCharge(gateway);
    const { json: refund } = await dashboard.post(`/charges/${charge.id}/refunds`, { amount: 1000 });
    const { json } = await team.get("/audit");
    const acts = json.data.filter(({ act }: { act: string }) => act === "POST /charges/:id/refunds");
    expect(acts.length).toBeGreaterThan(0);
    for (const act of acts)
      expect(act).toMatchObject({
        member: { id: member.id, name: "Malee" },
        mode: "test",
        object_id: charge.id,
        ip: "127.0.0.1",
      });
    const changed = Object.assign({}, ...acts.map(({ after }: { after: object }) => after));
    expect(changed[`refunds ${refund.id}`]).toMatchObject({ amount: 1000 });
    const before = Object.assign({}, ...acts.map((each: { before: object }) => each.before));
    expect(before[`charges ${charge.id}`]).toMatchObject({ refunded_amount: 0 });
    expect(json.next).toBeNull();
  });

  test("the row is in the very commit that it tells of", async () => {
    const gateway = await aGateway({ engine });
    const { team, test: dashboard } = await signedIn(gateway, "owner");
    const { json: charge } = await kplusCharge(gateway);
    const saves = watchedSaves(gateway);
    await team.post("/me", { name: "Malee" });
    await dashboard.post(`/charges/${charge.id}/expire`);
    expect(saves.length).toBeGreaterThan(1);
    for (const { insert } of saves) expect(insert?.audit).toHaveLength(1);
  });

  test("what a key changes of the settings stands in the log with the key that did it, in the same commit", async () => {
    const gateway = await aGateway({ engine });
    const { team, live } = await signedIn(gateway, "owner");
    const saves = watchedSaves(gateway);
    const change = { webhook_uri: "https://attacker.example/hook" };
    for (const headers of [{}, { "idempotency-key": "once" }, { "idempotency-key": "once" }]) {
      const options = { key: gateway.liveSecretKey, json: change, headers: headers as Record<string, string> };
      expect((await gateway.call("PATCH", "/account", options)).status).toBe(200);
    }
    await gateway.call("PATCH", "/account/api_version", { json: { api_version: "2017-11-02" } });
    expect(saves.filter(({ update }) => update?.accounts)).toHaveLength(3);
    for (const { update, insert } of saves) if (update?.accounts) expect(insert?.audit).toHaveLength(1);
    const last = gateway.liveSecretKey.slice(-4);
    const { data } = (await live.get("/keys")).json;
    const { id } = data.find((key: { last: string; kind: string }) => key.kind === "secret" && key.last === last);
    const rows = (await team.get("/audit")).json.data;
    expect(rows.map(({ act, mode }: { act: string; mode: string }) => [act, mode])).toEqual([
      ["PATCH /account/api_version", "test"],
      ["PATCH /account", "live"], // a repeat with the same key is answered from the stored answer, and changes nothing
      ["PATCH /account", "live"],
    ]);
    const [account] = Object.keys(rows[2].after);
    expect(rows[2]).toMatchObject({
      member: null,
      key: { id, kind: "secret", last },
      ip: "127.0.0.1",
      before: { [String(account)]: { webhook_uri: null } },
      after: { [String(account)]: change },
    });
    for (const { violations } of gateway.gateway.store.verify.invariants) expect(await violations()).toEqual([]);
  });

  test("payments by keys wait for no place in the team's log: none of their saves touches it", async () => {
    const gateway = await aGateway({ engine });
    const charges = await Promise.all(Array.from({ length: 5 }, () => kplusCharge(gateway)));
    const { json: paid } = await cardCharge(gateway);
    const saves = watchedSaves(gateway);
    const acts = charges.map(({ json }) => gateway.call("POST", `/charges/${json.id}/expire`));
    acts.push(gateway.call("POST", `/charges/${paid.id}/refunds`, { body: { amount: 100 } }), cardCharge(gateway));
    for (const { status } of await Promise.all(acts)) expect(status).toBe(200);
    expect(saves.length).toBeGreaterThan(charges.length);
    for (const { insert, update } of saves)
      expect([insert?.audit, update?.audit_chains]).toEqual([undefined, undefined]);
  });

  test("concurrent acts get distinct numbers, and the chain holds", async () => {
    const gateway = await aGateway({ engine });
    const seats = await Promise.all(Array.from({ length: 8 }, () => signedIn(gateway, "admin")));
    await Promise.all(seats.map(({ team }, index) => team.post("/me", { name: `Admin ${index}` })));
    const { json } = await (seats[0] ?? (await signedIn(gateway, "owner"))).team.get("/audit");
    expect(json.data.map(({ number }: { number: number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    const { invariants } = gateway.gateway.store.verify;
    for (const { violations } of invariants) expect(await violations()).toEqual([]);
  });
});

test("a refused act leaves nothing in the log, and a refund by a key is not in it", async () => {
  const gateway = await aGateway();
  const { test: dashboard, team } = await signedIn(gateway, "owner");
  const { json: charge } = await cardCharge(gateway);
  expect((await dashboard.post(`/charges/${charge.id}/capture`)).status).toBe(400);
  expect((await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 100 } })).status).toBe(200);
  expect((await team.get("/audit")).json.data).toEqual([]);
});

test("looking changes nothing, so it leaves nothing in the log", async () => {
  const gateway = await aGateway();
  const { test: dashboard, live, team, member } = await signedIn(gateway, "owner", { operator: true });
  const { json: charge } = await cardCharge(gateway);
  for (const { method, path, scope, raw } of dashboardEndpoints) {
    if (method !== "GET" || raw) continue; // a stream does not end, and downloads are recorded
    for (const api of scope === "team" ? [team] : [dashboard, live]) await api.get(path.replace(/:\w+/g, charge.id));
  }
  expect(await gateway.gateway.store.audit.list(member.team, null, 100)).toEqual([]);
});

test("a look at a secret stands in the log, though it changes nothing", async () => {
  const gateway = await aGateway();
  const { live, team, member } = await signedIn(gateway, "owner");
  expect((await live.post("/webhook/reveal")).json.secret).toEqual(expect.any(String));
  const { data } = (await team.get("/audit")).json;
  expect(data).toEqual([
    expect.objectContaining({ act: "POST /webhook/reveal", mode: "live", before: {}, after: {}, number: 1 }),
  ]);
  expect(data[0].member.id).toBe(member.id);
});

test("whoever takes all charges with them stands in the log, with what they searched for", async () => {
  const gateway = await aGateway();
  const { live, team, member } = await signedIn(gateway, "viewer");
  const owner = await signedIn(gateway, "owner");
  expect((await live.get("/export/charges.csv?status=successful&q=4242424242424242")).status).toBe(200);
  expect((await team.get("/audit")).status).toBe(403);
  expect((await owner.team.get("/audit")).json.data).toEqual([
    expect.objectContaining({
      act: "GET /export/charges.csv",
      member: { id: member.id, name: member.name },
      mode: "live",
      after: { search: expect.objectContaining({ status: "successful", q: "••••" }) },
    }),
  ]);
});

test("a row about an act is in the log before the act goes on", async () => {
  const gateway = await aGateway();
  const { test: dashboard } = await signedIn(gateway, "owner");
  const [account] = await gateway.gateway.store.account.all();
  const team = account?.team ?? "";
  await dashboard.post("/webhook", { uri: "http://127.0.0.1:9/hook" });
  let before: string | undefined;
  const { post } = gateway.gateway.webhooks;
  gateway.gateway.webhooks.post = async (...sent) => {
    [before] = (await gateway.gateway.store.audit.list(team, null, 1)).map(({ act }) => act);
    return post(...sent);
  };
  await dashboard.post("/webhook/test");
  expect(before).toBe("POST /webhook/test");
});

test("signing in and failing to are in the log of the team; what a stranger tries is in none", async () => {
  const gateway = await aGateway();
  const { team, member } = await signedIn(gateway, "owner", { password: await hashPassword(new Secret(password)) });
  await visitor(gateway).post("/sign-in", { email: "stranger@example.com", password: "wrong" });
  await visitor(gateway).post("/sign-in", { email: member.email, password: "wrong" });
  await visitor(gateway).post("/sign-in", { email: member.email, password });
  const { data } = (await team.get("/audit")).json;
  expect(
    data.map(({ act, after }: { act: string; after: object }) => [act, Object.keys(after)[0]?.split(" ")[0]]),
  ).toEqual([
    ["POST /sign-in", "sessions"],
    ["POST /sign-in", "refused"],
  ]);
  expect(data[1]).toMatchObject({ member: { id: member.id }, after: { refused: "sign_in_failed" }, mode: null });
});

test("no secret is in the log: neither passwords, tokens and codes nor their hashes, nor what a merchant mistook for metadata", async () => {
  const gateway = await aGateway();
  const { team, test: dashboard, token, member } = await signedIn(gateway, "owner");
  await team.post("/me/password", { password });
  const { json: offer } = await team.post("/me/totp");
  const { json: invitation } = await team.post("/team/invitations", { email: "nok@example.com", role: "support" });
  const joined = await visitor(gateway).post("/join", { token: invitation.link.split("#")[1], name: "Nok", password });
  expect(joined.status).toBe(200);
  const { json: charge } = await cardCharge(gateway);
  const metadata = { note: "4242 4242 4242 4242", number: 4242424242424242 };
  expect((await dashboard.post(`/charges/${charge.id}/refunds`, { amount: 1000, metadata })).status).toBe(200);
  const rows = JSON.stringify(await gateway.gateway.store.audit.list(member.team, null, 1_000));
  expect(rows).toContain("••••");
  const { password: hash } = (await gateway.gateway.store.member.get(member.id)) ?? {};
  for (const secret of [
    password,
    token,
    offer.secret,
    invitation.link.split("#")[1],
    hash,
    "scrypt",
    "4242424242424242",
    "4242 4242",
  ])
    expect(rows).not.toContain(secret);
});

test("the log is read in pages, from the newest row to the first", async () => {
  const gateway = await aGateway();
  const { team } = await signedIn(gateway, "owner");
  for (let count = 1; count <= 60; count += 1) await team.post("/me", { name: `Malee ${count}` });
  const first = (await team.get("/audit")).json;
  expect([first.data[0].number, first.data.length, first.next]).toEqual([60, 50, 11]);
  const second = (await team.get(`/audit?before=${first.next}`)).json;
  expect([second.data[0].number, second.data.at(-1).number, second.next]).toEqual([10, 1, null]);
});

test("the audit log of another team cannot be read", async () => {
  const gateway = await aGateway();
  const { team } = await signedIn(gateway, "owner");
  await team.post("/me", { name: "Malee" });
  expect((await gateway.gateway.store.audit.list("acct_5z4ykxh42cn7qsxw1w5", null, 10)).length).toBe(0);
});

test("whatever a member can do has words in the log, in both languages", () => {
  const texts = readFileSync(join(import.meta.dirname, "../../web/dashboard/texts/audit.ts"), "utf8");
  const recorded = dashboardEndpoints.filter(({ method, path }) => method !== "GET" || path.startsWith("/export/"));
  const named = recorded.map(({ method, path }) => `${method} ${path}`);
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter((act) => texts.split(`"${act}": "`).length !== 3)).toEqual([]);
});
