import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cases } from "../../src/commands/certify/cases.ts";
import { holdsOf, type Verdict } from "../../src/commands/certify/run.ts";
import { aFolder, chamra, serveAlone, start } from "../cli/chamra.ts";
import { freePort } from "../examples/merchant.ts";
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

test("the demo shop stands every case, and none is left out", async () => {
  const { code, failed, skipped, passed } = await certify([demoShop]);
  expect({ code, failed, skipped, passed }).toEqual({ code: 0, failed: [], skipped: [], passed: Object.keys(cases) });
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
  expect(verdicts[0]?.reason).toBe("the shop made no charge when the payer began to pay");
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
  const url = `http://localhost:${await freePort()}`;
  plan.shop = { ...plan.shop, url, environment: { PORT: new URL(url).port } };
  await writeFile(file, JSON.stringify(plan));
  const child = start(["certify", file], memory);
  const ended = once(child, "exit");
  await once(child.stdout ?? child, "data"); // the first case was tried
  child.kill("SIGTERM");
  await ended;
  await expect
    .poll(() =>
      fetch(url).then(
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
