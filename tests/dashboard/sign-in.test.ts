import { createHash } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { Secret } from "../../src/domain/base/secret.ts";
import { days, hours, minutes, seconds } from "../../src/domain/base/time.ts";
import type { Member } from "../../src/domain/team/member.ts";
import { codeOf } from "../../src/operations/team/one-time-code.ts";
import { hashPassword } from "../../src/operations/team/password.ts";
import { linkFor } from "../../src/operations/team/team.ts";
import {
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

/** Records the calls of scrypt, which still runs. */
const hashed = vi.hoisted((): unknown[] => []);
vi.mock("node:crypto", async (load) => {
  const crypto = await load<typeof import("node:crypto")>();
  const scrypt = (...asked: Parameters<typeof crypto.scrypt>) => {
    hashed.push(asked[3]);
    crypto.scrypt(...asked);
  };
  return { ...crypto, scrypt };
});

const engines = ["sqlite", "postgres"] as const;

/** Malee, a member with a password. */
const malee = (gateway: TestGateway, patch: Partial<Member> = {}): Promise<Seat> =>
  signedIn(gateway, "owner", { email: "malee@example.com", name: "Malee", password: storedPassword, ...patch });

const signIn = (gateway: TestGateway, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  visitor(gateway, headers).post("/sign-in", { email: "malee@example.com", password, ...body });

describe.each(engines)("on %s", (engine) => {
  test("a member signs in with e-mail, in any case, and password, sees who they are, and signs out", async () => {
    const gateway = await aGateway({ engine });
    const { member } = await malee(gateway);
    const answer = await signIn(gateway, { email: " Malee@Example.com" });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      object: "session",
      member: { id: member.id, role: "owner", operator: false, has_password: true, totp_enabled: false },
      team: { id: member.team, name: "Demo Shop" },
    });
    const { team, test } = seatFrom(gateway, answer);
    expect((await team.get("/session")).json).toEqual(answer.json);
    expect((await test.get("/account")).json.id).toBe(answer.json.accounts.test);
    const gone = await team.post("/sign-out");
    expect(gone.headers.get("set-cookie")).toMatch(/^chamra_session=; Path=\/dashboard; .*Max-Age=0/);
    expect((await team.get("/session")).status).toBe(401);
  });

  test("after five failures each attempt waits longer, also the right one, until one is right", async () => {
    const gateway = await aGateway({ engine });
    await malee(gateway);
    for (let count = 0; count < 6; count += 1)
      expect((await signIn(gateway, { password: "wrong" })).json.code).toBe("sign_in_failed");
    const early = await signIn(gateway);
    expect([early.status, early.json.code, early.headers.get("retry-after")]).toEqual([429, "too_many_requests", "1"]);
    await gateway.advance(seconds(1));
    await signIn(gateway, { password: "wrong" });
    expect((await signIn(gateway)).headers.get("retry-after")).toBe("2");
    await gateway.advance(seconds(2));
    expect((await signIn(gateway)).status).toBe(200);
    expect((await signIn(gateway, { password: "wrong" })).status).toBe(401);
    expect((await signIn(gateway)).status).toBe(200);
  });

  test("concurrent attempts are limited as strictly as successive ones", async () => {
    const gateway = await aGateway({ engine });
    await malee(gateway);
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(gateway, { password: "wrong" })));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(14);
  });

  test("one-time codes: prepared, confirmed, then asked for; each opens once", async () => {
    const gateway = await aGateway({ engine });
    const { team, member } = await malee(gateway);
    const { json: offer } = await team.post("/me/totp", { current: password });
    expect(offer.uri).toContain(`secret=${offer.secret}`);
    expect(offer.qr).toMatch(/^<svg /);
    const code = () => codeOf(new Secret(offer.secret), gateway.now());
    expect((await signIn(gateway)).status).toBe(200); // offered is not on
    expect((await team.post("/me/totp/confirm", { code: "000000" })).json.code).toBe("bad_request");
    expect((await team.post("/me/totp/confirm", { code: code() })).json.member.totp_enabled).toBe(true);

    expect((await signIn(gateway)).json.code).toBe("code_needed");
    expect((await signIn(gateway, { password: "wrong", code: code() })).json.code).toBe("sign_in_failed");
    expect((await signIn(gateway, { code: code() })).json.code).toBe("sign_in_failed"); // it confirmed
    await gateway.advance(seconds(30));
    const both = await Promise.all([signIn(gateway, { code: code() }), signIn(gateway, { code: code() })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    await gateway.advance(seconds(30));
    const { totpSecret } = (await gateway.gateway.store.member.get(member.id)) ?? {};
    expect(totpSecret).not.toContain(offer.secret);
    expect((await team.post("/me/totp/remove", { code: code(), current: password })).json.member.totp_enabled).toBe(
      false,
    );
    expect((await signIn(gateway)).status).toBe(200);
  });

  test("a link opens once, even if it is followed twice at the same moment, and not after a day", async () => {
    const gateway = await aGateway({ engine });
    const { member } = await malee(gateway, { password: null });
    const tokenOf = async () => (await linkFor(gateway.gateway, member)).url.split("#")[1];
    const [first, second] = [await tokenOf(), await tokenOf()];
    const follow = (token: unknown) => visitor(gateway).post("/sign-in-link", { token });
    const answers = await Promise.all([follow(first), follow(first)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await follow(second)).json.code).toBe("sign_in_failed"); // a used link ends the others
    const third = await tokenOf();
    await gateway.advance(days(1));
    expect((await follow(third)).json.code).toBe("sign_in_failed");
    expect((await follow("x".repeat(43))).json.code).toBe("sign_in_failed");
  });

  test("a new password ends every other session, and the one before opens nothing any more", async () => {
    const gateway = await aGateway({ engine });
    const { team, member } = await malee(gateway);
    const elsewhere = await seatFor(gateway, member);
    const next = "another horse, another staple";
    expect((await team.post("/me/password", { password: next })).json.message).toBe("current cannot be blank");
    expect((await team.post("/me/password", { current: "wrong", password: next })).json.code).toBe("bad_request");
    expect((await team.post("/me/password", { current: password, password: "short" })).json.message).toContain("short");
    expect((await elsewhere.team.get("/session")).status).toBe(200);
    expect((await team.post("/me/password", { current: password, password: next })).status).toBe(200);
    expect((await team.get("/session")).status).toBe(200);
    expect((await elsewhere.team.get("/session")).status).toBe(401);
    expect((await signIn(gateway)).status).toBe(401);
    expect((await signIn(gateway, { password: next })).status).toBe(200);
  });
});

