import { version } from "../../version.ts";
import type { Line, Verdict } from "./run.ts";
import type { Exchange } from "./trial.ts";

/** A report of a run. */
export type Report = { shop: string; verdicts: readonly Verdict[] };

/** How many of each outcome. */
export const countOf = (verdicts: readonly Verdict[], outcome: Verdict["outcome"]): number =>
  verdicts.filter((each) => each.outcome === outcome).length;

export const sumOf = (verdicts: readonly Verdict[]): string =>
  (["passed", "failed", "skipped"] as const)
    .map((outcome) => [countOf(verdicts, outcome), outcome] as const)
    .filter(([count, outcome]) => count > 0 || outcome !== "skipped")
    .map(([count, outcome]) => `${count} ${outcome}`)
    .join(", ");

const lineOfExchange = ({ what, status, ms, said }: Exchange): string =>
  [what, status ?? "no answer", ms === null ? "" : `${ms} ms`, said ?? ""].filter((part) => part !== "").join("  ");

/** What happened in a case, as text. */
export const storyOf = ({ lines, printed }: Verdict): string =>
  [
    ...lines.flatMap(({ says, must, broken, exchanges }) => [
      `${must ? (broken === null ? "✓" : "✗") : "·"} ${says}${broken === null ? "" : `: ${broken}`}`,
      ...exchanges.map((exchange) => `    ${lineOfExchange(exchange)}`),
    ]),
    ...(printed === "" ? [] : ["the shop printed:", printed.replace(/^/gm, "    ")]),
  ].join("\n");

/** What was broken, as text; empty where nothing was. */
export const faultsOf = ({ lines }: Verdict): string[] => [
  ...new Set(lines.flatMap(({ says, broken }) => (broken === null ? [] : [`${says}: ${broken}`]))),
];

/** JUnit's XML, as build servers read it. */
export function junitOf({ shop, verdicts }: Report): string {
  const tests = verdicts.map((verdict) => {
    const { name, says, outcome, reason, ms } = verdict;
    const inside =
      outcome === "failed"
        ? `<failure message="${escaped(`${says} ${faultsOf(verdict).join("; ")}`)}">${escaped(storyOf(verdict))}</failure>`
        : outcome === "skipped"
          ? `<skipped message="${escaped(reason ?? "")}"/>`
          : `<system-out>${escaped(storyOf(verdict))}</system-out>`;
    return `    <testcase classname="chamra certify" name="${escaped(name)}" time="${ms / 1_000}">${inside}</testcase>\n`;
  });
  const all = verdicts.reduce((sum, { ms }) => sum + ms, 0);
  const counts = `tests="${verdicts.length}" failures="${countOf(verdicts, "failed")}" errors="0" skipped="${countOf(verdicts, "skipped")}" time="${all / 1_000}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n  <testsuite name="${escaped(shop)}" ${counts}>\n${tests.join("")}  </testsuite>\n</testsuites>\n`;
}

/** Text for XML and HTML. Control characters, which XML cannot have, are left out. */
const escaped = (text: string): string =>
  text
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const words = { passed: "Passed", failed: "Failed", skipped: "Not tried" } as const;

