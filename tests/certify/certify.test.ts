import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cases } from "../../src/commands/certify/cases.ts";
import { readPlan } from "../../src/commands/certify/plan.ts";
import { junitOf, pageOf } from "../../src/commands/certify/reports.ts";
import { holdsOf, type Verdict } from "../../src/commands/certify/run.ts";
import { aFolder, chamra, serveAlone, start } from "../cli/chamra.ts";
import { call } from "../kit/gateway.ts";

const root = join(import.meta.dirname, "../..");
const demoShop = join(root, "examples/shop/certify.json");
const smallShop = join(import.meta.dirname, "shop.json");
const memory = { CHAMRA_DATA: "memory" };

/** One run of `chamra certify` with its answer in JSON. */
async function certify(words: readonly string[], environment: Record<string, string> = {}) {
  const { code, out, err } = await chamra(["certify", ...words, "--json"], { ...memory, ...environment });
  expect(err).toBe("");
  const { verdicts }: { verdicts: Verdict[] } = JSON.parse(out);
  const named = (outcome: Verdict["outcome"]) =>
    verdicts.filter((each) => each.outcome === outcome).map(({ name }) => name);
  return { code, verdicts, failed: named("failed"), skipped: named("skipped"), passed: named("passed") };
}

/** What was broken in a case. */
const broken = (verdicts: readonly Verdict[], name: string): string[] =>
  verdicts
    .filter((each) => each.name === name)
    .flatMap(({ lines }) => lines.flatMap((line) => (line.broken === null ? [] : [`${line.says}: ${line.broken}`])));

test("the demo shop stands every case, and none is left out", async () => {
  const { code, failed, skipped, passed } = await certify([demoShop]);
  expect({ code, failed, skipped, passed }).toEqual({ code: 0, failed: [], skipped: [], passed: Object.keys(cases) });
});

test("a shop that trusts the page to which payers come back fails where payers come back without having paid", async () => {
  const { code, failed, verdicts } = await certify([smallShop], { FAULTS: "trusts the return page" });
  expect(code).toBe(1);
  // after a payment that is believed there is no second one to begin, so the last two end early
  expect(failed).toEqual(["unpaid", "return-forged", "failed-late", "failure-late", "expired-then-paid"]);
  expect(broken(verdicts, "unpaid")).toEqual([
    'the order is not paid: its state is "paid"',
    "nothing is fulfilled: it was fulfilled once",
    'the payer\'s page answers, and does not say that the order is paid: it says "Thank you!"',
  ]);
});

test("a shop that ships whenever it hears of a paid charge fails where it hears of one twice", async () => {
  const { code, failed, verdicts } = await certify([smallShop], { FAULTS: "ships each time" });
  expect(code).toBe(1);
  expect(failed).toEqual([
    ...["late", "early", "twice", "crowd", "reordered"],
    ...["refunded", "refunded-in-part", "refund-fails", "card"],
  ]);
  expect(broken(verdicts, "twice")).toEqual(["it is fulfilled once: it was fulfilled 2 times"]);
});

test("a shop that believes whatever is posted fails where events are not the gateway's", async () => {
  const { code, failed, verdicts } = await certify([smallShop], { FAULTS: "believes forged events" });
  expect({ code, failed }).toEqual({ code: 1, failed: ["forged", "unsigned", "tampered"] });
  expect(broken(verdicts, "forged")).toEqual([
    'the order is not paid: its state is "paid"',
    "nothing is fulfilled: it was fulfilled once",
  ]);
});

