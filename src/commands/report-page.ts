import { version } from "../version.ts";

/** A report as a page of one file. */
type ReportPage = {
  title: string;
  /** The command that made it. */
  command: string;
  /** Whether all is as it should be. */
  good: boolean;
  /** The result in a line. */
  sum: string;
  facts: readonly (readonly [name: string, value: string])[];
  /** When it was made. */
  at: Date;
  /** HTML. */
  body: string;
};

/** Text for XML and HTML. Control characters, which XML cannot have, are left out. */
export const escaped = (text: string): string =>
  text
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A page for people, of one file: it can be sent, kept and printed. */
export function reportPage({ title, command, good, sum, facts, at, body }: ReportPage): string {
  const said = facts.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} – ${escaped(command)}</title>
<style>${style}</style>
</head>
<body>
<header class="${good ? "passed" : "failed"}">
<h1>${escaped(title)}</h1>
<p>${escaped(sum)}</p>
<dl>${said}<div><dt>Tried</dt><dd><time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace("T", " ")} UTC</time></dd></div><div><dt>By</dt><dd>chamra ${escaped(version)}</dd></div></dl>
</header>
<main>
${body}
</main>
</body>
</html>
`;
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
