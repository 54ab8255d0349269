import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aFolder, chamra, type Served, serveAlone } from "./chamra.ts";

test("a shadow is begun, seen and ended at the terminal, and chamra fidelity says by its exit code whether an answer differed", async () => {
  const theirs = await serveAlone({ CHAMRA_DATA: await aFolder() });
  const [, publicKey = ""] = /Public key +(\S+)/.exec(theirs.banner) ?? [];
  const folder = await aFolder();
  const environment = {
    CHAMRA_DATA: folder,
    CHAMRA_UPSTREAMS: `omise.api=${theirs.url},omise.vault=${theirs.url}`,
  };
  const ours = await serveAlone(environment);
  const accounts = JSON.parse((await chamra(["account", "list", "--json"], environment)).out);
  const { id } = accounts.find(({ livemode }: { livemode: boolean }) => !livemode);
  const live = accounts.find(({ livemode }: { livemode: boolean }) => livemode);

  expect((await chamra(["shadow", "status", id], environment)).out).toBe("omise  Omise: no shadow\n");
  expect(await chamra(["shadow", "start", id], environment)).toMatchObject({
    code: 2,
    err: expect.stringContaining("--credentials -"),
  });
  const keys = join(folder, "keys.json");
  await writeFile(keys, JSON.stringify({ secret_key: theirs.secretKey, public_key: publicKey }));
  expect(await chamra(["shadow", "start", live.id, "--credentials", keys], environment)).toMatchObject({
    code: 1,
    err: expect.stringContaining("a shadow is for test accounts only"),
  });
  const begun = await chamra(["shadow", "start", id, "--credentials", keys], environment);
  expect(begun).toMatchObject({ code: 0, out: expect.stringMatching(/^omise +Omise: shadow since/) });
  expect(begun.out).toContain(`…${theirs.secretKey.slice(-4)}`);
  expect(begun.out).not.toContain(theirs.secretKey);

  const ask = async ({ url, secretKey }: Served, method: string, path: string, body?: Record<string, string>) => {
    const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`;
    const sent = body && { body: new URLSearchParams(body) };
    return (await fetch(`${url}${path}`, { method, headers: { authorization }, ...sent })).json();
  };
  // the running gateway looks for shadows twice a second; each look of ours is a request of which it may be told
  for (let compared = 0; compared === 0; ) {
    await ask(ours, "POST", "/customers", { description: "a regular" });
    compared = ((await ask(ours, "GET", "/test/fidelity")) as { same: number }).same;
  }
  const same = await chamra(["fidelity", id], environment);
  expect(same).toMatchObject({ code: 0, err: "" });
  expect(same.out).toMatch(/0 different, 0 not sent, 0 not answered/);
  expect(same.out).toMatch(/^POST \/customers +\d+ +\d+ +0 +0 +0$/m);

  await ask(theirs, "PATCH", "/account", { zero_interest_installments: "true" });
  await ask(ours, "GET", "/account");
  const page = join(folder, "fidelity.html");
  for (let told = ""; !told.includes("GET /account "); )
    told = (await chamra(["fidelity", id, "--since", "2h", "--html", page], environment)).out;
  const other = await chamra(["fidelity", id, "--since", "2h", "--html", page], environment);
  expect(other.code).toBe(1);
  expect(other.out).toMatch(/≠ account\.zero_interest_installments: here false, there true \(1×, such as [\w-]+\)/);
  expect(await readFile(page, "utf8")).toContain("<h1>Some answers differed</h1>");
  expect(await chamra(["fidelity", id, "--since", "yesterday"], environment)).toMatchObject({ code: 2 });

  const ended = await chamra(["shadow", "stop", id], environment);
  expect(ended.out).toBe("omise  Omise: no shadow\n");
  expect((await chamra(["shadow", "stop", id], environment)).code).toBe(1);
});
