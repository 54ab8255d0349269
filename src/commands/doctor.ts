import type { z } from "zod";
import type { examinationShape } from "../api/event/webhook-doctor.shape.ts";
import type { Finding } from "../operations/event/doctor.ts";
import { clientFlags, reachGateway } from "./client.ts";
import { command } from "./command.ts";
import { lookOf, painted } from "./paint.ts";

type Examination = z.output<typeof examinationShape.schema>;
type Examined = Examination["endpoints"][number];

export const doctorCommand = command({
  name: "doctor webhooks",
  about:
    "Says why no event of test mode arrives, and whether the endpoint checks who signed it: sends it an event, a forged one and a copy of an hour ago. Exit code 1 where something is to be mended.",
  args: {},
  flags: clientFlags,
  json: true,
  run: async ({ flags, config }) => {
    const client = await reachGateway(config(), flags);
    const examination: Examination = await client.call("POST", "/test/webhook/examine");
    const { endpoints } = examination;
    if (endpoints.length === 0 || endpoints.some(({ finding }) => finding !== "well")) process.exitCode = 1;
    return { text: report(examination), json: examination };
  },
});

/** What is wrong, and what to do. */
const advice: Record<Finding, string> = {
  not_allowed: "events may not be sent to this address",
  unreachable: "nothing answers there: start your server, or correct the address",
  tls: "the connection is not safe: mend the certificate, or use http:// in test mode",
  redirect: "it redirects, and redirects are not followed: set the address that it leads to",
  refused:
    "it refuses a genuine event: see that the path is right, that it takes POST with JSON, and that its secret is this account's",
  failed: "your server fails at it: its own log says why",
  forged_taken: "it takes an event that a stranger signed: check Omise-Signature before anything else",
  replayed_taken:
    "it takes a copy that was signed an hour ago: refuse what is older than five minutes, or see that a second copy of an event changes nothing",
  well: "takes what is genuine, and nothing else",
};

function report({ endpoints, any_event: anyEvent, any_given_up: anyGivenUp }: Examination): string {
  if (endpoints.length === 0)
    return "No endpoint is set, so nobody is told of anything. Set one: `chamra account update <account> --webhook-uri http://localhost:3000/webhooks`, or the dashboard's page of webhooks. Charges that name `webhook_endpoints` are told there.\n";
  return [
    ...endpoints.map(reportOn),
    ...(anyEvent
      ? []
      : [
          "Nothing has happened yet that an endpoint could have been told of: `chamra trigger charge.complete` makes something happen.\n",
        ]),
    ...(anyGivenUp ? ["Some deliveries were given up: the dashboard's page of webhooks sends them again.\n"] : []),
  ].join("\n");
}

function reportOn({ uri, finding, faults, genuine, forged, replayed }: Examined): string {
  const mark = finding === "well" ? painted("green", "✓") : painted("red", "✗");
  const tries = [
    ["genuine event", genuine],
    ["forged event", forged],
    ["copy of an hour ago", replayed],
  ] as const;
  return [
    `${mark} ${uri}\n  ${advice[finding]}\n`,
    ...faults.map((fault) => `  the address ${fault}\n`),
    ...tries.flatMap(([name, sent]) => (sent ? [`  ${name.padEnd(20)} ${lineOf(sent)}\n`] : [])),
  ].join("");
}

function lineOf({ status, error, answer, latency_ms: ms }: NonNullable<Examined["genuine"]>): string {
  const said = error ?? answer?.split("\n", 1)[0];
  return `${painted(lookOf(status), String(status ?? "no answer"))} ${ms} ms${said ? `: ${said}` : ""}`;
}
