import { describe, expect, test } from "vitest";
import { dashboardEndpoints } from "../../src/api/contract.ts";
import { Secret } from "../../src/domain/base/secret.ts";
import { hours, seconds } from "../../src/domain/base/time.ts";
import type { Member } from "../../src/domain/team/member.ts";
import { codeOf } from "../../src/operations/team/one-time-code.ts";
import {
  type Api,
  followedLink,
  password,
  type Seat,
  seatFor,
  seatFrom,
  signedIn,
  storedPassword,
  visitor,
} from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

const malee = (gateway: TestGateway, patch: Partial<Member> = {}): Promise<Seat> =>
  signedIn(gateway, "owner", { email: "malee@example.com", name: "Malee", password: storedPassword, ...patch });

/** Sets up one-time codes; returns a function for the current code. */
async function withCodes(
  gateway: TestGateway,
  team: Api,
  current: string | undefined = password,
): Promise<() => string> {
  const { json: offer } = await team.post("/me/totp", current === undefined ? {} : { current });
  const code = () => codeOf(new Secret(offer.secret), gateway.now());
  expect((await team.post("/me/totp/confirm", { code: code() })).status).toBe(200);
  await gateway.advance(seconds(30)); // each code opens once
  return code;
}

test("who finds an open browser turns codes neither on nor off without the password", async () => {
  const gateway = await aGateway();
  const { team, member } = await malee(gateway);
  const refused = async (path: string, body: object) => (await team.post(path, body)).json.message;
  expect(await refused("/me/totp", {})).toBe("current cannot be blank");
  expect(await refused("/me/totp", { current: "a guess" })).toBe("current is not your password");
  expect((await gateway.gateway.store.member.get(member.id))?.totpOffered).toBeNull();

  const code = await withCodes(gateway, team);
  expect(await refused("/me/totp/remove", { code: code() })).toBe("current cannot be blank");
  expect(await refused("/me/totp/remove", { code: code(), current: "a guess" })).toBe("current is not your password");
  expect(await refused("/me/totp/remove", { code: "000000", current: password })).toBe(
    "code is not right, or was used before",
  );
  expect((await team.get("/session")).json.member.totp_enabled).toBe(true);
});

test("turning codes off ends every other session, as turning them on does", async () => {
  const gateway = await aGateway();
  const { team, member } = await malee(gateway);
  const code = await withCodes(gateway, team);
  const elsewhere = await seatFor(gateway, member);
  expect((await team.post("/me/totp/remove", { code: code(), current: password })).status).toBe(200);
  expect((await team.get("/session")).status).toBe(200);
  expect((await elsewhere.team.get("/session")).status).toBe(401);
});

test("a member who has just followed a link needs no password for codes; an hour later they do", async () => {
  const gateway = await aGateway();
  const { member } = await malee(gateway);
  const { team } = seatFrom(gateway, await followedLink(gateway, member));
  expect((await team.post("/me/totp")).status).toBe(200);
  await gateway.advance(hours(1));
  expect((await team.post("/me/totp")).json.message).toBe("current cannot be blank");
});

describe.each(engines)("where a team requires codes, on %s", (engine) => {
  test("a member without any sets them up first, and until then nothing else is answered", async () => {
    const gateway = await aGateway({ engine });
    const owner = await malee(gateway);
    await withCodes(gateway, owner.team);
    const clerk = await signedIn(gateway, "admin", {
      email: "nok@example.com",
      password: storedPassword,
      operator: true,
    });
    expect((await owner.team.post("/team/codes", { required: true })).status).toBe(200);
    expect((await owner.team.get("/team")).json.codes_required).toBe("team");
    expect((await owner.live.get("/charges")).status).toBe(200);

    expect((await clerk.team.get("/session")).status).toBe(401); // signed out by that
    const back = await visitor(gateway).post("/sign-in", { email: "nok@example.com", password });
    expect(back.json.codes_missing).toBe(true);
    const seat = seatFrom(gateway, back);
    await nothingButCodes(seat);

    await withCodes(gateway, seat.team);
    expect((await seat.team.get("/session")).json.codes_missing).toBe(false);
    expect((await seat.live.get("/charges")).status).toBe(200);
  });

  test("neither an invitation nor a link that signs in leads past them", async () => {
    const gateway = await aGateway({ engine });
    const owner = await malee(gateway);
    await withCodes(gateway, owner.team);
    await owner.team.post("/team/codes", { required: true });
    const { json: invitation } = await owner.team.post("/team/invitations", { email: "a@example.com", role: "owner" });
    const token = invitation.link.split("#")[1];
    const joined = seatFrom(gateway, await visitor(gateway).post("/join", { token, name: "Anan", password }));
    await nothingButCodes(joined);
    const other = await signedIn(gateway, "developer");
    await nothingButCodes(seatFrom(gateway, await followedLink(gateway, other.member)));
  });
});

test("the server can require codes of all teams, and no team can say otherwise", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_REQUIRE_CODES: "on" } });
  const owner = await malee(gateway);
  await nothingButCodes(owner);
  await withCodes(gateway, owner.team);
  expect((await owner.team.get("/team")).json.codes_required).toBe("server");
  expect((await owner.team.post("/team/codes", { required: false })).status).toBe(200);
  const clerk = await signedIn(gateway, "viewer");
  expect((await clerk.team.get("/session")).json.codes_missing).toBe(true);
});

test("only who manages the team requires codes; that they did stands in the audit log, and it can be taken back", async () => {
  const gateway = await aGateway();
  const developer = await signedIn(gateway, "developer");
  expect((await developer.team.post("/team/codes", { required: false })).status).toBe(403);
  const admin = await signedIn(gateway, "admin", { password: storedPassword });
  await withCodes(gateway, admin.team);
  await admin.team.post("/team/codes", { required: true });
  await admin.team.post("/team/codes", { required: false });
  const again = await signedIn(gateway, "viewer");
  expect((await again.live.get("/charges")).status).toBe(200);
  const acts = (await admin.team.get("/audit")).json.data.slice(0, 2);
  for (const act of acts) expect(act).toMatchObject({ act: "POST /team/codes", member: { id: admin.member.id } });
  expect(JSON.stringify(acts[0].after)).toContain('"codes_required":false');
});

/** Checks that all endpoints refuse the member, except those to set up codes and to sign out. */
async function nothingButCodes({ test: inTest, live, team }: Pick<Seat, "test" | "live" | "team">): Promise<void> {
  const open: string[] = [];
  const last = dashboardEndpoints.toSorted(
    (one, other) => Number(one.raw !== undefined) - Number(other.raw !== undefined),
  );
  for (const { method, path, scope, raw } of last) {
    if (scope === "visitor" || path === "/sign-out") continue;
    if (raw) expect(open).toEqual(openBefore); // a stream that opens would not end
    for (const api of scope === "team" ? [team] : [inTest, live]) {
      const address = path.replace(/:\w+/g, "chrg_test_5xuy4w91xqz7d1w9u0t");
      const { status, json } = await api.send(method, address);
      const refused = status === 403 && json?.message === "one-time codes are required here: set them up first";
      if (!refused) open.push(`${method} ${path}`);
    }
  }
  expect(open).toEqual(openBefore);
}

const openBefore = ["GET /session", "POST /me/totp", "POST /me/totp/confirm"];