test("an unknown e-mail, a wrong password and a member without one are told the same, after a password was checked each time", async () => {
  const gateway = await aGateway();
  await malee(gateway, { password: await hashPassword(new Secret(password)) });
  await signedIn(gateway, "viewer", { email: "nobody-yet@example.com" });
  const answers = [
    await signIn(gateway, { password: "wrong" }),
    await signIn(gateway, { email: "stranger@example.com" }),
    await signIn(gateway, { email: "nobody-yet@example.com" }),
  ];
  const [known] = answers;
  for (const { status, text, headers } of answers) {
    expect([status, text]).toEqual([401, known?.text]);
    expect(headers.get("set-cookie")).toBeNull();
  }
  const workFor = async (email: string) => {
    hashed.length = 0;
    await signIn(gateway, { email, password: "wrong" });
    return [...hashed];
  };
  const there = await workFor("malee@example.com");
  expect(there).toEqual([{ N: 32_768, r: 8, p: 3, maxmem: expect.any(Number) }]);
  for (const email of ["stranger@example.com", "nobody-yet@example.com"]) expect(await workFor(email)).toEqual(there);
});

test("strangers who fail with a member's e-mail elsewhere do not keep the member out where they have been before", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_TRUST_PROXY: "1" } });
  await malee(gateway);
  const from = (ip: string, typed = password) =>
    signIn(gateway, { password: typed }, { "x-forwarded-for": ip }).then(({ status }) => status);
  expect(await from("203.0.113.7")).toBe(200);
  for (let count = 1; count <= 6; count += 1) expect(await from("198.51.100.9", "wrong")).toBe(401);
  expect(await from("198.51.100.10")).toBe(429); // attempts for this e-mail must wait from every unknown network
  expect(await from("203.0.113.7")).toBe(200);
  expect(await from("198.51.100.10")).toBe(429); // a correct password from elsewhere does not change this
  for (let count = 1; count <= 6; count += 1) expect(await from("203.0.113.7", "wrong")).toBe(401);
  expect(await from("203.0.113.7")).toBe(429); // a network known from the member's sign-ins is limited, too
});

