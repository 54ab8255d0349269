import { readdirSync, readFileSync } from "node:fs";
import { extname, join, posix } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * Rules of this code base that are easy to forget. Each says what to do instead, and has planted mistakes that it must find,
 * so that a rule that finds nothing any more fails as well.
 */
interface Rule {
  habit: string;
  instead: string;
  /** Paths from the root of the repository. */
  reads: (path: string) => boolean;
  /** Faults of this file, one sentence each. */
  findings: (path: string, text: string) => string[];
  planted: [path: string, text: string][];
}

/** Layers of src from top to bottom. An import goes down, or stays within its folder. */
const floors = [
  ["main", "cli", "commands", "config"],
  ["api", "pages", "jobs"],
  ["operations", "webhooks", "proxy"],
  ["observability"],
  ["vault", "connectors"],
  ["methods", "storage"],
  ["domain", "version"],
];

/** Name for the files directly in a kind of code: `changes.ts`, `gateway.ts`, `contract.ts` and the like. */
const top = "top";

/** For each kind of code divided by subject: all subjects, and the others of its kind that each may import. Everything else is a fault. */
const subjects: Record<string, Record<string, readonly string[]>> = {
  domain: {
    base: [],
    [top]: [
      ...["base", "card", "chain", "customer", "debit", "dispute", "event", "forex", "ledger", "link", "log"],
      ...["merchant", "payment", "payout", "receipt", "sandbox", "schedule", "shadow", "team", "upstream"],
    ],
    dispute: ["base", top, "event", "ledger", "payment"],
    link: ["base", top, "event", "merchant", "payment"],
    log: ["base"],
    card: ["base", "payment"],
    chain: ["base", "merchant"],
    customer: ["base", top, "card", "debit", "event", "merchant"],
    debit: ["base", top, "merchant", "payment"],
    event: ["base", top, "merchant"],
    forex: ["base"],
    ledger: ["base", top, "dispute", "payment"],
    merchant: ["base", "payment", "team", "upstream"],
    payment: ["base", top, "card", "debit", "dispute", "event", "ledger", "merchant", "upstream"],
    payout: ["base", top, "event", "ledger", "merchant"],
    receipt: ["base", "ledger", "merchant"],
    sandbox: ["base", "event", "merchant", "payment"],
    schedule: ["base", top, "event", "merchant", "payment", "payout"],
    search: ["base"],
    shadow: ["base"],
    team: ["base", top, "merchant"],
    upstream: ["base", top, "ledger"],
  },
  storage: {
    base: [],
    [top]: [
      ...[
        "base",
        "card",
        "chain",
        "customer",
        "debit",
        "dispute",
        "event",
        "forex",
        "insight",
        "ledger",
        "link",
        "log",
      ],
      ...[
        "merchant",
        "payment",
        "payout",
        "receipt",
        "sandbox",
        "schedule",
        "search",
        "shadow",
        "team",
        "upstream",
        "verify",
        "postgres",
        "sqlite",
      ],
    ],
    card: ["base"],
    customer: ["base", "debit", "search"],
    debit: ["base"],
    dispute: ["base"],
    event: ["base"],
    chain: ["base"],
    forex: ["base"],
    insight: ["base", "payment", "search"],
    ledger: ["base"],
    link: ["base", "payment"],
    log: ["base"],
    merchant: ["base"],
    payment: ["base", "dispute"],
    payout: ["base"],
    postgres: ["base"],
    receipt: ["base"],
    sandbox: ["base", "insight", "payment"],
    schedule: ["base"],
    search: ["base"],
    shadow: ["base"],
    sqlite: ["base"],
    team: ["base"],
    upstream: ["base"],
    verify: ["base"],
  },
  operations: {
    [top]: ["insight", "log", "sandbox", "shadow", "upstream"], // of each the types only that stand in the gateway
    card: [top, "merchant", "payment", "upstream"],
    customer: [top, "card", "debit"],
    debit: [top, "link"],
    dispute: [top, "payment"],
    event: [top, "merchant"],
    chain: [top, "merchant"],
    forex: [top],
    insight: [top, "payment", "team"],
    ledger: [top],
    link: [top, "payment"],
    log: [top, "insight"],
    merchant: [top],
    payment: [top, "debit", "forex", "upstream"],
    payout: [top],
    receipt: [top],
    sandbox: [top, "merchant", "payment"],
    schedule: [top, "customer", "payment", "payout"],
    search: [top],
    shadow: [top, "upstream"],
    team: [top, "log"],
    upstream: [top, "forex", "merchant"],
  },
  api: {
    [top]: [
      "card",
      "chain",
      "customer",
      "debit",
      "dispute",
      "document",
      "event",
      "forex",
      "http",
      "insight",
      "ledger",
      "link",
      "log",
      "merchant",
      "payment",
      "payout",
      "receipt",
      "sandbox",
      "schedule",
      "search",
      "shadow",
      "team",
      "upstream",
      "wire",
    ],
    wire: [top], // the table of resources
    http: [top, "wire"],
    document: [top, "card", "wire"],
    card: ["http", "payment", "wire"],
    customer: ["card", "debit", "wire"],
    debit: ["wire"],
    dispute: ["ledger", "wire"],
    event: [top, "insight", "wire"],
    chain: ["merchant", "wire"],
    forex: ["wire"],
    insight: [
      ...["chain", "customer", "debit", "dispute", "ledger", "link", "payment", "payout", "receipt"],
      ...["schedule", "upstream"],
      "wire",
    ],
    ledger: ["wire"],
    link: ["payment", "wire"],
    log: ["card", "http", "insight", "payment", "wire"],
    merchant: ["wire"],
    payment: ["card", "customer", "debit", "dispute", "event", "ledger", "wire"],
    payout: ["ledger", "wire"],
    receipt: ["wire"],
    sandbox: [...["card", "customer", "dispute", "insight", "link", "log", "payment", "payout", "schedule", "wire"]],
    schedule: ["payment", "wire"],
    search: [top, "wire"],
    shadow: ["http", "wire"],
    team: ["wire"],
    upstream: ["wire"],
  },
};

