import { setTimeout as pause } from "node:timers/promises";
import { type Client, clientFlags, type Json, reachGateway } from "./client.ts";
import { command } from "./command.ts";
import { lookOf, painted } from "./paint.ts";

/** Pause between two looks at the log. */
const lookAgainMs = 1_000;

export const logsCommand = command({
  name: "logs",
  about:
    "Prints the newest requests of the account's keys that changed something or were refused, the latest last; goes on with --follow.",
  args: {},
  flags: {
    follow: { about: "Goes on with what comes, until Ctrl-C." },
    ...clientFlags,
  },
  json: true,
  run: async ({ flags: { follow, ...flags }, asJson, config }) => {
    const client = await reachGateway(config(), flags);
    const print = (request: Json) => process.stdout.write(asJson ? `${JSON.stringify(request)}\n` : lineOf(request));
    const { data } = await client.call("GET", "/test/requests");
    for (const request of data.toReversed()) print(request);
    if (follow) await goOn(client, data[0]?.id, print);
    return { text: "" };
  },
});

/** Prints what comes after a request, until the process is ended. @param newest id of the last request that was printed */
async function goOn(client: Client, newest: string | undefined, print: (request: Json) => void): Promise<never> {
  let last = newest;
  for (;;) {
    await pause(lookAgainMs);
    const fresh = await requestsAfter(client, last);
    for (const request of fresh.toReversed()) print(request);
    last = fresh[0]?.id ?? last;
  }
}

/** Requests that are newer than one, newest first; all where that is not known. */
async function requestsAfter(client: Client, id: string | undefined): Promise<Json[]> {
  const found: Json[] = [];
  let before: string | null = null;
  do {
    const query: string = before === null ? "" : `&before=${encodeURIComponent(before)}`;
    const page = await client.call("GET", `/test/requests?limit=100${query}`);
    const known = page.data.findIndex((request: Json) => request.id === id);
    found.push(...(known < 0 ? page.data : page.data.slice(0, known)));
    before = known < 0 ? page.next : null;
  } while (before !== null);
  return found;
}

function lineOf({ at, method, path, status, latency_ms: ms, error_code: code, about, key }: Json): string {
  const facts = [
    painted("dim", at),
    method,
    path,
    painted(lookOf(status), String(status)),
    `${Math.round(ms)} ms`,
    ...(code ? [painted("yellow", code)] : about ? [about] : []),
    ...(key?.kind === "public" ? [painted("dim", "public key")] : []),
  ];
  return `${facts.join(" ")}\n`;
}