test("a network with too many failures waits, for any e-mail; a private network, which many may share, waits later", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_TRUST_PROXY: "1" } });
  await malee(gateway);
  const from = (ip: string, count: number) =>
    signIn(gateway, { email: `${ip}-${count}@example.com` }, { "x-forwarded-for": ip });
  const of = async (ip: string) => {
    const answers = await Promise.all(Array.from({ length: 22 }, (_, count) => from(ip, count)));
    return answers.filter(({ status }) => status === 429).length;
  };
  expect(await of("52.74.10.9")).toBe(1);
  expect(await of("10.0.0.9")).toBe(0);
  expect((await signIn(gateway, {}, { "x-forwarded-for": "52.75.10.7" })).status).toBe(200);
  expect((await signIn(gateway, {}, { "x-forwarded-for": "52.74.10.9" })).status).toBe(429);
  const { store } = gateway.gateway;
  const hash = createHash("sha256").update("network 10.0.0.9").digest("hex");
  const known = await store.signInFailure.get(hash);
  expect(known?.failures).toBe(22);
  await store.signInFailure.put(hash, known, { failures: 101, lastAt: gateway.now(), nextAt: gateway.now() + 1_000 });
  expect((await from("10.0.0.9", 1)).status).toBe(429);
});

test("where the member has been before, they come in while strangers of their own network fail and flood", async () => {
  const gateway = await aGateway();
  await malee(gateway);
  expect((await signIn(gateway)).status).toBe(200);
  const flood = Array.from({ length: 70 }, (_, count) => signIn(gateway, { email: `stranger-${count}@example.com` }));
  const owner = await signIn(gateway);
  expect(owner.status).toBe(200);
  const statuses = (await Promise.all(flood)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
});

test("over https the cookie is for this host alone, out of reach of scripts and of other sites", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_PUBLIC_URL: "https://pay.example.com" } });
  await malee(gateway);
  const answer = await signIn(gateway);
  const [pair, ...attributes] = answer.headers.get("set-cookie")?.split("; ") ?? [];
  expect(pair).toMatch(/^__Host-chamra_session=[\w-]{43}$/);
  expect(attributes).toEqual(["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=1209600"]);
  const { token, team } = seatFrom(gateway, answer);
  expect((await team.get("/session")).status).toBe(200);
  const planted = visitor(gateway, { cookie: `chamra_session=${token}` }); // any page of example.com could set one of this name
  expect((await planted.get("/session")).status).toBe(401);
  const gone = await team.post("/sign-out");
  expect(gone.headers.get("set-cookie")).toBe(
    "__Host-chamra_session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
  );
});

test("without https the cookie is for the dashboard only, out of reach of scripts and of other sites", async () => {
  const gateway = await aGateway();
  await malee(gateway);
  const [pair, ...attributes] = (await signIn(gateway)).headers.get("set-cookie")?.split("; ") ?? [];
  expect(pair).toMatch(/^chamra_session=[\w-]{43}$/);
  expect(attributes).toEqual(["Path=/dashboard", "HttpOnly", "SameSite=Strict", "Max-Age=1209600"]);
});

test("turning one-time codes on ends every other session", async () => {
  const gateway = await aGateway();
  const { team, member } = await malee(gateway);
  const elsewhere = await seatFor(gateway, member);
  const { json: offer } = await team.post("/me/totp", { current: password });
  const code = codeOf(new Secret(offer.secret), gateway.now());
  expect((await team.post("/me/totp/confirm", { code })).status).toBe(200);
  expect((await team.get("/session")).status).toBe(200);
  expect((await elsewhere.team.get("/session")).status).toBe(401);
});

