import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { chamra } from "./cli/chamra.ts";
import { differences } from "./guides/compare.ts";
import { aGateway } from "./kit/gateway.ts";

const readme = readFileSync("README.md", "utf8");
const execute = promisify(execFile);

/** What stands between two markers. */
function between(name: string): string {
  return new RegExp(`<!-- ${name} -->\n([\\s\\S]*?)<!-- /${name} -->`).exec(readme)?.[1] ?? "";
}

test("the commands of README answer what README shows, key by key", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_PUBLIC_URL: "http://localhost:4242" } });
  const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
    .map(([, text = ""]) => text)
    .filter((text) => text.includes("-d "));
  const shown = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => JSON.parse(text));
  const ids: Record<string, string> = {};

  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  const answers: any[] = [];
  for (const command of commands) {
    const curl = command.slice(command.indexOf("curl")).replaceAll("http://localhost:4242", gateway.url);
    const keys = { OMISE_PUBLIC_KEY: gateway.publicKey, OMISE_SECRET_KEY: gateway.secretKey };
    const { stdout } = await execute("bash", ["-c", curl], { env: { PATH: process.env.PATH, ...keys, ...ids } });
    const answer = JSON.parse(stdout);
    if (answer.object === "token") ids.TOKEN_ID = answer.id;
    if (answer.object === "source") ids.SOURCE_ID = answer.id;
    answers.push(answer);
  }

  expect(answers.map((answer) => answer.object)).toEqual(["charge", "token", "source", "charge"]);
  for (const [index, answer] of answers.entries()) expect(differences(shown[index], answer)).toEqual([]);
});

test("the settings table of README is the one that `chamra settings` prints", async () => {
  expect(between("settings").trim()).toBe((await chamra(["settings"], {})).out.trim());
});

test("docs/errors.md is what `chamra errors` prints", async () => {
  expect(readFileSync("docs/errors.md", "utf8").trim()).toBe((await chamra(["errors"], {})).out.trim());
});
