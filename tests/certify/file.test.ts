import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cases } from "../../src/commands/certify/cases.ts";
import { placeholders, readPlan } from "../../src/commands/certify/plan.ts";
import { junitOf, pageOf } from "../../src/commands/certify/reports.ts";
import type { Verdict } from "../../src/commands/certify/run.ts";
import { aFolder, chamra } from "../cli/chamra.ts";

const root = join(import.meta.dirname, "../..");
const smallShop = join(import.meta.dirname, "shop.json");

test("whatever is wrong with the file is said at once, and nothing is started", async () => {
  const file = join(await aFolder(), "certify.json");
  const faults = async (content: string) => {
    await writeFile(file, content);
    return readPlan(file, Object.keys(cases)).then(() => "", String);
  };
  const plan = JSON.parse(readFileSync(smallShop, "utf8"));
  expect(await chamra(["certify", file], {})).toMatchObject({
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

test("the file that docs/certify.md shows can be read, and the page names whatever is filled in", async () => {
  const page = readFileSync(join(root, "docs/certify.md"), "utf8");
  const [, shown = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const file = join(await aFolder(), "certify.json");
  await writeFile(file, shown);
  for (const name of Object.keys(placeholders)) expect(page).toContain(`\`{${name}}\``);
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