const mayNameCardNumbers =
  /^src\/(vault\/|connectors\/(.*\/)?(wire|connector|simulator)[\w-]*\.ts$|api\/card\/token\.ts$|domain\/card\/card\.ts$)/;

/** Extensions of text files; files without one are scripts and the like. */
const textual = new Set([
  "",
  ".ts",
  ".tsx",
  ".js",
  ".mjs",
  ".json",
  ".sql",
  ".md",
  ".css",
  ".html",
  ".svg",
  ".yml",
  ".yaml",
  ".sh",
]);

/** Tests that may use real time: the words allowed, and the reason. */
const realTime: { path: RegExp; words: readonly string[]; why: string }[] = [
  {
    path: /^tests\/(examples\/shop|webhooks\/samples|cli\/dashboard|cli\/slip)\.test\.ts$/,
    words: ["Date.now"],
    why: "another process reads the real clock and is given a moment of it",
  },
  {
    path: /^(src\/proxy\/(authority|proxy)\.test|tests\/exec\/proxy)\.ts$/,
    words: ["Date.now"],
    why: "clients judge certificates by the real clock",
  },
  { path: /^tests\/hostile\/listener\.ts$/, words: ["Date.now"], why: "nothing of it is about time" },
  { path: /^tests\/hostile\/limits\.test\.ts$/, words: ["setInterval"], why: "a sender is slow on purpose" },
  {
    path: /^tests\/browser\/omisejs-form\.test\.ts$/,
    words: ["setInterval"],
    why: "a stranger's page goes on for ever",
  },
  {
    path: /^tests\/hostile\/(raw-client|fuzz)\.ts$/,
    words: ["performance.now", "setTimeout"],
    why: "a client gives up, and the report says how long all took",
  },
  {
    path: /^tests\/simulation\/(plant|run|shorten)\.ts$/,
    words: ["performance.now", "setTimeout"],
    why: "a command says how fast it was, and ends a child that hangs",
  },
  {
    path: /^tests\/crash\/(clients|crash|gateway|live|run|upstreams)\.ts$/,
    words: ["performance.now", "setTimeout", "Date.now"],
    why: "processes die at moments that nobody chooses, under load that lasts a while",
  },
  {
    path: /^tests\/screenshots\/(run|views)\.ts$/,
    words: ["waitForTimeout"],
    why: "a picture is taken when movement has come to rest, which nothing tells",
  },
];

