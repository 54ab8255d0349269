import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { settings } from "../src/config.ts";
import { apiVersions } from "../src/domain/merchant/account.ts";
import { version } from "../src/version.ts";
import { aFolder, chamra } from "./cli/chamra.ts";
import { cardCharge, kplusCharge } from "./kit/builders.ts";
import { aGateway } from "./kit/gateway.ts";
import { aReceiver } from "./kit/receiver.ts";

const run = promisify(execFile);

const textOf = (file: string): string => readFileSync(file, "utf8");
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);

const guide = "docs/operations.md";
const deployed = ["chamra.service", "chamra.sh", "Dockerfile", "compose.yaml", "nginx.conf", "alerts.yml"];

test("the table of what is kept for how long is the one that `chamra retention` prints", async () => {
  const [table = ""] = all(textOf(guide), /<!-- retention -->\n([\s\S]*?)<!-- \/retention -->/g);
  expect(table.trim()).toBe((await chamra(["retention"], {})).out.trim());
});

test("every command and every setting that the guide and the files of deploy name is one", async () => {
  const { out } = await chamra(["--help"], {});
  const commands = all(out, /^ {2}chamra ([a-z]+(?: [a-z]+)?)/gm);
  const named = all(textOf(guide), /(?:^|`|&& |… )chamra ([a-z]+(?: (?!\d)[a-z]+)?)/gm);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !commands.includes(name) && !commands.includes(name.split(" ")[0] ?? ""))).toEqual([]);

  const known = Object.values(settings).map(({ name }): string => name);
  for (const file of [guide, ...deployed.map((name) => `deploy/${name}`)])
    expect(
      all(textOf(file), /\b(CHAMRA_[A-Z_]+)/g).filter((name) => !known.includes(name)),
      file,
    ).toEqual([]);
});

test("the guide explains every alert, and no other", () => {
  const alerts = all(textOf("deploy/alerts.yml"), /- alert: (\w+)/g);
  expect(alerts.length).toBeGreaterThan(5);
  expect(all(textOf(guide), /^\| `(\w+)` \|/gm).filter((name) => name.startsWith("Chamra"))).toEqual(alerts);
});

test("every alert asks for metrics, labels and values that a gateway has", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway({ engine: "postgres", environment: { CHAMRA_WEBHOOK_URL: receiver.url } });
  await kplusCharge(gateway);
  await cardCharge(gateway);
  await receiver.arrived(2);
  const scrape = (await gateway.call("GET", "/metrics", { key: null })).text;
  const families = all(scrape, /^# TYPE (\w+)/gm);

  const rules = textOf("deploy/alerts.yml").replace(/^\s*#.*$/gm, "");
  const asked = [...rules.matchAll(/\b(chamra_\w+)(?:\{([^}]*)\})?/g)];
  expect(asked.length).toBeGreaterThan(10);
  for (const [selector, name = "", matchers = ""] of asked) {
    expect(families, selector).toContain(name.replace(/_(bucket|sum|count)$/, ""));
    const series = scrape.split("\n").filter((line) => line.startsWith(`${name}{`));
    for (const [, label, sign, value = ""] of matchers.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)) {
      expect(series.join("\n"), selector).toContain(`${label}="`);
      if (sign !== "=~" && label !== "mode") expect(series.join("\n"), selector).toContain(`${label}="${value}"`);
    }
  }
});

test("systemd starts what is in a checkout, as what it is there, and its unit is sound", async ({ skip }) => {
  const unit = textOf("deploy/chamra.service");
  const [start = ""] = all(unit, /^ExecStart=(.*)$/gm);
  const [node = "", program = "", ...words] = start.split(" ");
  const here = (path: string) => path.replace(/^\/opt\/chamra\//, `${process.cwd()}/`);
  for (const path of [node, program]) expect(existsSync(here(path)), path).toBe(true);
  expect(words).toEqual(["serve"]);
  expect((await run(here(node), [here(program), "--version"])).stdout).toBe(`${version}\n`);
  const [also = ""] = all(textOf("deploy/chamra.sh"), /^exec runuser -u chamra -- (.*) "\$@"$/gm);
  expect(start).toBe(`${also} serve`);

  const verifier = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"].find(existsSync);
  if (!verifier) return skip("this machine has no systemd-analyze");
  const file = join(await aFolder(), "chamra.service");
  await writeFile(file, unit.replace(start, `${here(node)} ${here(program)} serve`));
  const { stderr } = await run(verifier, ["verify", file]); // fails where the unit cannot be loaded
  expect(stderr.split("\n").filter((line) => line.includes(file))).toEqual([]);
});

test("the image has what a gateway needs, on a Node.js that is new enough, and starts it without npm", () => {
  const text = textOf("deploy/Dockerfile");
  const [node = ""] = all(text, /^ARG NODE=(\d+)/gm);
  const [oldest] = all(textOf("bin/runtime.js"), /^export const oldest = "(\d+)/gm);
  expect(Number(node)).toBeGreaterThanOrEqual(Number(oldest));
  const { dependencies, files, optionalDependencies } = JSON.parse(textOf("package.json"));
  expect(Object.values(optionalDependencies).every((pinned) => String(pinned).startsWith(`${node}.`))).toBe(true);
  const copied = all(text, /^COPY --from=built (.*) \S+$/gm).flatMap((sources) => sources.split(" "));
  const needed = [...files.filter((file: string) => /^(bin|dist|web\/dist)$/.test(file)), "package.json", "LICENSE"];
  for (const path of [...needed, "node_modules"]) expect(copied).toContain(`/chamra/${path}`);
  const left = textOf("deploy/Dockerfile.dockerignore").split("\n");
  const used = [
    "bin",
    "src",
    "web",
    "docs",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
  ];
  for (const path of used) {
    expect(existsSync(path), path).toBe(true);
    expect(left).not.toContain(path);
  }
  expect(Object.keys(dependencies).length).toBeGreaterThan(0);
  expect(text).toContain('CMD ["node", "bin/chamra.js", "serve"]');
  expect(text).toMatch(/^USER node$/m);
});

test("the proxy of the benchmark passes requests on as the one for production does", () => {
  const passing = (file: string) => all(textOf(file), /^\s*(proxy_(?!pass|buffering)[^#;]*;)/gm);
  const production = passing("deploy/nginx.conf");
  expect(production.length).toBeGreaterThan(5);
  expect(passing("bench/nginx.conf")).toEqual(production);
  const [feed = ""] = all(textOf("deploy/nginx.conf"), /location ~ (\S+) \{/g);
  expect("/dashboard/api/live/feed").toMatch(new RegExp(feed));
});

test("the newest version of the changelog is the package's, and docs/versions.md names each version of the API", () => {
  const [newest] = all(textOf("CHANGELOG.md"), /^## (\d+\.\d+\.\d+)/gm);
  expect(newest).toBe(version);
  const page = textOf("docs/versions.md");
  expect(page).toContain(`| the package | ${version} |`);
  for (const each of apiVersions) expect(page).toContain(each);
});
