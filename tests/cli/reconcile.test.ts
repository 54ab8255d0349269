import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dateInBangkok } from "../../src/domain/base/bangkok.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aFolder, chamra, serveAlone } from "./chamra.ts";

/** A gateway in a process of its own, whose live account is connected to another in Omise's place. */
async function aShop(): Promise<{
  theirs: TestGateway;
  folder: string;
  environment: Record<string, string>;
  id: string;
}> {
  const theirs = await aGateway();
  const folder = await aFolder();
  const environment = { CHAMRA_DATA: folder, CHAMRA_UPSTREAMS: `omise.api=${theirs.url}` };
  await serveAlone(environment);
  const accounts = JSON.parse((await chamra(["account", "list", "--json"], environment)).out);
  const { id } = accounts.find(({ livemode }: { livemode: boolean }) => livemode);
  return { theirs, folder, environment, id };
}

test("a day is reconciled at the terminal by asking and by a file, listed, worked off and exported; mistakes are told in a sentence", {
  timeout: 180_000,
}, async () => {
  const { theirs, folder, environment, id } = await aShop();
  const run = (...words: string[]) => chamra(["reconcile", ...words], environment);
  expect(await run(id)).toMatchObject({ code: 1, err: `${id} is connected to no upstream\n` });
  expect((await run("list", id)).out).toBe("No day was reconciled yet.\n");

  const credentials = join(folder, "credentials.json");
  await writeFile(credentials, JSON.stringify({ secret_key: theirs.secretKey }));
  await chamra(["upstream", "connect", id, "omise", "--credentials", credentials], environment);
  const day = dateInBangkok(theirs.now());
  const card = { name: "Somchai", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  const token = { key: theirs.publicKey, body: { card: { ...card, security_code: "123" } } };
  const { json } = await theirs.call("POST", "/tokens", token);
  const body = { amount: 70_000, currency: "THB", card: json.id };
  const { json: past } = await theirs.call("POST", "/charges", { body });
  const { json: back } = await theirs.call("POST", `/charges/${past.id}/refunds`, { body: { amount: 5_000 } });

  const asked = await run(id, "--day", day);
  expect(asked).toMatchObject({ code: 1, err: "" });
  expect(asked.out).toContain(`omise, ${day}: 0 of 1 payments are the same here. 0 of 1 refunds are, too.\n`);
  expect(asked.out).toMatch(
    new RegExp(`Missing here: .*\nCHARGE .*\n- +${past.id} +- +700.00 THB \\(fee 27.34\\) +open +rcit_`),
  );
  expect(asked.out).toMatch(
    new RegExp(`Refunds missing here: .*\nCHARGE +REFUND .*\n- +${back.id} +- +50.00 THB +open +rcit_`),
  );

  const shown = JSON.parse((await run(id, "--day", day, "--of", "omise", "--json")).out);
  const [{ items }] = shown;
  expect(items).toMatchObject([
    { kind: "missing_here", payment: past.id },
    { about: "refund", payment: back.id },
  ]);
  expect(await run("work-off", id, items[0].id, " ")).toMatchObject({ code: 1, err: "note cannot be blank\n" });
  expect((await run("work-off", id, items[0].id, "a sale at the counter")).out).toContain(
    "is worked off: a sale at the counter",
  );
  expect(await run("work-off", id, items[0].id, "again")).toMatchObject({
    code: 1,
    err: expect.stringContaining("not open any more"),
  });
  expect((await run("list", id)).out).toMatch(new RegExp(`${day} +omise +asked +0 of 1 +0 of 1 +1 +1\n`));

  const file = join(folder, "charges.csv");
  await writeFile(file, `id,amount,paid_at,status\nchrg_9,12.00,${day} 10:00:00,successful`);
  expect(await run(id, "--file", file)).toMatchObject({
    code: 1,
    err: expect.stringContaining("say with --of whose file it is"),
  });
  const read = await run(id, "--of", "omise", "--file", file, "--day", day);
  expect(read.out).toContain(`omise, ${day}: 0 of 1 payments are the same here.`);
  expect(read.out).toContain("chrg_9");
  const { out: csv } = await run("export", id);
  expect(csv.split("\r\n")[0]).toMatch(/^id,reconciliation,kind,state,about,charge,refund,/);
  expect(csv).toContain("a sale at the counter");
  expect(csv).toContain("missing_here,open,refund");

  for (const [words, told] of [
    [["--day", day, "--of", "omise", "--file", join(folder, "none.csv")], "there is no file"],
    [["--day", "2026-02-30"], "day must be a date"],
    [["--day", "2099-01-01"], "is not over yet in Bangkok"],
    [["--of", "bank"], "there is no upstream bank"],
    [
      ["--day", "2026-01-01", "--of", "omise", "--file", file],
      "none of the 1 payments of the file was made on 2026-01-01",
    ],
  ] as const)
    expect(await run(id, ...words)).toMatchObject({ code: 1, out: "", err: expect.stringContaining(told) });
});

test("a contract is entered, shown and ended at the terminal, and a wrong one is refused with the place of its fault", {
  timeout: 180_000,
}, async () => {
  const { theirs, folder, environment, id } = await aShop();
  const file = join(folder, "given.json");
  const enter = async (given: unknown, ...more: string[]) => {
    await writeFile(file, JSON.stringify(given));
    return chamra(["upstream", "contract", id, "omise", file, ...more], environment);
  };
  expect(await enter([])).toMatchObject({ code: 1, err: "this account is not connected to Omise\n" });
  await writeFile(file, JSON.stringify({ secret_key: theirs.secretKey }));
  await chamra(["upstream", "connect", id, "omise", "--credentials", file], environment);
  const show = () => chamra(["upstream", "contract", id, "omise"], environment);
  expect((await show()).out).toContain("No contract with Omise is entered");

  const entered = await enter([
    { methods: ["card"], rate: "3.65" },
    { rate: "1.6", flat: 500, min: 1_000, vat: "0" },
  ]);
  expect(entered).toMatchObject({ code: 0, err: "" });
  expect(entered.out).toMatch(/card +3.65 % +THB 0.00 +THB 0.00 +7 %\nall others +1.6 % +THB 5.00 +THB 10.00 +0 %\n/);
  expect((await show()).out).toBe(entered.out);
  for (const [given, told] of [
    [[{ rate: "3,65" }], "The contract cannot be read at 0.rate"],
    [[{ rate: "101" }], "must be 0 to 100 percent"],
    [[{ rate: "1", flat: -1 }], "0.flat"],
    [[{ methods: ["cash"], rate: "1" }], "cash is no type and no family of payment methods"],
    [{ rate: "1" }, "The contract cannot be read"],
  ] as const)
    expect(await enter(given)).toMatchObject({ code: 1, out: "", err: expect.stringContaining(told) });
  expect(JSON.parse((await enter([], "--json")).out)).toEqual([]);
});