test("neither a session's token nor a link's is in the database", async () => {
  const gateway = await aGateway();
  const { token, member } = await malee(gateway);
  const { store } = gateway.gateway;
  const [session] = await store.session.ofMember(member.id);
  expect(JSON.stringify(session)).not.toContain(token);
  expect(session?.hash).toMatch(/^[0-9a-f]{64}$/);
});

test("a session ends after twelve hours of nothing, and after fourteen days of anything", async () => {
  const gateway = await aGateway();
  const idle = await malee(gateway);
  const busy = await seatFor(gateway, idle.member);
  await gateway.advance(hours(12) - minutes(1));
  expect((await busy.team.get("/session")).status).toBe(200);
  await gateway.advance(minutes(1));
  expect((await idle.team.get("/session")).json.code).toBe("authentication_failure");
  for (let half = 1; half < 28; half += 1) {
    expect((await busy.team.get("/session")).status, `half day ${half}`).toBe(200);
    await gateway.advance(hours(12) - 1);
  }
  await gateway.advance(minutes(5));
  expect((await busy.team.get("/session")).status).toBe(401);
});

test("a member sees where they are signed in, and ends a session elsewhere at once; those of others are not there", async () => {
  const gateway = await aGateway();
  const { team, member } = await malee(gateway);
  const elsewhere = await seatFor(gateway, member);
  const other = await signedIn(gateway, "admin");
  const { json } = await team.get("/me/sessions");
  expect(json.data).toHaveLength(2);
  expect(json.data.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
  expect(json.data[0]).toMatchObject({ ip: "127.0.0.1", user_agent: "test", created_at: "2026-01-15T03:00:00Z" });
  const { id } = json.data.find(({ current }: { current: boolean }) => !current);
  expect((await other.team.post(`/me/sessions/${id}/revoke`)).json.code).toBe("not_found");
  expect((await team.post(`/me/sessions/${id}/revoke`)).status).toBe(200);
  expect((await elsewhere.team.get("/session")).status).toBe(401);
  expect((await team.get("/me/sessions")).json.data).toHaveLength(1);
});

test("a member who signed in by a link sets a new password without the old one, but not an hour later", async () => {
  const gateway = await aGateway();
  const { member } = await malee(gateway);
  const next = "another horse, another staple";
  const fresh = seatFrom(gateway, await followedLink(gateway, member));
  expect((await fresh.team.post("/me/password", { password: next })).status).toBe(200);
  const late = seatFrom(gateway, await followedLink(gateway, member));
  await gateway.advance(hours(1));
  expect((await late.team.post("/me/password", { password: next })).json.code).toBe("bad_request");
});

test("a new e-mail requires the password, and must not be in use", async () => {
  const gateway = await aGateway();
  const { team } = await malee(gateway);
  const { member: other } = await signedIn(gateway, "admin");
  expect((await team.post("/me", { name: "Malee J." })).json.member.name).toBe("Malee J.");
  expect((await team.post("/me", { email: "new@example.com" })).json.code).toBe("bad_request");
  const taken = await team.post("/me", { email: other.email, current: password });
  expect(taken.json.message).toBe("email belongs to a member already");
  expect((await team.post("/me", { email: "New@example.com", current: password })).json.member.email).toBe(
    "new@example.com",
  );
  expect((await signIn(gateway, { email: "new@example.com" })).status).toBe(200);
});

test("a key opens nothing of the dashboard, and a session nothing of the merchants' API", async () => {
  const gateway = await aGateway();
  const { cookie } = await malee(gateway);
  const withKey = await gateway.call("GET", "/dashboard/api/test/charges");
  expect([withKey.status, withKey.json.code]).toEqual([401, "authentication_failure"]);
  const withCookie = await gateway.call("GET", "/charges", { key: null, headers: { cookie } });
  expect([withCookie.status, withCookie.json.code]).toEqual([401, "authentication_failure"]);
});
