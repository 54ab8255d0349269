import { errorCatalogue } from "../../src/domain/base/errors.ts";
import type { Attempt, Document, World } from "./attempts.ts";
import { type Exchange, headerOf, type RawAnswer } from "./raw-client.ts";

/** Text in a party's objects that no answer to anybody else may contain. The fuzzer never sends it, so it cannot be an echo. */
export const markerOf = (party: "a" | "b"): string => `marker-of-${party}`;

/** All faults of the answers to an attempt, one sentence each. */
export function faultsOf(world: World, attempt: Attempt, { answers, ended, rest }: Exchange): string[] {
  const faults: string[] = [];
  if (ended === "hanging") faults.push("neither answered nor closed");
  if (attempt.wellFormed && answers.length === 0 && ended !== "hanging") faults.push("closed without an answer");
  const head = attempt.pieces[0]?.subarray(0, 5).toString("latin1") === "HEAD "; // an unreadable request is answered like a GET
  if (!head && rest.length > 0 && answers.length > 0)
    faults.push(`bytes that are no answer: ${rest.subarray(0, 60).toString("latin1")}`);
  return [...faults, ...answers.flatMap((answer) => faultsOfAnswer(world, attempt, answer))];
}

function faultsOfAnswer(world: World, attempt: Attempt, answer: RawAnswer): string[] {
  const text = answer.body.toString("utf8");
  return [
    ...(answer.status >= 500 && !text.startsWith(notBuilt) ? [`${answer.status}: ${text.slice(0, 200)}`] : []),
    ...faultsOfHeaders(answer),
    ...faultsOfText(attempt, answer, text),
    ...faultsOfError(world.document, attempt, answer, text),
    ...leaks(world, attempt, answer, text),
  ];
}

const notBuilt = "The browser code has not been built";

function faultsOfHeaders({ headers }: RawAnswer): string[] {
  const missing = ["x-content-type-options", "x-request-id", "content-security-policy", "cache-control"].filter(
    (name) => headerOf(headers, name) === undefined,
  );
  const injected = headers.filter(([name]) => name === "x-injected");
  return [...missing.map((name) => `no ${name}`), ...injected.map(() => "a header that was injected")];
}

function faultsOfText({ sender }: Attempt, { headers }: RawAnswer, text: string): string[] {
  const type = headerOf(headers, "content-type") ?? "";
  const markup = /<img src=x onerror=hostile|<script>hostile/.test(text) && type.startsWith("text/html");
  const internals =
    sender === null &&
    /node:internal|\n\s+at [\w.]+ \(|SQLITE_|syntax error at/.test(text) &&
    !type.includes("javascript");
  return [
    ...(markup ? ["markup that was sent stands in a page"] : []),
    ...(internals ? ["internals in an answer"] : []),
  ];
}

/** Checks that an answer is documented for its operation; without an operation, that its error code exists. */
function faultsOfError(
  { paths }: Document,
  { operation, kind }: Attempt,
  { status, headers }: RawAnswer,
  text: string,
): string[] {
  const json = headerOf(headers, "content-type")?.startsWith("application/json") ?? false;
  if (status < 400 || !json) return operation && status !== 200 && text !== "" ? [`${status} is not JSON`] : [];
  if (text === "") return []; // the answer to a HEAD
  const error = parsed(text);
  if (error?.["object"] !== "error")
    return kind === "page" || kind === "mutated" ? [] : [`${status} without an error object: ${text.slice(0, 100)}`];
  const code = String(error["code"]);
  if (errorCatalogue[code as keyof typeof errorCatalogue]?.status !== status) return [`${code} with status ${status}`];
  if (repeatsLongNumber(String(error["message"]))) return ["a message repeats a long number"];
  if (!operation || code === "service_not_found") return [];
  const documented = paths[operation[0]]?.[operation[1]]?.responses[status]?.content["application/json"].schema;
  return documented?.allOf?.[1].properties.code.enum.includes(code) ? [] : [`${status} ${code} is not documented`];
}

/** Ignores the quoted id of a "not found" error, unless it is the card number that is sent. */
function repeatsLongNumber(message: string): boolean {
  const [, id] = /^\w+ ([\w-]+) was not found$/.exec(message) ?? [];
  return id === undefined ? /\d{13,}/.test(message) : id.includes("4242424242424242");
}

/** Checks that an answer contains nothing of the other account: no marker, and no id unless an error quotes the request. */
function leaks({ parties }: World, { sender, pieces }: Attempt, { status }: RawAnswer, text: string): string[] {
  if (sender === null) return [];
  const other = sender === "a" ? "b" : "a";
  if (text.includes(markerOf(other)))
    return publicPage(pieces, parties[other].pages) ? [] : [`something of ${other} is shown to ${sender}`];
  if (tellsWhatWasAsked(pieces)) return [];
  const id = text.length < 1_000_000 ? parties[other].asked.find((each) => text.includes(each)) : undefined;
  return id !== undefined && status < 400 ? [`${id} of ${other} is shown to ${sender}`] : [];
}

/** The request log, timeline and audit log quote the account's own requests, which may contain ids of the other account. */
function tellsWhatWasAsked(pieces: readonly Buffer[]): boolean {
  const head = pieces[0]?.subarray(0, 1_000).toString("latin1") ?? "";
  return /^\w+ \/(dashboard\/api|test)\/.*\/?(requests|overview|audit|timeline)/.test(head);
}

/** A payer's page names its merchant to anybody who has its URL, whatever key is sent. */
function publicPage(pieces: readonly Buffer[], pages: readonly string[]): boolean {
  const head = pieces[0]?.subarray(0, 1_000).toString("latin1") ?? "";
  return pages.some((page) => head.includes(page)) || /^\w+ \/(kplus|acs)/.test(head);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