test.each([
  {
    faults: ["waits for the webhook", "does not compare amounts", "takes what it cannot check", "knows few events"],
    found: {
      lost: 'the order is paid: its state is "pending"',
      "other-amount": 'the order is not paid: its state is "paid"',
      "other-currency": 'the order is not paid: its state is "paid"',
      "gateway-down": 'the order is paid: its state is "pending"',
      "unknown-event": expect.stringContaining("novelty.create was answered 400"),
    },
  },
  {
    faults: ["believes the last word", "forgets refunds"],
    found: {
      reordered: 'the order is paid: its state is "pending"',
      refunded: 'the order is refunded: its state is "paid"',
    },
  },
])("each fault of a shop fails the case that is about it: $faults", async ({ faults, found }) => {
  const names = Object.keys(found);
  const only = ["paid", "card-declined", ...names].join();
  const { code, failed, passed, verdicts } = await certify([smallShop, "--only", only], { FAULTS: faults.join() });
  expect({ code, failed, passed }).toEqual({
    code: 1,
    failed: names,
    passed: ["paid", "paid:promptpay", "card-declined"],
  });
  for (const [name, said] of Object.entries(found)) expect(broken(verdicts, name), name).toContainEqual(said);
});

test("at a running gateway the shop has a throw-away account, and each method of the file is paid and declined", async () => {
  const gateway = await serveAlone(memory);
  const reach = ["--url", gateway.url, "--key", gateway.secretKey];
  const { code, failed, passed } = await certify([smallShop, ...reach, "--only", "paid,failed"]);
  expect({ code, failed, passed }).toEqual({
    code: 0,
    failed: [],
    passed: ["paid", "paid:promptpay", "failed", "failed:promptpay"],
  });
  const about = { key: gateway.secretKey };
  expect((await call(gateway.url, "GET", "/charges", about)).json.total).toBe(0);
  const { data } = (await call(gateway.url, "GET", "/test/accounts", about)).json;
  expect(data.map(({ ended_at: endedAt }: { ended_at: string | null }) => endedAt)).not.toContain(null);
});

