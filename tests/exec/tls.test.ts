import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { aFolder, aTakenPort, chamra, serveAlone } from "../cli/chamra.ts";

const run = promisify(execFile);

test("serve --tls serves the original's hosts, each with its own certificate, to who trusts the authority", async () => {
  const folder = await aFolder();
  const gateway = await serveAlone({ CHAMRA_DATA: folder, CHAMRA_TLS_PORT: "0" }, "--tls");
  const [, port, authority = ""] = /HTTPS .* on port (\d+); trust (\S+)/.exec(gateway.banner) ?? [];
  expect(authority).toBe(join(folder, "tls/authority.crt"));
  const get = async (url: string, ...more: string[]) => {
    const words = ["-s", "--cacert", authority, "--connect-to", `::127.0.0.1:${port}`, ...more, url];
    return (await run("curl", words)).stdout;
  };
  expect(await get("https://api.omise.co/account", "-u", `${gateway.secretKey}:`)).toContain("owner@example.com");
  expect(await get("https://cdn.omise.co/omise.js")).toContain("OmiseCard");
  const status = ["-o", "/dev/null", "-w", "%{http_code}"];
  expect(await get("https://pay.omise.co/payments/pay2_test_unknown/authorize", ...status)).toBe("404");
  expect(await get("https://checkout-page.omise.co/api/sessions/unknown", ...status)).toBe("401");
  await expect(get("https://example.com/")).rejects.toMatchObject({ code: 35 }); // no handshake

  gateway.process.kill("SIGTERM");
  expect(await gateway.ended).toMatchObject({ code: 0, err: "" });
});

test("links lead to the original's host where CHAMRA_PUBLIC_URL names it, as phones need it", async () => {
  const folder = await aFolder();
  const keys = { CHAMRA_TEST_SECRET_KEY: "skey_test_5xuy4w91xqz7d1w9u0t" };
  const address = { CHAMRA_PUBLIC_URL: "https://pay.omise.co", CHAMRA_TLS_PORT: "0" };
  const { banner } = await serveAlone({ CHAMRA_DATA: folder, ...keys, ...address }, "--tls");
  const [, port] = /HTTPS .* on port (\d+)/.exec(banner) ?? [];
  const there = ["-s", "--cacert", join(folder, "tls/authority.crt"), "--connect-to", `::127.0.0.1:${port}`];
  const source = [
    "amount=150000",
    "currency=THB",
    "return_uri=http://example.com",
    "source[type]=mobile_banking_kbank",
  ];
  const fields = source.flatMap((field) => ["-d", field]);
  const charge = [...there, "https://api.omise.co/charges", "-u", `${keys.CHAMRA_TEST_SECRET_KEY}:`, ...fields];
  const { authorize_uri } = JSON.parse((await run("curl", charge)).stdout);
  expect(authorize_uri).toMatch(/^https:\/\/pay\.omise\.co\/payments\//);
  expect((await run("curl", [...there, authorize_uri])).stdout).toContain("K PLUS");
});

test("serve --tls that cannot open its door ends, with the cure", async () => {
  const taken = await aTakenPort();
  const environment = { CHAMRA_DATA: await aFolder(), CHAMRA_PORT: "0", CHAMRA_TLS_PORT: String(taken) };
  expect(await chamra(["serve", "--tls"], environment)).toMatchObject({
    code: 1,
    err: expect.stringContaining(
      `Port ${taken} of localhost is taken by another program: stop that one, or choose another port with CHAMRA_TLS_PORT`,
    ),
  });
  expect(await chamra(["serve", "--tls"], { ...environment, CHAMRA_DATA: "memory" })).toMatchObject({
    code: 1,
    err: expect.stringContaining("CHAMRA_DATA=memory keeps no authority that others could trust: name a folder"),
  });
});
