import { describe, expect, test } from "vitest";
import { seconds } from "../../src/domain/base/time.ts";
import { chamra } from "../cli/chamra.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aFolder, engines } from "../storage/engine.ts";

describe.each(engines)("on %s", (engine) => {
  test("a key keeps its permissions: in the list, after a name and in its successor; the audit log has them", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const permissions = { charge: "write", balance: "read" };
    const made = (await owner.live.post("/keys", { kind: "secret", name: "reports", permissions })).json;
    expect(made.permissions).toEqual(permissions);
    await owner.live.post(`/keys/${made.id}/rename`, { name: "daily reports" });
    const { json: rolled } = await owner.live.post(`/keys/${made.id}/roll`);
    expect(rolled).toMatchObject({ key: { permissions, name: "daily reports" }, previous: { permissions } });

    const { json: list } = await owner.live.get("/keys");
    const shown = new Map(list.data.map((key: { id: string; permissions: unknown }) => [key.id, key.permissions]));
    expect([shown.get(made.id), shown.get(rolled.key.id)]).toEqual([permissions, permissions]);
    expect(list.data.some((key: { permissions: unknown }) => key.permissions === null)).toBe(true);
    expect(list.grantable).toMatchObject({ charge: "write", balance: "read" });
    for (const key of [made.key, rolled.key.key]) {
      const status = async (path: string) => (await gateway.call("GET", path, { key })).status;
      expect([await status("/balance"), await status("/balance"), await status("/refunds")]).toEqual([200, 200, 403]);
      await gateway.advance(seconds(3)); // past what the gatekeeper remembers
      expect([await status("/balance"), await status("/refunds")]).toEqual([200, 403]);
    }
    const { data: acts } = (await owner.team.get("/audit")).json;
    const created = acts.find(({ act }: { act: string }) => act === "POST /keys");
    expect(created.after[`api_keys ${made.id}`]).toMatchObject({ name: "reports", permissions });
  });
});

test("a key is restricted to what there is, and only a secret one", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const refused = async (kind: string, permissions: unknown) =>
    (await owner.test.post("/keys", { kind, permissions })).json.message;
  expect([
    await refused("public", { charge: "read" }),
    await refused("secret", {}),
    await refused("secret", { balance: "write" }),
    await refused("secret", { invoice: "read" }),
    await refused("secret", { charge: "all" }),
  ]).toEqual([
    "only secret keys can be restricted",
    "a restricted key needs one permission at least",
    "balance can only be read",
    expect.stringMatching(/^keys can be given customer, .*, not invoice$/),
    expect.stringContaining("is invalid"),
  ]);
  expect((await owner.test.get("/keys")).json.data).toHaveLength(2);
});

test("a developer makes no live secret key, restricted or not", async () => {
  const gateway = await aGateway();
  const developer = await signedIn(gateway, "developer");
  const asked = { kind: "secret", permissions: { charge: "read" } };
  expect((await developer.live.post("/keys", asked)).status).toBe(403);
  expect((await developer.test.post("/keys", asked)).status).toBe(200);
});

test("the command line makes a restricted key and lists what each is for", async () => {
  const folder = aFolder();
  const gateway = await aGateway({ environment: { CHAMRA_DATA: folder } });
  const [account] = await gateway.gateway.store.account.all();
  const run = (words: string[]) => chamra(["key", ...words], { CHAMRA_DATA: folder });
  const create = ["create", account?.id ?? "", "secret", "--json", "--permissions"];
  const made = JSON.parse((await run([...create, "charge:read, refund:write"])).out);
  expect(made.permissions).toEqual({ charge: "read", refund: "write" });
  expect((await gateway.call("GET", "/charges", { key: made.key })).status).toBe(200);
  expect((await gateway.call("GET", "/balance", { key: made.key })).status).toBe(403);
  expect((await run(["list", account?.id ?? ""])).out).toContain("charge:read,refund:write");
  expect((await run([...create, "invoice:read"])).err).toContain("not invoice");
});
