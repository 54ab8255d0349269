import { expect, test } from "vitest";
import { dashboardEndpoints, merchantEndpoints } from "../../src/api/contract.ts";
import { type Right, rightOver, rightsOf, roleNames } from "../../src/domain/team/role.ts";
import { cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";

const somewhere = "chrg_test_5xuy4w91xqz7d1w9u0t";

test.each(roleNames)(
  "for the role %s each entry opens exactly where the table of rights says, in test and live mode",
  async (role) => {
    const gateway = await aGateway();
    for (const { method, path, right, scope, raw } of dashboardEndpoints) {
      if (!right) continue;
      const { member, live, test, team } = await signedIn(gateway, role);
      const places =
        scope === "team"
          ? [{ api: team, livemode: true }]
          : [
              { api: live, livemode: true },
              { api: test, livemode: false },
            ];
      for (const { api, livemode } of places) {
        const may = rightsOf(member, livemode).includes(right);
        if (may && raw) continue; // a stream does not end
        const address = path.replace(/:\w+/g, somewhere);
        const { status, json } = await api.send(method, address);
        const said = `${method} ${path} as ${role} in ${livemode ? "live" : "test"} mode: ${status} ${json?.message}`;
        if (may) expect(status, said).not.toBe(403);
        else expect([status, json.code], said).toEqual([403, "forbidden"]);
      }
    }
  },
);

test.each(roleNames)(
  "the role %s creates, reveals, rolls and revokes exactly the keys that the table says",
  async (role) => {
    const gateway = await aGateway();
    const owner = await signedIn(gateway, "owner");
    const { member, live, test } = await signedIn(gateway, role);
    for (const [mode, livemode] of [
      ["test", false],
      ["live", true],
    ] as const) {
      const api = livemode ? live : test;
      for (const kind of ["public", "secret"] as const) {
        const { json: key } = await owner[mode].post("/keys", { kind });
        const may = rightsOf(member, livemode).includes(rightOver[kind]);
        for (const [path, body] of [
          ["/keys", { kind }],
          [`/keys/${key.id}/reveal`, {}],
          [`/keys/${key.id}/roll`, { overlap_hours: 1 }],
          [`/keys/${key.id}/revoke`, {}],
        ] as const) {
          const { status, json } = await api.post(path, body);
          const said = `${path} of a ${mode} ${kind} key as ${role}: ${status} ${json.message}`;
          if (may) expect(status, said).not.toBe(403);
          else expect([status, json.code], said).toEqual([403, "forbidden"]);
        }
      }
    }
  },
);

test("a developer neither makes a live secret key nor decides in live mode who hears of money and what signs it", async () => {
  const gateway = await aGateway();
  const { live } = await signedIn(gateway, "developer");
  expect((await live.post("/keys", { kind: "secret" })).json.message).toBe(
    "your role may not create, reveal, roll and revoke secret keys and the webhook secret in live mode: that takes the role owner or admin",
  );
  for (const [path, body] of [
    ["/webhook", { uri: "https://attacker.example/hook" }],
    ["/webhook/reveal", {}],
    ["/webhook/roll", {}],
  ] as const)
    expect((await live.post(path, body)).json.code, path).toBe("forbidden");
  expect((await live.post("/keys", { kind: "public" })).status).toBe(200);
});

test("a role that may make secret keys has all rights of a key: a key never has more rights than its maker", () => {
  const ofKeys = new Set<Right>(["settings"]); // PATCH /account
  for (const { auth, right } of merchantEndpoints) if (auth !== "public" && right) ofKeys.add(right);
  for (const role of roleNames)
    for (const livemode of [false, true]) {
      const own = rightsOf({ role, operator: false }, livemode);
      if (own.includes("secret_keys")) expect(own, `${role} ${livemode}`).toEqual(expect.arrayContaining([...ofKeys]));
    }
});

test("to run the server takes more than any role", async () => {
  const gateway = await aGateway();
  const entries = dashboardEndpoints.filter(({ right }) => right === "operate");
  expect(entries).not.toEqual([]);
  const owner = await signedIn(gateway, "owner");
  const operator = await signedIn(gateway, "viewer", { operator: true });
  for (const { path } of entries.filter(({ method }) => method === "GET")) {
    expect((await owner.team.get(path)).json.message).toContain("only who runs this server");
    expect((await operator.team.get(path)).status).toBe(200);
  }
  expect((await operator.team.get("/session")).json.rights).toEqual({
    test: ["view", "operate"],
    live: ["view", "operate"],
  });
});

test("a refusal says which roles may", async () => {
  const gateway = await aGateway();
  const { live, team } = await signedIn(gateway, "developer");
  const capture = await live.post(`/charges/${somewhere}/capture`);
  expect(capture.json.message).toBe(
    "your role may not charge customers' cards, capture, reverse and expire charges in live mode: that takes the role owner or admin",
  );
  expect((await team.get("/team")).json.message).toContain("that takes the role owner or admin");
});

test("without a right stands only what every member does with their own things, and signing in", () => {
  const open = dashboardEndpoints.filter(({ right }) => right === undefined);
  for (const { path, scope } of open) {
    expect(scope === "visitor" || /^\/(session|sign-out|me)(\/|$)/.test(path), path).toBe(true);
  }
});

test("a new role counts from the next request on, and a member who was removed is out", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const { live, member } = await signedIn(gateway, "viewer");
  expect((await live.post(`/charges/${somewhere}/capture`)).status).toBe(403);
  expect((await owner.team.post(`/team/members/${member.id}`, { role: "admin" })).json.role).toBe("admin");
  expect((await live.post(`/charges/${somewhere}/capture`)).status).toBe(404);
  expect((await owner.team.post(`/team/members/${member.id}/remove`)).status).toBe(200);
  expect((await live.get("/charges")).status).toBe(401);
});

test("support refunds a charge, and charges no card; finance and a viewer do neither", async () => {
  const gateway = await aGateway();
  for (const [role, refunds] of [
    ["support", 200],
    ["finance", 403],
    ["viewer", 403],
  ] as const) {
    const { json: charge } = await cardCharge(gateway);
    const { test: seat } = await signedIn(gateway, role);
    expect((await seat.post(`/charges/${charge.id}/refunds`, { amount: 2_000 })).status, role).toBe(refunds);
    expect((await seat.post("/charges", { amount: 2_000, currency: "thb" })).status, role).toBe(403);
  }
});
