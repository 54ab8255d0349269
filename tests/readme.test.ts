import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { libraries } from "../src/pages/libraries.ts";
import { chamra } from "./cli/chamra.ts";
import { differences } from "./guides/compare.ts";
import { aGateway, type TestGateway } from "./kit/gateway.ts";

const textOf = (file: string): string => readFileSync(file, "utf8");
const execute = promisify(execFile);

/** Code blocks of a page in a language. */
function blocks(file: string, language: string): string[] {
  const found = textOf(file).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"));
  return [...found].map(([, text = ""]) => text);
}

/** Commands of a page that send requests. */
const commandsIn = (file: string): string[] => blocks(file, "sh").filter((text) => text.includes("-d "));

async function run(gateway: TestGateway, command: string, ids: Record<string, string> = {}) {
  const curl = command.slice(command.indexOf("curl")).replaceAll("http://localhost:4242", gateway.url);
  const keys = { OMISE_PUBLIC_KEY: gateway.publicKey, OMISE_SECRET_KEY: gateway.secretKey };
  const { stdout } = await execute("bash", ["-c", curl], { env: { PATH: process.env.PATH, ...keys, ...ids } });
  return JSON.parse(stdout);
}

const guide = "docs/first-payments.md";

test("the commands of docs/first-payments.md answer what the page shows, key by key", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_PUBLIC_URL: "http://localhost:4242" } });
  const shown = blocks(guide, "json").map((text) => JSON.parse(text));
  const ids: Record<string, string> = {};

  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  const answers: any[] = [];
  for (const command of commandsIn(guide)) {
    const answer = await run(gateway, command, ids);
    if (answer.object === "token") ids["TOKEN_ID"] = answer.id;
    if (answer.object === "source") ids["SOURCE_ID"] = answer.id;
    answers.push(answer);
  }

  expect(answers.map((answer) => answer.object)).toEqual(["charge", "token", "source", "charge"]);
  for (const [index, answer] of answers.entries()) expect(differences(shown[index], answer)).toEqual([]);
});

test("the first payment of README is that of docs/first-payments.md", () => {
  expect(commandsIn("README.md")).toEqual([
    expect.stringContaining(commandsIn(guide)[0]?.replace(/^[\s\S]*?(?=curl)/, "") ?? "no command"),
  ]);
});

test("the lines for Node.js bring the official package to a gateway on a port of its own", async () => {
  const gateway = await aGateway();
  const lines = libraries
    .find(({ name }) => name === "omise-node")
    ?.lines(gateway.publicUrl)
    .join("\n");
  const { publicKey, secretKey } = gateway;
  const program = `const [publicKey, secretKey] = ${JSON.stringify([publicKey, secretKey])};
${lines}
const card = { name: "Somchai", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
omise.tokens
  .create({ card })
  .then(({ id }) => omise.charges.create({ amount: 100000, currency: "THB", card: id }))
  .then(({ status }) => console.log(status));`;
  const { stdout } = await execute(process.execPath, ["--input-type=commonjs", "-e", program], {
    env: { PATH: process.env["PATH"] },
  });
  expect(stdout.trim()).toBe("successful");
});

/** Targets of a page's links within the project. */
function linksOf(file: string): string[] {
  const found = textOf(file).matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g);
  return [...found].map(([, link, picture]) => link ?? picture ?? "").filter((link) => !/^[a-z]+:/.test(link));
}

/** Anchors of a page's headings, as GitHub and npm generate them. */
function anchorsOf(file: string): string[] {
  const headings = textOf(file).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("every link of README and the documentation leads somewhere, and README's also in the published package", () => {
  const pages = [...globSync("*.md"), ...globSync("docs/**/*.md")];
  const lost = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => {
        const [path = "", anchor] = link.split("#");
        const target = path === "" ? page : join(dirname(page), path);
        if (!existsSync(target)) return true;
        return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).includes(anchor);
      })
      .map((link) => `${page}: ${link}`),
  );
  expect(lost).toEqual([]);
  const { files } = JSON.parse(textOf("package.json")) as { files: string[] };
  const published = [...files, "LICENSE", "README.md"].flatMap((file) => globSync(file)); // npm adds these two by itself
  const outside = linksOf("README.md").filter(
    (link) => !link.startsWith("#") && !published.some((file) => link === file || link.startsWith(`${file}/`)),
  );
  expect(outside).toEqual([]);
});

test("the table of docs/settings.md is the one that `chamra settings` prints", async () => {
  const [, table = ""] = /<!-- settings -->\n([\s\S]*?)<!-- \/settings -->/.exec(textOf("docs/settings.md")) ?? [];
  expect(table.trim()).toBe((await chamra(["settings"], {})).out.trim());
});

test("the tables of libraries, in README and docs/libraries.md, are those that `chamra libraries` prints", async () => {
  const tableOf = (file: string) =>
    /<!-- libraries -->\n([\s\S]*?)<!-- \/libraries -->/.exec(textOf(file))?.[1]?.trim();
  expect(tableOf("docs/libraries.md")).toBe((await chamra(["libraries"], {})).out.trim());
  expect(tableOf("README.md")).toBe((await chamra(["libraries", "--short"], {})).out.trim());
});

test("docs/methods.md is what `chamra methods` prints", async () => {
  expect(textOf("docs/methods.md").trim()).toBe((await chamra(["methods"], {})).out.trim());
});

test("docs/rules.md is what `chamra faults` prints", async () => {
  expect(textOf("docs/rules.md").trim()).toBe((await chamra(["faults"], {})).out.trim());
});

test("docs/first-live-day.md is what `chamra upstreams` prints", async () => {
  expect(textOf("docs/first-live-day.md").trim()).toBe((await chamra(["upstreams"], {})).out.trim());
});

test("docs/errors.md is what `chamra errors` prints", async () => {
  expect(textOf("docs/errors.md").trim()).toBe((await chamra(["errors"], {})).out.trim());
});
