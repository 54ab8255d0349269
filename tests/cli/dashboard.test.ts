import { expect, test } from "vitest";
import { Secret } from "../../src/domain/base/secret.ts";
import { codeOf } from "../../src/operations/team/one-time-code.ts";
import { aFolder, chamra, serveAlone } from "./chamra.ts";

const headers = { "content-type": "application/json", "x-chamra-dashboard": "1" };

const follow = (url: string, link: string) =>
  fetch(`${url}/dashboard/api/sign-in-link`, {
    method: "POST",
    headers,
    body: JSON.stringify({ token: link.split("#")[1] }),
  });

test("the link of the first start signs the owner in once; when a password was chosen, the next start prints none", async () => {
  const folder = await aFolder();
  const first = await serveAlone({ CHAMRA_DATA: folder });
  const [link = ""] = /http\S+\/dashboard\/enter#[\w-]{43}/.exec(first.banner) ?? [];
  expect(link).toContain(first.url);
  const entered = await follow(first.url, link);
  const session = (await entered.json()) as { member: object };
  expect(session.member).toMatchObject({ role: "owner", operator: true, has_password: false });
  expect((await follow(first.url, link)).status).toBe(401);
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const chosen = await fetch(`${first.url}/dashboard/api/me/password`, {
    method: "POST",
    headers: { ...headers, cookie },
    body: JSON.stringify({ password: "correct horse battery staple" }),
  });
  expect(chosen.status).toBe(200);
  first.process.kill("SIGTERM");
  await first.ended;
  const second = await serveAlone({ CHAMRA_DATA: folder });
  expect(second.banner).toMatch(/Dashboard +http\S+\/dashboard\n/);
});

test("chamra dashboard link makes a link for the named member beside a running gateway, and records it in the audit log", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder });
  const environment = { CHAMRA_DATA: folder, CHAMRA_PUBLIC_URL: gateway.url };
  const { out } = await chamra(["dashboard", "link"], environment);
  expect(out).toContain("It signs owner@example.com in once");
  const made = await chamra(["account", "create", "--name", "Noodles", "--email", "Nok@example.com"], environment);
  expect(made.out).toContain("chamra dashboard link --email nok@example.com");
  const again = await chamra(["account", "create", "--name", "Rice", "--email", "nok@example.com"], environment);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining("name another with --owner") });
  const printed = await chamra(["dashboard", "link", "--email", "nok@example.com", "--json"], environment);
  const { link, email } = JSON.parse(printed.out);
  expect(email).toBe("nok@example.com");
  const entered = await follow(gateway.url, link);
  expect(await entered.json()).toMatchObject({ member: { role: "owner", operator: false }, team: { name: "Noodles" } });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const audit = await fetch(`${gateway.url}/dashboard/api/audit`, { headers: { cookie } });
  const { data } = (await audit.json()) as { data: { act: string; member: object | null }[] };
  expect(data.map(({ act, member }) => [act, member !== null])).toEqual([
    ["POST /sign-in-link", true],
    ["chamra dashboard link", false],
  ]);
  expect(await chamra(["dashboard", "link", "--email", "x@example.com"], environment)).toMatchObject({
    code: 1,
    err: expect.stringContaining("No member of any team has the e-mail x@example.com"),
  });
});

test("a member who lost their authenticator app is let in without it", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder });
  const environment = { CHAMRA_DATA: folder, CHAMRA_PUBLIC_URL: gateway.url };
  const asked = await chamra(["dashboard", "link", "--json"], environment);
  const cookie = (await follow(gateway.url, JSON.parse(asked.out).link)).headers.get("set-cookie")?.split(";")[0] ?? "";
  const post = async (path: string, body: object) => {
    const address = `${gateway.url}/dashboard/api/me${path}`;
    const answer = await fetch(address, {
      method: "POST",
      headers: { ...headers, cookie },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { secret: string; member: object };
  };
  const { secret } = await post("/totp", {});
  const confirmed = await post("/totp/confirm", { code: codeOf(new Secret(secret), Date.now()) });
  expect(confirmed.member).toMatchObject({ totp_enabled: true });
  const { out } = await chamra(["dashboard", "link", "--one-time-codes", "off", "--json"], environment);
  const entered = await follow(gateway.url, JSON.parse(out).link);
  expect(await entered.json()).toMatchObject({ member: { totp_enabled: false } });
});
