import { describe, expect, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { Secret } from "../../src/domain/base/secret.ts";
import { days } from "../../src/domain/base/time.ts";
import type { Role } from "../../src/domain/team/role.ts";
import type { Gateway } from "../../src/operations/gateway.ts";
import { join } from "../../src/operations/team/team.ts";
import { followedLink, password, type Seat, seatFrom, signedIn, visitor } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

const engines = ["sqlite", "postgres"] as const;

/** Removes the first owner, so that a test has only its own members. */
async function withoutFirstOwner(gateway: TestGateway): Promise<void> {
  const { store, now } = gateway.gateway;
  const [first] = await store.member.operators();
  if (first) await store.save({ update: { members: [{ ...first, version: first.version + 1, removedAt: now() }] } });
}

type Invitation = { id: string; link: string };

const invited = async ({ team }: Seat, role: Role): Promise<Invitation> =>
  (await team.post("/team/invitations", { email: "nok@example.com", role })).json;

const follow = (gateway: TestGateway, { link }: Pick<Invitation, "link">) =>
  visitor(gateway).post("/join", { token: link.split("#")[1], name: "Nok", password });

describe.each(engines)("on %s", (engine) => {
  test("somebody who is invited joins by the link with a name and a password, once", async () => {
    const gateway = await aGateway({ engine });
    const { team } = await signedIn(gateway, "owner");
    const { json: invitation } = await team.post("/team/invitations", { email: "Nok@Example.com", role: "developer" });
    expect(invitation).toMatchObject({ object: "invitation", email: "nok@example.com", role: "developer" });
    const [address, token] = invitation.link.split("#");
    expect(address).toBe(`${gateway.publicUrl}/dashboard/join`);
    expect((await team.get("/team")).json.invitations).toEqual([
      {
        object: "invitation",
        id: invitation.id,
        email: "nok@example.com",
        role: "developer",
        expires_at: "2026-01-22T03:00:00Z",
      },
    ]);
    const join = (body: Record<string, unknown>) => visitor(gateway).post("/join", { token, name: "Nok", ...body });
    expect((await join({ password: "short" })).json.message).toContain("too short");
    const answers = await Promise.all([join({ password }), join({ password })]);
    expect(answers.map(({ status }) => status).sort()[0]).toBe(200);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const joined = answers.find(({ status }) => status === 200);
    if (!joined) throw new Error("nobody joined");
    expect(joined.json.member).toMatchObject({ name: "Nok", role: "developer", operator: false });
    expect((await seatFrom(gateway, joined).test.get("/charges")).status).toBe(200);
    expect((await visitor(gateway).post("/sign-in", { email: "nok@example.com", password })).status).toBe(200);
    const { members, invitations } = (await team.get("/team")).json;
    expect(invitations).toEqual([]);
    expect(members.map(({ email }: { email: string }) => email)).toContain("nok@example.com");
  });

  test("whoever is removed or made less does not come back by an invitation that they made before", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    for (const act of [{ path: "/remove" }, { path: "", role: "developer" }]) {
      const admin = await signedIn(gateway, "admin");
      const invitation = await invited(admin, "admin");
      const { path, ...body } = act;
      expect((await owner.team.post(`/team/members/${admin.member.id}${path}`, body)).status).toBe(200);
      expect((await follow(gateway, invitation)).json.code).toBe("sign_in_failed");
      expect((await owner.team.get("/team")).json.invitations).toEqual([]);
      const [log] = (await owner.team.get("/audit")).json.data;
      expect(log.after[`one_time_links ${invitation.id}`]).toEqual({ revoked_at: gateway.now() }); // in the same commit
    }
    const second = await signedIn(gateway, "owner");
    const [asOwner, asAdmin] = [await invited(second, "owner"), await invited(second, "admin")];
    await owner.team.post(`/team/members/${second.member.id}`, { role: "admin" });
    expect((await follow(gateway, asOwner)).json.code).toBe("sign_in_failed");
    expect((await follow(gateway, asAdmin)).status).toBe(200); // an admin may still invite an admin
  });

  test("an invitation leads nowhere when its maker goes while it is made, or while it is followed", async () => {
    const gateway = await aGateway({ engine });
    const { store } = gateway.gateway;
    const admin = await signedIn(gateway, "admin");
    const token = (await invited(admin, "admin")).link.split("#")[1] ?? "";
    const goes = async () => {
      const maker = await store.member.get(admin.member.id);
      if (maker?.removedAt === null)
        await store.save({ update: { members: [revise(maker, { removedAt: gateway.now() })] } });
    };
    const meanwhile: Gateway = {
      ...gateway.gateway,
      store: {
        ...store,
        save: async (changes) => {
          await goes();
          return store.save(changes);
        },
      },
    };
    const network = { name: "127.0.0.1", wide: null, kind: "private" } as const;
    const newcomer = { token, name: "Nok", password: new Secret(password) };
    const joins = (into: Gateway) => join(into, { ip: "127.0.0.1", network, userAgent: "test" }, newcomer);
    await expect(joins(meanwhile)).rejects.toMatchObject({ code: "sign_in_failed" });
    await expect(joins(gateway.gateway)).rejects.toMatchObject({ code: "sign_in_failed" });
    expect(await store.member.byEmail("nok@example.com")).toBeUndefined();
  });

  test("two owners who remove each other at the same moment leave one", async () => {
    const gateway = await aGateway({ engine });
    await withoutFirstOwner(gateway);
    const one = await signedIn(gateway, "owner");
    const other = await signedIn(gateway, "owner");
    await Promise.all([
      one.team.post(`/team/members/${other.member.id}/remove`),
      other.team.post(`/team/members/${one.member.id}`, { role: "support" }),
    ]);
    const members = await gateway.gateway.store.member.ofTeam(one.member.team);
    expect(members.filter(({ role }) => role === "owner")).toHaveLength(1);
  });
});

