import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { aFolder, type Served, serveAlone } from "../cli/chamra.ts";

const run = promisify(execFile);
const program = join(import.meta.dirname, "../../bin/chamra.js");

/** Commands of the page, in their order. */
const commands = [...readFileSync("docs/live.md", "utf8").matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, text = ""]) => text,
);
const [playsOmise = "", ours = "", ...others] = commands;

/** A folder in which `chamra` is a command, and the page's data go. */
async function aDesk(): Promise<string> {
  const desk = await aFolder();
  const file = join(desk, "chamra");
  await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  await chmod(file, 0o755);
  return desk;
}

test("the commands of docs/live.md lead to a live payment through a second gateway", async () => {
  const desk = await aDesk();
  const places: [string, string][] = [["./trial", join(desk, "trial")]];
  const here = (text: string) => places.reduce((said, [shown, real]) => said.replaceAll(shown, real), text);

  /** Starts a gateway by its line of the page, on a free port. */
  const serve = async (line: string, shown: string): Promise<Served> => {
    expect(line).toMatch(/^(\w+=\S+ )+chamra serve\n$/);
    const settings = [...here(line).matchAll(/(\w+)=(\S+) /g)].map(([, name, value]) => [name, value]);
    const served = await serveAlone({ ...Object.fromEntries(settings), CHAMRA_PORT: "0" });
    places.push([shown, served.url]);
    return served;
  };
  const theirs = await serve(playsOmise, "http://localhost:4343");
  const mine = await serve(ours, "http://localhost:4242");
  expect(theirs.secretKey).toBe("skey_test_0000000000000000000");

  const shell = async (script: string, variables: Record<string, string> = {}) => {
    const env = { PATH: `${desk}:${process.env["PATH"]}`, ...variables };
    return (await run("bash", ["-euo", "pipefail", "-c", here(script)], { cwd: desk, env })).stdout;
  };
  const paying = others.slice(0, -1);
  const look = others.at(-1) ?? "";
  const said = await shell(`${paying.join("\n")}\necho "key $SECRET_KEY"`);
  expect(said).toContain("omise            Omise: connected since");
  expect(said).toContain("would go to omise: route 1 is the first that fits");
  const [, id = "", authorizeUri = ""] = /(chrg_\w+)\n(http\S+)/.exec(said) ?? [];
  const [, key = ""] = /key (skey_\w+)/.exec(said) ?? [];
  expect(authorizeUri).toContain(mine.url);

  const led = await fetch(authorizeUri, { redirect: "manual" });
  const page = led.headers.get("location") ?? "";
  expect(page).toContain(theirs.url);
  const pressed = await fetch(page, {
    method: "POST",
    body: new URLSearchParams({ outcome: "successful" }),
    redirect: "manual",
  });
  const back = await fetch(pressed.headers.get("location") ?? "", { redirect: "manual" });
  expect(back.headers.get("location")).toBe("http://example.com/orders/345678/complete");

  const charge = JSON.parse(await shell(look, { CHARGE_ID: id, SECRET_KEY: key }));
  expect(charge).toMatchObject({ id, livemode: true, status: "successful", paid: true });
});