/** A page for people, of one file: it can be sent, kept and printed. */
export function pageOf({ shop, verdicts }: Report, at: Date): string {
  const failed = countOf(verdicts, "failed");
  const title =
    failed === 0 ? "The checkout stood every case" : failed === 1 ? "One case failed" : `${failed} cases failed`;
  const inOrder = (["failed", "passed", "skipped"] as const).flatMap((outcome) =>
    verdicts.filter((each) => each.outcome === outcome),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} – chamra certify</title>
<style>${style}</style>
</head>
<body>
<header class="${failed === 0 ? "passed" : "failed"}">
<h1>${escaped(title)}</h1>
<p>${escaped(sumOf(verdicts))}</p>
<dl><div><dt>Shop</dt><dd>${escaped(shop)}</dd></div><div><dt>Tried</dt><dd><time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace("T", " ")} UTC</time></dd></div><div><dt>By</dt><dd>chamra ${escaped(version)}</dd></div></dl>
</header>
<main>
${inOrder.map(sectionOf).join("\n")}
</main>
</body>
</html>
`;
}

function sectionOf(verdict: Verdict): string {
  const { name, says, method, outcome, reason, lines, printed, ms } = verdict;
  const output = printed === "" ? "" : `<li><p>The shop printed</p><pre>${escaped(printed)}</pre></li>`;
  const head = `<span class="mark">${words[outcome]}</span><span class="what"><strong>${escaped(says)}</strong><span class="quiet"><code>${escaped(name)}</code> by ${escaped(method)}${outcome === "skipped" ? "" : ` · ${ms}\u00a0ms`}</span></span>`;
  if (outcome === "skipped")
    return `<section class="case skipped"><div class="head">${head}</div><p class="quiet">${escaped(reason ?? "")}</p></section>`;
  return `<details class="case ${outcome}"${outcome === "failed" ? " open" : ""}><summary class="head">${head}</summary><ol>${lines.map(itemOf).join("")}${output}</ol></details>`;
}

function itemOf({ says, must, broken, exchanges }: Line): string {
  const kind = must ? (broken === null ? "held" : "broken") : "step";
  const mark = { held: "✓ must: ", broken: "✗ must: ", step: "" }[kind];
  const found = broken === null ? "" : `<p class="found">${escaped(broken)}</p>`;
  const answers = exchanges.map(
    ({ what, status, ms, said }) =>
      `<tr><td>${escaped(what)}</td><td>${status ?? "no answer"}</td><td>${ms === null ? "" : `${ms} ms`}</td><td>${escaped(said ?? "")}</td></tr>`,
  );
  const table = answers.length === 0 ? "" : `<div class="wide"><table><tbody>${answers.join("")}</tbody></table></div>`;
  return `<li class="${kind}"><p>${mark}${escaped(says)}</p>${found}${table}</li>`;
}

const style = `
:root { --ink: #1c1b19; --quiet: #66615a; --paper: #faf9f6; --card: #fff; --line: #e2ded6; --good: #0b6b3a; --bad: #b3261e; --badpaper: #fdf0ee; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9e3; --quiet: #a8a299; --paper: #171614; --card: #201f1c; --line: #38352f; --good: #6fd39a; --bad: #ff9d93; --badpaper: #33201e; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; font: 1rem/1.5 system-ui, "Noto Sans Thai", sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
header { border-left: 0.3rem solid var(--good); padding-left: 1rem; margin-bottom: 2rem; }
header.failed { border-color: var(--bad); }
header p { margin: 0.25rem 0 0.75rem; }
dl { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; margin: 0; }
dt { display: inline; color: var(--quiet); }
dt::after { content: " "; }
dd { display: inline; margin: 0; }
.case { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; margin-bottom: 0.5rem; padding: 0.75rem 1rem; }
.head { display: flex; gap: 0.75rem; align-items: baseline; }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::after { content: "▸"; color: var(--quiet); }
details[open] > summary::after { content: "▾"; }
summary:focus-visible { outline: 2px solid currentColor; outline-offset: 0.25rem; }
.mark { flex: none; width: 5rem; font-weight: 600; }
.passed .mark { color: var(--good); }
.failed .mark { color: var(--bad); }
.skipped .mark, .quiet { color: var(--quiet); }
.what { flex: 1; min-width: 0; }
.what .quiet { display: block; font-size: 0.875rem; }
.case > p { margin: 0.25rem 0 0 5.75rem; }
ol { list-style: none; margin: 0.75rem 0 0; padding: 0; }
li { border-top: 1px solid var(--line); padding: 0.5rem 0; }
li p { margin: 0; }
.held p { color: var(--good); }
.broken { background: var(--badpaper); margin: 0 -1rem; padding: 0.5rem 1rem; }
.broken p { color: var(--bad); font-weight: 600; }
.broken .found { font-weight: 400; color: var(--ink); }
code, pre, table { font-family: ui-monospace, monospace, "Noto Sans Thai"; font-size: 0.8125rem; }
pre { margin: 0.25rem 0 0; white-space: pre-wrap; color: var(--quiet); }
table { border-collapse: collapse; margin-top: 0.25rem; width: 100%; table-layout: fixed; }
td:first-child { width: 45%; }
td:nth-child(2) { width: 5.5rem; }
td:nth-child(3) { width: 5rem; }
td { vertical-align: top; padding: 0.125rem 0.75rem 0.125rem 0; color: var(--quiet); }
td:nth-child(2), td:nth-child(3) { white-space: nowrap; }
@media (max-width: 36rem) { .head { flex-wrap: wrap; gap: 0; } .mark { flex: 1; } .what { flex: 1 0 100%; order: 1; } td:nth-child(n) { width: auto; } .case > p { margin-left: 0; } tr, td { display: block; padding: 0; } tr { padding: 0.25rem 0; } td:nth-child(2), td:nth-child(3) { display: inline; padding-right: 0.75rem; } }
@media print { .case { break-inside: avoid; } }
`;