test("the last owner can neither go nor become less, and an admin can do nothing to an owner nor make one", async () => {
  const gateway = await aGateway();
  await withoutFirstOwner(gateway);
  const owner = await signedIn(gateway, "owner");
  const admin = await signedIn(gateway, "admin");
  const { id } = owner.member;
  for (const refused of [
    await owner.team.post(`/team/members/${id}/remove`),
    await owner.team.post(`/team/members/${id}`, { role: "admin" }),
  ]) {
    expect([refused.status, refused.json.message]).toEqual([400, expect.stringContaining("the last owner")]);
  }
  for (const refused of [
    await admin.team.post(`/team/members/${id}/remove`),
    await admin.team.post(`/team/members/${id}`, { role: "support" }),
    await admin.team.post(`/team/members/${admin.member.id}`, { role: "owner" }),
    await admin.team.post("/team/invitations", { email: "x@example.com", role: "owner" }),
  ]) {
    expect([refused.status, refused.json.code]).toEqual([403, "forbidden"]);
  }
  expect((await owner.team.post(`/team/members/${admin.member.id}`, { role: "owner" })).json.role).toBe("owner");
  expect((await owner.team.post(`/team/members/${id}`, { role: "support" })).json.role).toBe("support");
});

test("a member who runs the server can be changed only by another who does", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const operator = await signedIn(gateway, "admin", { operator: true });
  expect((await owner.team.post(`/team/members/${operator.member.id}/remove`)).json.code).toBe("forbidden");
  const another = await signedIn(gateway, "admin", { operator: true });
  expect((await another.team.post(`/team/members/${operator.member.id}/remove`)).status).toBe(200);
});

test("an invitation can be taken back, ends after a week, and goes to nobody who is a member already", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "admin");
  const { team, member } = seat;
  expect((await team.post("/team/invitations", { email: member.email, role: "support" })).json.code).toBe(
    "bad_request",
  );
  expect((await team.post("/team/invitations", { email: "nobody", role: "support" })).json.message).toBe(
    "email must be an e-mail address",
  );
  const first = await invited(seat, "support");
  expect((await team.post(`/team/invitations/${first.id}/revoke`)).status).toBe(200);
  expect((await team.post(`/team/invitations/${first.id}/revoke`)).json.code).toBe("not_found");
  expect((await follow(gateway, first)).json.code).toBe("sign_in_failed");
  const second = await invited(seat, "support");
  await gateway.advance(days(7));
  const owner = await signedIn(gateway, "owner");
  expect((await follow(gateway, second)).json.code).toBe("sign_in_failed");
  expect((await owner.team.get("/team")).json.invitations).toEqual([]);
});

test("a removed member can be invited again, and is a new member then", async () => {
  const gateway = await aGateway();
  const { team } = await signedIn(gateway, "owner");
  const { member: gone } = await signedIn(gateway, "viewer", { email: "nok@example.com" });
  await team.post(`/team/members/${gone.id}/remove`);
  const { json } = await team.post("/team/invitations", { email: "nok@example.com", role: "developer" });
  const joined = await visitor(gateway).post("/join", { token: json.link.split("#")[1], name: "Nok", password });
  expect(joined.json.member).toMatchObject({ role: "developer", email: "nok@example.com" });
  expect(joined.json.member.id).not.toBe(gone.id);
});

test("members and invitations of another team are not there", async () => {
  const gateway = await aGateway();
  const { team } = await signedIn(gateway, "owner");
  const stranger = await signedIn(gateway, "viewer", { team: "acct_5z4ykxh42cn7qsxw1w5" });
  expect((await team.post(`/team/members/${stranger.member.id}`, { role: "admin" })).json.code).toBe("not_found");
  expect((await team.post(`/team/members/${stranger.member.id}/remove`)).json.code).toBe("not_found");
  expect((await team.get("/team")).text).not.toContain(stranger.member.email);
});

test("the first merchant has an owner who runs the server, and the table of roles is the one that is enforced", async () => {
  const gateway = await aGateway();
  const [first] = await gateway.gateway.store.member.operators();
  expect(first).toMatchObject({ email: "owner@example.com", role: "owner", operator: true, password: null });
  if (!first) return;
  const { team } = seatFrom(gateway, await followedLink(gateway, first));
  const { json } = await team.get("/team");
  expect(json.members[0]).toMatchObject({ id: first.id, operator: true, seen_at: "2026-01-15T03:00:00Z" });
  expect(json.roles.find(({ role }: { role: string }) => role === "viewer")).toEqual({
    role: "viewer",
    live: ["view"],
    test: ["view"],
  });
});