test("a shop that runs already is tried by the account that it has, whose endpoint is put back", async () => {
  const gateway = await serveAlone({ ...memory, CHAMRA_WEBHOOK_SECRET: "c2VjcmV0LWtleS1mb3ItdGVzdHM=" });
  const key = gateway.secretKey;
  const before = "http://localhost:1/webhooks";
  await call(gateway.url, "PATCH", "/account", { key, json: { webhook_uri: before } });
  const [shop, api] = ["5291", "5292"];
  const child = spawn(process.execPath, [join(import.meta.dirname, "shop.mjs")], {
    env: {
      PORT: shop,
      CHAMRA_URL: `http://localhost:${api}`,
      OMISE_SECRET_KEY: key,
      OMISE_WEBHOOK_SECRET: "c2VjcmV0LWtleS1mb3ItdGVzdHM=",
    },
    stdio: "ignore",
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  await expect.poll(() => fetch(`http://localhost:${shop}/`).catch(() => null)).toBeTruthy();
  const file = join(await aFolder(), "certify.json");
  const plan = JSON.parse(readFileSync(smallShop, "utf8"));
  plan.shop = { url: `http://localhost:${shop}`, api_port: Number(api) };
  await writeFile(file, JSON.stringify(plan));
  const { code, passed } = await certify([file, "--url", gateway.url, "--key", key, "--only", "paid,forged"]);
  expect({ code, passed }).toEqual({ code: 0, passed: ["paid", "paid:promptpay", "forged"] });
  expect((await call(gateway.url, "GET", "/account", { key })).json.webhook_uri).toBe(before);
});

test("a card is enough: payers of a shop that takes nothing else are waited for where they authenticate", async () => {
  const file = join(await aFolder(), "certify.json");
  copyFileSync(join(import.meta.dirname, "shop.mjs"), join(file, "../shop.mjs"));
  const plan = JSON.parse(readFileSync(smallShop, "utf8"));
  await writeFile(
    file,
    JSON.stringify({ ...plan, methods: ["card"], order: undefined, pay: [...plan.order, ...plan.pay] }),
  );
  const { code, passed, skipped } = await certify([file, "--only", "late,failed,card,sent-twice"]);
  expect({ code, passed, skipped }).toEqual({ code: 0, passed: ["late", "failed", "card"], skipped: ["sent-twice"] });
});

test("a line is printed for each case, and of one that failed what happened, and what the shop answered and printed", async () => {
  const folder = await aFolder();
  const files = ["--junit", join(folder, "out/junit.xml"), "--html", join(folder, "out/report.html")];
  const { code, out, err } = await chamra(["certify", smallShop, "--only", "paid,unsigned", ...files], {
    ...memory,
    FAULTS: "believes forged events",
  });
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toMatch(/^✓ paid +The payer pays, and comes back after the webhook\.$/m);
  expect(out).toMatch(/^✗ unsigned +An event without a signature says that the order is paid\.$/m);
  expect(out).toContain('  the order is not paid: its state is "paid"\n');
  expect(out).toMatch(/webhook charge\.complete, unsigned {2}200 {2}\d+ ms/);
  expect(out).toMatch(/\n2 passed, 1 failed\n$/);
  const xml = readFileSync(join(folder, "out/junit.xml"), "utf8");
  expect(xml).toContain('tests="3" failures="1" errors="0" skipped="0"');
  expect(xml).toContain('<testcase classname="chamra certify" name="unsigned"');
  expect(readFileSync(join(folder, "out/report.html"), "utf8")).toContain("<h1>One case failed</h1>");
});

test("a case that the merchant skips is named with their reason", async () => {
  const file = join(await aFolder(), "certify.json");
  const plan = JSON.parse(readFileSync(smallShop, "utf8"));
  await writeFile(file, JSON.stringify({ ...plan, skip: { twice: "we ship by hand" } }));
  const { code, out } = await chamra(["certify", file, "--only", "twice"], memory);
  expect(code).toBe(0);
  expect(out).toMatch(/^– twice +not tried: we ship by hand\n\n0 passed, 0 failed, 1 skipped\n$/);
});

test("a shop that begins no payment fails one case, and the others are not tried", async () => {
  const file = join(await aFolder(), "certify.json");
  copyFileSync(join(import.meta.dirname, "shop.mjs"), join(file, "../shop.mjs"));
  const plan = JSON.parse(readFileSync(smallShop, "utf8"));
  await writeFile(file, JSON.stringify({ ...plan, pay: [{ method: "POST", url: "{shop}/orders/{order}/pey" }] }));
  const { failed, skipped, verdicts } = await certify([file, "--only", "paid,twice,forged"]);
  expect({ failed, skipped }).toEqual({ failed: ["paid"], skipped: ["paid:promptpay", "twice", "forged"] });
  expect(broken(verdicts, "paid")).toEqual(["the case can go on: the shop made no charge when the payer began to pay"]);
});

test("a shop that does not start is a sentence, with the shop's own words", async () => {
  const file = join(await aFolder(), "certify.json");
  const plan = JSON.parse(readFileSync(smallShop, "utf8"));
  plan.shop.start = ["{node}", "-e", "console.error('no database'); process.exit(3)"];
  await writeFile(file, JSON.stringify(plan));
  const { code, out, err } = await chamra(["certify", file], memory);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/ended with 3, and said:\nno database/);
});

test("whatever is wrong with the file is said at once, and nothing is started", async () => {
  const file = join(await aFolder(), "certify.json");
  const faults = async (content: string) => {
    await writeFile(file, content);
    return readPlan(file, Object.keys(cases)).then(() => "", String);
  };
  const plan = JSON.parse(readFileSync(smallShop, "utf8"));
  expect(await chamra(["certify", file], memory)).toMatchObject({
    code: 2,
    err: expect.stringContaining("is not there: `chamra certify --init` writes one"),
  });
  expect(await faults("{")).toContain("is no JSON");
  expect(await faults(JSON.stringify(plan))).toBe("");
  const shape = { ...plan, metods: [], webhook: undefined, state: { ...plan.state, at: "status" } };
  const wrong = await faults(JSON.stringify({ ...shape, pay: [{ form: {} }], within: "soon" }));
  for (const said of [
    '`metods` is not known. Did you mean "methods"?',
    "`webhook` is missing",
    "`state.at` must begin with json: or header: or text:",
    "`pay.0` needs either `url` or `command`",
    "`within` must be a time such as 5s or 1m",
  ])
    expect(wrong).toContain(said);
  const order = [{ method: "POST", url: "{shop}/orders" }];
  const shop = { url: plan.shop.url };
  const skip = { twise: "no" };
  const meant = await faults(JSON.stringify({ ...plan, order, shop, fulfilled: "output:ship it", skip }));
  for (const said of [
    "`shop.start` is missing",
    "`fulfilled` cannot read the output of a shop that was not started here",
    '`skip` names no case: "twise". Did you mean "twice"?',
    "nothing is known of {order}",
    "`amount` is missing",
  ])
    expect(meant).toContain(said);
});

test("the file that is written to begin with can be read, and none is written over", async () => {
  const file = join(await aFolder(), "certify.json");
  expect(await chamra(["certify", file, "--init"], {})).toMatchObject({ code: 0 });
  const written = readFileSync(file, "utf8");
  expect(await chamra(["certify", file, "--init"], {})).toMatchObject({ code: 2 });
  expect(readFileSync(file, "utf8")).toBe(written);
  const all = Object.fromEntries(Object.keys(cases).map((name) => [name, "only read"]));
  await writeFile(file, JSON.stringify({ ...JSON.parse(written), skip: all }));
  expect(await certify([file])).toMatchObject({ code: 0, failed: [], passed: [] });
});

test("an interrupted run ends its shop", async () => {
  const folder = await aFolder();
  const file = join(folder, "certify.json");
  copyFileSync(join(import.meta.dirname, "shop.mjs"), join(folder, "shop.mjs"));
  const plan = JSON.parse(readFileSync(smallShop, "utf8"));
  plan.shop = { ...plan.shop, url: "http://localhost:5293", environment: { PORT: "5293" } };
  await writeFile(file, JSON.stringify(plan));
  const child = start(["certify", file], memory);
  const ended = once(child, "exit");
  await once(child.stdout ?? child, "data"); // the first case was tried
  child.kill("SIGTERM");
  await ended;
  await expect
    .poll(() =>
      fetch("http://localhost:5293/").then(
        () => "open",
        () => "closed",
      ),
    )
    .toBe("closed");
});

test("each case says what happens and what must hold, and docs/certify.md has what `chamra certify cases` prints", async () => {
  for (const [name, each] of Object.entries(cases)) {
    expect(each.says, name).toMatch(/^[A-Z`].*\.$/);
    expect(holdsOf(each), name).not.toEqual([]);
  }
  const page = readFileSync(join(root, "docs/certify.md"), "utf8");
  const [, table = ""] = /<!-- cases -->\n([\s\S]*?)<!-- \/cases -->/.exec(page) ?? [];
  expect(table).toBe((await chamra(["certify", "cases"], {})).out);
});

test("the file that docs/certify.md shows can be read", async () => {
  const page = readFileSync(join(root, "docs/certify.md"), "utf8");
  const [, shown = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const file = join(await aFolder(), "certify.json");
  await writeFile(file, shown);
  expect(await readPlan(file, Object.keys(cases))).toMatchObject({ withinMs: 5_000, settlesMs: 0 });
});

test("what a shop answers is written into the reports as text, without markup, card numbers or keys", () => {
  const said = "<script>alert(1)</script> & ]]> \u0000";
  const exchange = { what: "POST /pay", status: 500, ms: 3, said };
  const verdict: Verdict = {
    name: "paid",
    says: cases["paid"]?.says ?? "",
    method: "card",
    outcome: "failed",
    reason: null,
    lines: [{ says: "the order is paid", must: true, broken: said, exchanges: [exchange] }],
    printed: said,
    ms: 12,
  };
  const report = { shop: 'a "shop".json', verdicts: [verdict] };
  for (const text of [junitOf(report), pageOf(report, new Date(0))]) {
    expect(text).not.toContain("<script>");
    expect(text).not.toContain("\u0000");
    expect(text).not.toContain("]]>");
    expect(text).toContain("&#60;script&#62;");
  }
});