/** Uses of real time: reading a clock, waiting, and expectations of a duration. */
const usesOfTime =
  /\b(performance\.now|Date\.now|setTimeout|setInterval|waitForTimeout|hrtime|scheduler\.wait)\b|\b(\w*Ms|ms|took|elapsed|duration)\b(\(\))?[^()]*\)\.(not\.)?toBe(Less|Greater)Than/g;

/** Openings of a docstring that name no subject. */
const openings = /^(So|Those|These|They|It|Its|Theirs|Of|Whom|Whoever|Nobody|The same)\b/;

/** Turns of phrase that a reader has to decode. `so long as` is a condition. */
const riddles =
  /\b(so many|so long(?! as)|those of (them|whom)|whoever|nobody's|of before|for whom|the first first)\b/i;

const rules: Rule[] = [
  {
    habit: "imports go down the house, never up or across",
    instead: `Move what both need to the lower of the two, or hand it over as an argument in src/main. From top to ground: ${floors.map((floor) => floor.join(", ")).join(" → ")}.`,
    reads: isSource,
    findings: (path, text) =>
      importsOf(path, text)
        .filter(
          ({ target }) => target.startsWith("src/") && !goesDown(roomOf(path), roomOf(target)) && !isLoan(path, target),
        )
        .map(({ target }) => `imports ${target}`),
    planted: [
      ["src/domain/payment/charge.ts", 'import { Store } from "../../storage/store.ts";'],
      ["src/api/payment/charge.ts", 'import type { Page } from "../../pages/authorize.ts";'],
      ["src/operations/payment/charge.ts", 'const cli = await import("../../cli.ts");'],
      ["src/connectors/card/wire.ts", 'import { open } from "../../vault/keyring.ts";'],
      ["src/vault/token.ts", 'export { initiate } from "../connectors/kbank/connector.ts";'],
      ["src/shared/thing.ts", 'import { charge } from "../domain/charge.ts";'],
    ],
  },
  {
    habit: "a subject imports what its kind's table of arrows allows, and there are no other subjects",
    instead:
      "Move what both need to the lower subject, or to `base`. Where a new arrow or a new subject is meant, enter it in `subjects`, in tests/tidy.test.ts: whoever reads the table should find it natural.",
    reads: (path) => isSource(path) && roomOf(path) in subjects,
    findings: (path, text) => {
      const arrows = subjects[roomOf(path)]?.[subjectOf(path)];
      if (!arrows) return [`${subjectOf(path)} is no subject of ${roomOf(path)}`];
      return arrowsOf(path, text)
        .filter((to) => !arrows.includes(to))
        .map((to) => `${subjectOf(path)} imports ${to}`);
    },
    planted: [
      ["src/domain/base/money.ts", 'import type { Charge } from "../payment/charge.ts";'],
      ["src/operations/payment/charge.ts", 'import { invite } from "../team/team.ts";'],
      ["src/api/wire/fields.ts", 'import { keyShape } from "../merchant/key.shape.ts";'],
      ["src/api/http/body.ts", 'export { presentTeam } from "../team/team.shape.ts";'],
      ["src/storage/team/member.ts", 'import { listOf } from "../payment/charge.ts";'],
      ["src/domain/wallets/wallet.ts", ""],
    ],
  },
  {
    habit: "no file leads back to itself",
    instead:
      "Give what both files need a file of its own, usually a type; what is asked for later, hand over as an argument.",
    reads: (path) => isSource(path) || /^web\/(?!dist\/).*(?<!\.test)\.tsx?$/.test(path),
    findings: (path, text) =>
      importsOf(path, text)
        .map(({ target }) => target)
        .filter((target) => leadsTo(target, path))
        .map((target) => `imports ${target}, which leads back`),
    planted: [
      ["src/domain/payment/refund-row.ts", 'import type { RefundRequest } from "./refund.ts";'],
      ["src/operations/insight/listener.ts", 'import type { Gateway } from "../gateway.ts";'],
      ["web/dashboard/navigation.tsx", 'import { router } from "./router.tsx";'],
      ["web/dashboard/frame/page-title.ts", 'import type { Page } from "../pages.ts";'],
    ],
  },
  {
    habit: "what ships never imports what tests",
    instead: "Move the code that production needs into src.",
    reads: isSource,
    findings: (path, text) =>
      importsOf(path, text)
        .filter(({ target }) => !target.startsWith("src/") || target.endsWith(".test.ts"))
        .map(({ target }) => `imports ${target}`),
    planted: [["src/domain/payment/charge.ts", 'import { aCharge } from "../../../tests/kit/charge.ts";']],
  },
  {
    habit: "a simulator knows only the wire format of its own folder",
    instead:
      "A bank does not read our code: let the simulator import ./wire.ts and types, and get the rest as arguments.",
    reads: (path) => isSource(path) && /^src\/connectors\/.*\/simulator[\w-]*\.ts$/.test(path),
    findings: (path, text) =>
      importsOf(path, text)
        .filter(({ target, typesOnly }) => !typesOnly && target !== path.replace(/[^/]+$/, "wire.ts"))
        .map(({ target }) => `imports ${target}`),
    planted: [["src/connectors/kbank/simulator.ts", 'import { kbank } from "./connector.ts";']],
  },
  {
    habit: "methods and banks are asked of the gateway, never of the lists themselves",
    instead:
      "Use `gateway.methods` and `gateway.banks`, or a presenter's `view.methods`: a gateway may have others. Only main/assemble.ts and the printed reference read the lists, the month of a shop names how its payers pay, and Omise has the methods of the list because they are its own.",
    reads: (path) =>
      isSource(path) &&
      !/^src\/(main\/assemble|commands\/reference|operations\/sandbox\/month|connectors\/omise\/upstream)\.ts$/.test(
        path,
      ),
    findings: (path, text) => [
      ...importsOf(path, text)
        .filter(({ target }) => target === "src/methods/index.ts")
        .map(({ target }) => `imports ${target}`),
      ...(/^src\/(operations|api|jobs|observability|storage|webhooks)\//.test(path)
        ? text
            .split("\n")
            .flatMap((line, at) =>
              /"(kplus|mobile_banking_\w+)"/.test(line) ? [`line ${at + 1}: ${line.trim()}`] : [],
            )
        : []),
    ],
    planted: [
      ["src/operations/payment/charge.ts", 'import { methods } from "../../methods/index.ts";'],
      ["src/operations/payment/charge.ts", 'if (method.bank === "kplus") return;'],
    ],
  },
  {
    habit: "rules do not look at the clock and do not throw dice",
    instead: "Take `now`, or the random value, as an argument: the operation asks the gateway's clock.",
    reads: (path) => isSource(path) && /^src\/(domain|methods)\//.test(path),
    findings: (_, text) => lines(text, /\bDate\.now\b|\bMath\.random\b|\bnew Date\(\s*\)|\bperformance\.now\b/),
    planted: [
      ["src/domain/payment/charge.ts", "const at = Date.now();"],
      ["src/domain/payment/charge.ts", "const at = new Date();"],
      ["src/methods/card.ts", "const dice = Math.random();"],
    ],
  },
  {
    habit: "a test waits for an event, never for time, and expects nothing of how long something took",
    instead:
      "Advance the test's clock, and wait for what shall happen: an event, a locator, `vi.waitFor`, `expect.poll`. What must not be waited for can be made to last for ever: then the test does not end. Where real time is the subject, add the file to `realTime` with its reason.",
    reads: (path) => /^tests\/.*\.ts$|\.test\.ts$/.test(path) && path !== "tests/tidy.test.ts",
    findings: (path, text) => {
      const allowed = realTime.filter((each) => each.path.test(path)).flatMap(({ words }) => words);
      return lines(text, usesOfTime).filter((line) =>
        [...line.matchAll(usesOfTime)].some(([use]) => !allowed.includes(use)),
      );
    },
    planted: [
      ["tests/api/charge.test.ts", "const startedAt = performance.now();"],
      ["tests/api/charge.test.ts", 'import { setTimeout as pause } from "node:timers/promises";'],
      ["src/domain/payment/charge.test.ts", "await new Promise((resolve) => setTimeout(resolve, 10));"],
      ["web/dashboard/count.test.ts", "expect(outcome.latencyMs).toBeLessThan(5_000);"],
      ["tests/browser/pay.test.ts", "await page.waitForTimeout(150);"],
      ["tests/hostile/limits.test.ts", "const startedAt = Date.now();"],
      ["tests/hostile/limits.test.ts", "expect(sender.ms()).toBeLessThan(2_000);"],
    ],
  },
  {
    habit: "the environment is read in config.ts only",
    instead:
      "Add the setting to src/config.ts, with its type, default and sentence, and pass the value on from src/main.",
    reads: (path) => isSource(path) && path !== "src/config.ts",
    findings: (_, text) => lines(text, /\bprocess\s*(\.\s*env\b|\[\s*["']env["']\s*\])|\benv\b.*from "node:process"/),
    planted: [["src/storage/postgres/postgres.ts", "const url = process.env.DATABASE_URL;"]],
  },
  {
    habit: "a card number has a name only where it is allowed to be",
    instead:
      "Only the vault, a connector's wire code and the parsing of tokens (src/api/card/token.ts) see a card number; elsewhere a card has a brand, last digits and a fingerprint. Let the vault lend the number to the connector.",
    reads: (path) => isSource(path) && !mayNameCardNumbers.test(path),
    findings: (_, text) => lines(text, /\b(pan|cardNumber|securityCode|PAN|CardNumber|SecurityCode)\b/),
    planted: [
      ["src/domain/payment/charge.ts", "interface Card { pan: string }"],
      ["src/operations/card/token.ts", "log(card.cardNumber)"],
      ["src/storage/card.ts", "const { securityCode } = card;"],
    ],
  },
  {
    habit: "money is whole minor units, rounded in one place",
    instead: "Use domain/money.ts: it multiplies and divides exactly and names its rounding.",
    reads: (path) => isSource(path) && path !== "src/domain/base/money.ts",
    findings: (_, text) => [
      ...lines(text, /\bparseFloat\b|\.toFixed\b/),
      ...lines(text, /\bMath\.(round|floor|ceil|trunc)\(.*(amount|fee|vat|interest|balance|satang)/i),
      ...lines(text, /\b\w*(amount|fee|vat|interest|net|balance|refunded|captured)\s*(\/|\*\s*\d*\.\d)/i),
    ],
    planted: [
      ["src/domain/payment/fee.ts", "const fee = Math.round(amount * rate);"],
      ["src/pages/authorize.ts", "const shown = (amount / 100).toFixed(2);"],
      ["src/pages/authorize.ts", "const shown = charge.amount / 100;"],
      ["src/domain/payment/fee.ts", "const vat = fee * 0.07;"],
      ["src/api/payment/charge.ts", "const amount = Number.parseFloat(text);"],
    ],
  },
  {
    habit: "files are named by their subject",
    instead: "Name the subject (money.ts, signature.ts) and put the code where it belongs.",
    reads: isSource,
    findings: (path) =>
      /\/(utils?|helpers?|common|shared|misc)(\/|\.ts$)/.test(path) ? ["is named after nothing"] : [],
    planted: [["src/api/utils.ts", ""]],
  },
  {
    habit: "Thai letters among code come from a Thai font",
    instead:
      'Name "Noto Sans Thai" (on our own pages "Noto Sans Thai Variable") after `monospace`: fonts of fixed width seldom have Thai letters.',
    reads: (path) => /^(src|web|examples)\/.*\.css$|^web\/dashboard\/theme\.ts$/.test(path),
    findings: (_, text) =>
      [...withoutComments(text).matchAll(/(?<![\w-])monospace(?![\w-])[^;}]*/g)]
        .filter(([fonts]) => !fonts.includes("Noto Sans Thai"))
        .map(([fonts]) => fonts.trim()),
    planted: [
      ["src/pages/page.css", "code { font-family: ui-monospace, monospace; }"],
      ["examples/shop/looks/shop.css", "code {\n  font:\n    1rem monospace,\n    serif\n}"],
      ["web/dashboard/theme.ts", "fontFamilyMonospace: 'Menlo, monospace'"],
    ],
  },
  {
    habit: "a docstring is plain: it begins with its subject, and holds no riddle",
    instead:
      "Begin with the noun or the verb it is about (`Upper bound of …`, `Active members, oldest first`), and name people and things by the words of the field: `openings` and `riddles` in tests/tidy.test.ts list what a reader has to decode.",
    reads: (path) => /^(src|web|tests|bench|examples|bin)\/(?!dist\/).*\.(ts|tsx|js)$/.test(path),
    findings: (_, text) =>
      docstringsOf(text).flatMap(({ line, said }) => {
        const found = openings.exec(said) ?? riddles.exec(said);
        return found ? [`line ${line}: "${found[0]}" in "${said.slice(0, 120)}"`] : [];
      }),
    planted: [
      ["src/jobs/clockwork.ts", "/** So is a request in the request log. */"],
      ["src/storage/team/member.ts", "/**\n * Those who have not gone, by age.\n */"],
      ["src/operations/payment/charge.ts", "  /** The same for a refund. */"],
      ["src/operations/log/page.ts", "/** It is read by pages. */"],
      ["web/dashboard/session.tsx", "/** Whoever is not signed in goes to the sign-in page. */"],
      ["web/dashboard/connection.ts", "/** Nobody answered. */"],
      ["src/api/http/rate-limit.ts", "/** Rate limits. So many names are remembered. */"],
      ["src/vault/vault.ts", "/** A number is kept so long. */"],
      ["src/domain/event/event.ts", "/** The account for whom it is. */"],
      ["bench/load.ts", "/** Whom to ask. */"],
    ],
  },
  {
    habit: "the text is about the gateway, not about how it came to be",
    instead:
      "Say what holds and why, for somebody who has only this repository; leave out machines, requests and their authors.",
    reads: (path) => !["LICENSE", "package-lock.json", "tests/tidy.test.ts"].includes(path),
    findings: (_, text) =>
      text.split("\n").flatMap((line, at) => {
        const found =
          /(?<![\w.:/-])\/(home|Users|root|mnt|work|workspace)\/[\w.]+|co-authored-by|as (requested|instructed)\b/i.exec(
            line,
          );
        return found ? [`line ${at + 1}: ${found[0]}`] : [];
      }),
    planted: [
      ["docs/start.md", "Read /home/somchai/notes.md first."],
      ["src/domain/payment/charge.ts", "// As requested, the limit is higher."],
    ],
  },
];

const files = filesUnder("");

describe.each(rules)("$habit", ({ instead, reads, findings, planted }) => {
  test("holds everywhere", () => {
    const found = files
      .filter(reads)
      .flatMap((path) => findings(path, read(path)).map((finding) => `${path}: ${finding}`));
    expect(found, `\n${found.join("\n")}\n${instead}\n`).toEqual([]);
  });

  test.each(planted)("would be seen in %s: %s", (path, text) => {
    expect(reads(path)).toBe(true);
    expect(findings(path, text)).not.toEqual([]);
  });
});

test.each([
  ["bank", "sandbox.ts", "conforms("],
  ["upstream", "upstream.ts", "conformsAsUpstream("],
])("every %s has a simulator and calls the suite that all of them must pass", (_, entry, call) => {
  const paths = files.filter(
    (path) => /^src\/connectors\/[\w-]+\/[\w-]+\.ts$/.test(path) && path.endsWith(`/${entry}`),
  );
  expect(paths).not.toEqual([]);
  for (const path of paths) {
    const suite = path.replace(entry, "conformance.test.ts");
    expect(files.includes(suite) && read(suite), `${path} needs ${suite}, which calls ${call})`).toContain(call);
    expect(files, `${path} needs the other side`).toContain(path.replace(entry, "simulator.ts"));
  }
});

describe("what is allowed stays allowed", () => {
  test.each([
    [
      "src/operations/payment/charge.ts",
      'import { create } from "../../domain/payment/create-charge.ts";\nimport { x } from "./bank.ts";',
    ],
    ["src/connectors/card/wire.ts", 'import { reveal } from "../../vault/secret.ts";'],
    ["src/main/serve.ts", 'import { config } from "../config.ts";\nimport fastify from "fastify";'],
    [
      "src/connectors/kbank/simulator.ts",
      'import { encode } from "./wire.ts";\nimport type { Bank } from "../bank.ts";',
    ],
    [
      "src/domain/payment/charge.ts",
      "const at = new Date(now); // Date.now() is for others\n/* pan */ const expand = 'a';",
    ],
    ["src/domain/payment/fee.ts", "const fee = percentOf(amount, rate); // amount / 100"],
    ["src/webhooks/attempt.ts", "const latencyMs = Math.round(endedAt - startedAt);"],
    ["src/api/routes.ts", 'get("/balance/history", { securityCodes: 1 })'],
    ["tests/hostile/limits.test.ts", 'const dripping = setInterval(() => socket.write("x"), 30);'],
    ["tests/api/charge.test.ts", "expect(items.length).toBeLessThan(3); // setTimeout is for others"],
    ["src/vault/vault.ts", "/** Erases numbers. Those that are lent stay, so long as a bank asks. */"],
  ])("%s: %s", (path, text) => {
    const found = rules.filter(({ reads }) => reads(path)).flatMap(({ findings }) => findings(path, text));
    expect(found).toEqual([]);
  });
});

describe("the table of subjects", () => {
  const arrows = Object.entries(subjects).flatMap(([kind, table]) =>
    Object.entries(table).flatMap(([from, all]) => all.map((to) => [kind, from, to] as const)),
  );

  test("has no arrow that nobody follows", () => {
    const taken = new Set(
      files
        .filter(isSource)
        .flatMap((path) => arrowsOf(path, read(path)).map((to) => `${roomOf(path)}: ${subjectOf(path)} → ${to}`)),
    );
    const idle = arrows.map(([kind, from, to]) => `${kind}: ${from} → ${to}`).filter((arrow) => !taken.has(arrow));
    expect(idle).toEqual([]);
  });

  test("names only subjects that it has", () => {
    for (const [kind, from, to] of arrows) expect(subjects[kind], `${kind}: ${from} → ${to}`).toHaveProperty(to);
  });
});

function isSource(path: string): boolean {
  return path.startsWith("src/") && path.endsWith(".ts") && !path.endsWith(".test.ts");
}

/** The folder of the house: `src/api/payment/charge.ts` is in `api`, `src/cli.ts` is `cli`. */
function roomOf(path: string): string {
  return path.split("/")[1]?.replace(/\.ts$/, "") ?? "";
}

/** The subject of a file: `src/api/payment/charge.ts` is about `payment`; files directly in their kind's folder are `top`. */
function subjectOf(path: string): string {
  const steps = path.split("/");
  return steps.length > 3 ? (steps[2] ?? "") : top;
}

/** Other subjects of its kind that a file imports. */
function arrowsOf(path: string, text: string): string[] {
  return importsOf(path, text)
    .map(({ target }) => target)
    .filter((target) => target.startsWith(`src/${roomOf(path)}/`) && subjectOf(target) !== subjectOf(path))
    .map(subjectOf);
}

/** Whether imports lead from one file to another, directly or through others. */
function leadsTo(from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const path of seen) {
    if (path === to) return true;
    for (const target of importedBy(path)) seen.add(target);
  }
  return false;
}

const imported = new Map<string, readonly string[]>();

function importedBy(path: string): readonly string[] {
  const known = imported.get(path);
  if (known) return known;
  const isCode = /\.tsx?$/.test(path) && files.includes(path);
  const found = isCode ? importsOf(path, read(path)).map(({ target }) => target) : [];
  imported.set(path, found);
  return found;
}

/** Whether the layers allow an import. Within the top layer all are allowed, since it wires everything; unknown folders may import nothing. */
function goesDown(from: string, to: string): boolean {
  const [upper, lower] = [from, to].map((room) => floors.findIndex((floor) => floor.includes(room)));
  if (upper === undefined || lower === undefined || upper < 0 || lower < 0) return false;
  return from === to || upper < lower || (upper === 0 && lower === 0);
}

/** Whether this is the one allowed import of the vault by a connector: `Secret`, in which the vault lends card numbers. */
function isLoan(path: string, target: string): boolean {
  return roomOf(path) === "connectors" && target === "src/vault/secret.ts";
}

/** Our files that this one imports, re-exports or loads. */
function importsOf(path: string, text: string): { target: string; typesOnly: boolean }[] {
  const found = withoutComments(text).matchAll(
    /\b(?:(?:import|export)\s+(type\s)?[^"';]*?from\s*|import\s*\(?\s*)"(\.[^"]+)"/g,
  );
  return [...found].map(([, type, target = ""]) => ({
    target: posix.join(path, "..", target),
    typesOnly: type !== undefined,
  }));
}

/** Every docstring as one line of text, with the line on which it begins. */
function docstringsOf(text: string): { line: number; said: string }[] {
  return [...text.matchAll(/^[ \t]*\/\*\*([\s\S]*?)\*\//gm)].map(({ index, 1: inner = "" }) => ({
    line: text.slice(0, index).split("\n").length,
    said: inner
      .replace(/^[ \t]*\*/gm, "")
      .replace(/\s+/g, " ")
      .trim(),
  }));
}

/** Lines of code with a match of the pattern, comments and strings excluded. */
function lines(text: string, pattern: RegExp): string[] {
  return withoutComments(text, '""')
    .split("\n")
    .flatMap((line, at) => (line.search(pattern) >= 0 ? [`line ${at + 1}: ${line.trim()}`] : []));
}

/** Removes comments but keeps line breaks, so that line numbers stay right. `string` replaces each quoted string on one line. */
function withoutComments(text: string, string?: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|(?<!\\)\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
    (token) => {
      if (token.startsWith("/")) return token.replace(/[^\n]/g, "");
      return token.startsWith("`") || string === undefined ? token : string;
    },
  );
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root(), folder), { withFileTypes: true })
    .filter(({ name }) => !["node_modules", "dist", "coverage", ".git"].includes(name))
    .flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) return filesUnder(path);
      return textual.has(extname(path)) ? [path] : [];
    });
}

function read(path: string): string {
  return readFileSync(join(root(), path), "utf8");
}

function root(): string {
  return join(import.meta.dirname, "..");
}
