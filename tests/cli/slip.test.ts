import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { expect, test } from "vitest";
import { firstReference } from "../../src/connectors/scb/references.ts";
import type { ScbSimulator } from "../../src/connectors/scb/simulator.ts";
import { scb } from "../../src/connectors/scb/upstream.ts";
import { promptpay } from "../../src/methods/promptpay.ts";
import { scbUnderTest } from "../kit/scb.ts";
import { pictureOf, slipText } from "../kit/slip.ts";
import { aLine } from "../kit/upstream-conformance.ts";
import { aFolder, chamra, serveAlone } from "./chamra.ts";

const program = join(import.meta.dirname, "../../bin/chamra.js");

/** The Bank of Thailand's example. */
const example = "004000060000010103002021900021231231212000115102TH91049C30";

test("a slip is read without a gateway: from its text, a picture, a file with the text, and standard input", async () => {
  const folder = await aFolder();
  const nowhere = { CHAMRA_DATA: join(folder, "none") };
  const read = (...words: string[]) => chamra(["slip", ...words], nowhere);
  const said = "Sending bank  Bangkok Bank (002)\nReference     0002123123121200011\nCountry       TH\n";
  expect(await read(example)).toMatchObject({ code: 0, err: "", out: expect.stringContaining(said) });

  const file = async (name: string, contents: string | Buffer) => {
    await writeFile(join(folder, name), contents);
    return join(folder, name);
  };
  const picture = await file("slip.png", pictureOf(example));
  expect((await read(picture)).out).toContain(said);
  expect((await read(await file("slip.txt", `${example}\n`))).out).toContain(said);
  const child = spawn("sh", ["-c", `"$0" "$1" slip - --json < "$2"`, process.execPath, program, picture]);
  expect(JSON.parse(await textOf(child.stdout))).toEqual({
    ...{
      kind: "bank",
      sending_bank: "002",
      bank_name: "Bangkok Bank",
      reference: "0002123123121200011",
      country: "TH",
    },
  });

  const jpeg = await file("slip.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  const cut = await file("cut.png", pictureOf(example).subarray(0, 80));
  for (const [words, code, told] of [
    [["hello"], 1, "not the code of a transfer slip"],
    [[join(folder, "none.png")], 1, "There is no file"],
    [[jpeg], 1, "Only pictures in PNG"],
    [[cut], 1, "The picture cannot be read"],
    [[example, "--settle", "chrg_1"], 2, "--settle needs the account"],
    [[example, "--account", "account_1"], 1, "There is no gateway's data"],
  ] as const)
    expect(await read(...words)).toMatchObject({ code, out: "", err: expect.stringContaining(told) });
});

test("a slip's bank is asked for an account, and settles the charge that the payment names, only if it is the one that was meant", {
  timeout: 180_000,
}, async () => {
  const started = Promise.withResolvers<ScbSimulator>();
  const line = await aLine(Object.keys(scb.hosts), {
    answer: async (request) => (await started.promise).answer(request),
  });
  let serial = 0;
  const simulator = scbUnderTest.simulator({
    now: () => Date.now(), // as the processes of the commands see it
    pause: async () => {},
    randomText: (length) => `${(++serial).toString(36)}x4MfnXMIwawSp6Oi2q8Zt`.repeat(3).slice(0, length),
    credentials: scbUnderTest.credentials,
    notify: async () => ({ status: 200, headers: {}, body: "{}" }), // confirmations are lost
  });
  started.resolve(simulator);
  const folder = await aFolder();
  const environment = { CHAMRA_DATA: folder, CHAMRA_UPSTREAMS: `scb.api=${line.hosts["api"]}` };
  const { url } = await serveAlone(environment);
  const run = (...words: string[]) => chamra(words, environment);
  const accounts = JSON.parse((await run("account", "list", "--json")).out);
  const { id } = accounts.find(({ livemode }: { livemode: boolean }) => livemode);
  const credentials = join(folder, "credentials.json");
  await writeFile(credentials, JSON.stringify(scbUnderTest.credentials));
  expect(await run("slip", example, "--account", id)).toMatchObject({
    code: 1,
    err: "this account is connected to no bank that knows slips\n",
  });
  await run("upstream", "connect", id, "scb", "--credentials", credentials);
  await run("method", "enable", id, "promptpay", "--accept-terms", promptpay.terms.version);
  const { key } = JSON.parse((await run("key", "create", id, "secret", "--json")).out);
  const authorization = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
  const ask = async (path: string, body?: object) =>
    (
      await fetch(`${url}${path}`, {
        headers: { authorization, connection: "close", "content-type": "application/json" },
        ...(body && { method: "POST", body: JSON.stringify(body) }),
      })
    ).json() as Promise<{ id: string; status: string; source: { provider_references: Record<string, string> } }>;
  const charge = () => ask("/charges", { amount: 20_000, currency: "THB", source: { type: "promptpay" } });
  const [paid, other] = [await charge(), await charge()];
  const ref1 = firstReference(paid.source.provider_references["reference_number_1"] ?? "");
  await simulator.pay(ref1);
  const slip = slipText(simulator.payments(ref1)[0]?.id ?? "");

  const unknown = await run("slip", slipText("2026113000000001"), "--account", id);
  expect(unknown.out).toContain("It settles nothing: no bank of this account knows the payment.");
  const asked = await run("slip", slip, "--account", id);
  expect(asked).toMatchObject({ code: 0, err: "" });
  expect(asked.out).toContain("Sending bank  Siam Commercial Bank (014)");
  expect(asked.out).toContain("scb says THB 200.00");
  expect(asked.out).toContain(`It could settle the charge: --settle ${paid.id} asks the bank about it.`);
  expect((await ask(`/charges/${paid.id}`)).status).toBe("pending");

  expect(await run("slip", slip, "--account", id, "--settle", other.id)).toMatchObject({
    code: 1,
    err: `The payment of this slip names ${paid.id}, not ${other.id}.\n`,
  });
  const settled = await run("slip", slip, "--account", id, "--settle", paid.id, "--json");
  expect(JSON.parse(settled.out)).toMatchObject({ charge: { id: paid.id, status: "successful" }, problem: null });
  expect((await ask(`/charges/${paid.id}`)).status).toBe("successful");
  expect(await run("slip", slip, "--account", id, "--settle", paid.id)).toMatchObject({
    code: 1,
    err: "this slip settles nothing: the charge is successful already\n",
  });
});
