import { escaped, reportPage } from "../report-page.ts";
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

const words = { passed: "Passed", failed: "Failed", skipped: "Not tried" } as const;

/** A page for people, of one file: it can be sent, kept and printed. */
export function pageOf({ shop, verdicts }: Report, at: Date): string {
  const failed = countOf(verdicts, "failed");
  const title =
    failed === 0 ? "The checkout stood every case" : failed === 1 ? "One case failed" : `${failed} cases failed`;
  const inOrder = (["failed", "passed", "skipped"] as const).flatMap((outcome) =>
    verdicts.filter((each) => each.outcome === outcome),
  );
  return reportPage({
    title,
    command: "chamra certify",
    good: failed === 0,
    sum: sumOf(verdicts),
    facts: [["Shop", shop]],
    at,
    body: inOrder.map(sectionOf).join("\n"),
  });
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
