import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { aGateway } from "../kit/gateway.ts";
import { aFolder, chamra, serveAlone } from "./chamra.ts";

const program = join(import.meta.dirname, "../../bin/chamra.js");

/** Runs a command at a terminal, as `script` makes one, and types each answer when its question is there. */
async function atTerminal(
  words: readonly string[],
  environment: Record<string, string>,
  dialogue: readonly (readonly [question: RegExp, answer: string])[],
): Promise<string> {
  const line = [process.execPath, program, ...words].map((word) => `"${word}"`).join(" ");
  const child = spawn("script", ["-qfec", `exec ${line}`, "/dev/null"], {
    env: { PATH: process.env["PATH"], TERM: "xterm", ...environment },
    detached: true,
  });
  onTestFinished(() => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  });
  let said = "";
  const left = [...dialogue];
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    const [next] = left;
    if (!next?.[0].test(said)) return;
    left.shift();
    child.stdin.write(`${next[1]}\r`);
  });
  await new Promise((resolve) => child.once("close", resolve));
  return said;
}

test("a live account is connected at the terminal without its secret being shown, its routes set, tried and ended", async () => {
  const theirs = await aGateway();
  const folder = await aFolder();
  const environment = { CHAMRA_DATA: folder, CHAMRA_UPSTREAMS: `omise.api=${theirs.url}` };
  await serveAlone(environment);
  const accounts = JSON.parse((await chamra(["account", "list", "--json"], environment)).out);
  const { id } = accounts.find(({ livemode }: { livemode: boolean }) => livemode);

  const file = join(folder, "credentials.json");
  await writeFile(file, JSON.stringify({ secret_key: "skey_test_0000000000000000000" }));
  const refused = await chamra(["upstream", "connect", id, "omise", "--credentials", file], environment);
  expect(refused).toMatchObject({ code: 1, out: "", err: expect.stringContaining("does not take these credentials") });
  const unasked = await chamra(["upstream", "connect", id, "omise"], environment);
  expect(unasked).toMatchObject({ code: 2, err: expect.stringContaining("--credentials -") });

  const said = await atTerminal(["upstream", "connect", id, "omise"], environment, [
    [/Secret key/, theirs.secretKey],
    [/Public key/, ""],
    [/Webhook secret/, ""],
  ]);
  expect(said).toMatch(/omise +Omise: connected since/);
  expect(said).toContain(`…${theirs.secretKey.slice(-4)}`);
  expect(said).not.toContain(theirs.secretKey);

  expect((await chamra(["route", "list", id], environment)).out).toMatch(/1 +omise +– +– +all/);
  await writeFile(file, JSON.stringify([{ upstream: "omise", methods: ["promptpay"], min: 2_000, max: null }]));
  expect((await chamra(["route", "set", id, file], environment)).out).toMatch(/1 +omise +THB 20\.00 +– +promptpay/);
  expect((await chamra(["route", "try", id, "promptpay", "2000"], environment)).out).toBe(
    "promptpay of THB 20.00 would go to omise: route 1 is the first that fits.\n",
  );
  expect((await chamra(["route", "try", id, "card", "2000"], environment)).out).toBe(
    "card of THB 20.00 would be refused: no route fits.\n  not to omise: the route is not for card\n",
  );
  const cost = { upstream: "omise", cost: { rate: "1.60", fixed: 0 } };
  const other = { upstream: "omise", brands: ["Visa"], cost: { rate: "0.8", fixed: 1_000 } };
  await writeFile(file, JSON.stringify([cost, other]));
  expect((await chamra(["route", "set", id, file], environment)).out).toMatch(
    /2 +omise.*Visa +– +0\.8 % \+ THB 10\.00/,
  );
  expect((await chamra(["route", "try", id, "card", "200000", "--brand", "visa"], environment)).out).toBe(
    "card of THB 2,000.00 would go to omise: route 2 is the cheapest: it costs 2600, and route 1 3200.\n" +
      "  costs THB 32.00 at omise\n  costs THB 26.00 at omise\n",
  );
  await writeFile(file, JSON.stringify([{ upstream: "omise", banks: ["kbank", "jpmorgan"] }]));
  expect((await chamra(["route", "set", id, file], environment)).out).toMatch(/1 +omise.*all +kbank, jpmorgan/);
  const ofBank = (bank: string) => chamra(["route", "try", id, "card", "2000", "--bank", bank], environment);
  expect((await ofBank("KASIKORNBANK PCL")).out).toContain("would go to omise");
  expect((await ofBank("Bank of Aydhya")).out).toContain("not to omise: the route is not for payers of bay");
  expect((await chamra(["route", "banks"], environment)).out).toMatch(/bay +Krungsri +bankofaydhya +ayudhya krungsri/);
  await writeFile(file, JSON.stringify([{ upstream: "omise", banks: ["…"] }]));
  expect(await chamra(["route", "set", id, file], environment)).toMatchObject({
    code: 1,
    err: expect.stringContaining("a bank must have letters or digits"),
  });
  await writeFile(file, JSON.stringify([{ upstream: "scb" }]));
  expect(await chamra(["route", "set", id, file], environment)).toMatchObject({
    code: 1,
    err: expect.stringContaining("the account is not connected to scb"),
  });

  const money = async () => JSON.parse((await chamra(["upstream", "balance", id, "--json"], environment)).out);
  const none = { upstream: "omise", label: { en: "Omise", th: "โอมิเซะ" }, currency: "THB" };
  expect(await money()).toEqual([{ ...none, held: 0, in_transit: 0, settled: 0, kept: 0 }]);
  const entered = ["upstream", "paid-out", id, "omise", "50000", "statement-1", "--fee", "3000"];
  for (let times = 0; times < 2; times += 1)
    expect((await chamra(entered, environment)).out).toBe("omise_statement-1: 470.00 THB is settled.\n");
  expect(await money()).toEqual([{ ...none, held: -50_000, in_transit: 0, settled: 47_000, kept: 3_000 }]);
  expect((await chamra(["upstream", "balance", id], environment)).out).toBe(
    "UPSTREAM  CURRENCY  HELD     IN TRANSIT  SETTLED  KEPT\nomise     THB       -500.00  0.00        470.00   30.00\n",
  );
  const twice = await chamra(["upstream", "settle", id, "omise_statement-1"], environment);
  expect(twice).toMatchObject({ code: 1, err: expect.stringContaining("it is settled") });
  const undo = () => chamra(["upstream", "undo", id, "omise_statement-1"], environment);
  expect((await undo()).out).toBe("omise_statement-1: 470.00 THB is undone.\n");
  expect(await money()).toEqual([{ ...none, held: 0, in_transit: 0, settled: 0, kept: 0 }]);
  expect(await undo()).toMatchObject({ code: 1, err: expect.stringContaining("cannot") });
  const words = await chamra(["upstream", "paid-out", id, "omise", "a lot", "statement-2"], environment);
  expect(words).toMatchObject({ code: 2, err: expect.stringContaining("whole numbers") });

  const ended = await chamra(["upstream", "disconnect", id, "omise"], environment);
  expect(ended.out).toMatch(/omise +Omise: not connected/);
  expect((await chamra(["route", "list", id], environment)).out).toContain("There are no routes");
});

test("chamra doctor live says what a server lacks for live money, by its exit code, too", async () => {
  const vaultKey = { CHAMRA_VAULT_KEY: "ab".repeat(32) };
  const environment = { CHAMRA_DATA: await aFolder(), ...vaultKey };
  await serveAlone(environment);
  const lacks = await chamra(["doctor", "live"], environment);
  expect(lacks).toMatchObject({ code: 1, err: "" });
  expect(lacks.out).toContain("✗ a public address with HTTPS\n  CHAMRA_PUBLIC_URL is not set");
  expect(lacks.out).toContain("✓ the key of the vault apart from the data\n");
  expect(lacks.out).toContain("live charges are taken nevertheless");
  const ready = await chamra(["doctor", "live"], {
    ...environment,
    CHAMRA_PUBLIC_URL: "https://pay.example.com",
    CHAMRA_SELLER_NAME: "Example Co.",
    CHAMRA_SIMULATORS: "off",
  });
  expect(ready).toMatchObject({ code: 0, out: expect.stringContaining("This server may take live money.") });
  expect(ready.out).not.toContain("✗");
});
