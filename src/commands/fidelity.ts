import { writeFile } from "node:fs/promises";
import { presentFidelity } from "../api/shadow/fidelity.shape.ts";
import { wireTime } from "../api/wire/shape.ts";
import { parseDuration } from "../domain/base/duration.ts";
import type { EndpointReport, Tally } from "../domain/shadow/report.ts";
import { differs, type Fidelity, fidelityOf } from "../operations/shadow/fidelity.ts";
import { command, UsageError } from "./command.ts";
import { escaped, reportPage } from "./report-page.ts";
import { columns } from "./text.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

export const fidelityCommand = command({
  name: "fidelity",
  about:
    "Reports how the answers of a test account differed from those of its shadow at Omise, by endpoint, and compares the events of both. Exit code 1 where something differed.",
  args: { account: { about: "The test account's id, `account_…`." } },
  flags: {
    since: { about: "How far back, such as `2h` or `7d`; a day by default.", takes: "duration" },
    html: { about: "Writes the report as a page.", takes: "file" },
  },
  json: true,
  run: ({ args, flags: { since = "1d", html }, config }) => {
    const span = parseDuration(since);
    if (span === null) throw new UsageError(`${since} is no duration such as 2h.`, "chamra fidelity --help");
    return besideGateway(config(), async (assembly) => {
      const fidelity = await fidelityOf(assembly.gateway, await accountOf(assembly, args.account), span);
      if (html !== undefined) await writeFile(html, pageOf(fidelity));
      if (differs(fidelity)) process.exitCode = 1;
      return { text: textOf(fidelity), json: presentFidelity(fidelity) };
    });
  },
});

const sumOf = ({ requests, same, differing, skipped, unanswered }: Tally): string =>
  `${requests} requests: ${same} the same, ${differing} different, ${skipped} not sent, ${unanswered} not answered`;

const spanOf = ({ since, until }: Fidelity): string => `${wireTime(since)} to ${wireTime(until)}`;

function textOf(fidelity: Fidelity): string {
  const { account, upstream, active, total, endpoints, events } = fidelity;
  const ended = active ? "" : "The account has no shadow now.\n";
  const head = `${account} beside ${upstream}, ${spanOf(fidelity)}\n${sumOf(total)}\n${ended}`;
  if (endpoints.length === 0) return `${head}Nothing was compared.\n`;
  const rows = endpoints.map(({ endpoint, requests, same, differing, skipped, unanswered }) => [
    endpoint,
    ...[requests, same, differing, skipped, unanswered].map(String),
  ]);
  const table = columns(["ENDPOINT", "REQUESTS", "SAME", "DIFFERENT", "NOT SENT", "NOT ANSWERED"], rows);
  const details = endpoints.map(detailsOf).join("");
  return `${head}\n${table}${details}\n${eventsOf(events)}`;
}

function detailsOf({ endpoint, differences, reasons }: EndpointReport): string {
  if (differences.length + reasons.length === 0) return "";
  const lines = [
    ...differences.map((each) => `  ≠ ${counted(each)}`),
    ...reasons.map((each) => `  · ${counted(each)}`),
  ];
  return `\n${endpoint}\n${lines.join("\n")}\n`;
}

const counted = ({ line, count, example }: { line: string; count: number; example: string }): string =>
  `${line} (${count}×, such as ${example})`;

function eventsOf({ objects, same, differences, problem }: Fidelity["events"]): string {
  if (problem !== null) return `Events were not compared: ${problem}\n`;
  const lines = differences.map((each) => `  ≠ ${counted(each)}\n`).join("");
  return `Events of ${objects} objects: ${same} the same\n${lines}`;
}

/** The report as a page. */
function pageOf(fidelity: Fidelity): string {
  const { account, upstream, total, endpoints, events, until } = fidelity;
  const good = !differs(fidelity);
  const sections = endpoints.map((each) => {
    const outcome = each.differing > 0 ? "failed" : each.same > 0 ? "passed" : "skipped";
    const mark = { failed: "Different", passed: "Same", skipped: "Not tried" }[outcome];
    const items = [
      ...each.differences.map((line) => `<li class="broken"><p>${escaped(counted(line))}</p></li>`),
      ...each.reasons.map((line) => `<li class="step"><p>${escaped(counted(line))}</p></li>`),
    ];
    return `<section class="case ${outcome}"><div class="head"><span class="mark">${mark}</span><span class="what"><strong>${escaped(each.endpoint)}</strong><span class="quiet">${escaped(sumOf(each))}</span></span></div><ol>${items.join("")}</ol></section>`;
  });
  const about = `<section class="case ${events.differences.length > 0 ? "failed" : "passed"}"><pre>${escaped(eventsOf(events))}</pre></section>`;
  return reportPage({
    title: good ? "No answer differed" : "Some answers differed",
    command: "chamra fidelity",
    good,
    sum: sumOf(total),
    facts: [
      ["Account", account],
      ["Beside", upstream],
      ["Requests", spanOf(fidelity)],
    ],
    at: new Date(until),
    body: [...sections, about].join("\n"),
  });
}
