import { expect, test } from "vitest";
import { apiDocument } from "../../src/api/document/openapi.ts";
import type { Attempt, Document, Party, World } from "./attempts.ts";
import { faultsOf, markerOf } from "./judge.ts";
import type { Exchange } from "./raw-client.ts";

const keys = { secretKey: "a", publicKey: "b", liveSecretKey: "c", livePublicKey: "d" };
const party = (id: string): Party => ({ keys, sessions: [], asked: [id], written: [], pages: [], references: [] });
const world: World = {
  document: apiDocument("http://localhost") as Document,
  routes: [],
  parties: { a: party("chrg_test_aaaaaaaaaaaaaaaaaaa"), b: party("chrg_test_bbbbbbbbbbbbbbbbbbb") },
};

const attempt: Attempt = {
  kind: "documented",
  name: "GET /charges/{id}",
  sender: "a",
  operation: ["/charges/{id}", "get"],
  pieces: [Buffer.from("GET /charges/x HTTP/1.1\r\n\r\n")],
  wellFormed: true,
  answers: 1,
};

type Told = { status?: number; text?: string; type?: string; without?: string; more?: [string, string] };

function exchange({ status = 200, text = "{}", type = "application/json", without = "", more }: Told): Exchange {
  const names = ["x-content-type-options", "x-request-id", "content-security-policy", "cache-control"];
  const headers = names.filter((name) => name !== without).map((name): [string, string] => [name, "x"]);
  const answer = { status, headers: [...headers, ["content-type", type] as [string, string]], body: Buffer.from(text) };
  if (more) answer.headers.push(more);
  return { answers: [answer], ended: "answered", rest: Buffer.alloc(0), ms: 1 };
}

const error = (code: string, message = "no") => JSON.stringify({ object: "error", location: "x", code, message });

test("a correct answer has no faults", () => {
  expect(faultsOf(world, attempt, exchange({}))).toEqual([]);
  expect(faultsOf(world, attempt, exchange({ status: 404, text: error("not_found") }))).toEqual([]);
  const unknown = error("not_found", "charge 99999999999999999999 was not found");
  expect(faultsOf(world, attempt, exchange({ status: 404, text: unknown }))).toEqual([]);
});

test.each<[string, Exchange]>([
  ["500", exchange({ status: 500, text: error("internal_error") })],
  ["hanging", { answers: [], ended: "hanging", rest: Buffer.alloc(0), ms: 1 }],
  ["closed", { answers: [], ended: "closed", rest: Buffer.alloc(0), ms: 1 }],
  ["something behind the answer", { ...exchange({}), rest: Buffer.from("HTTP/1.1 200 OK") }],
  ["no policy", exchange({ without: "content-security-policy" })],
  ["an injected header", exchange({ more: ["x-injected", "yes"] })],
  ["markup", exchange({ type: "text/html", text: "<p><script>hostile()</script>" })],
  ["an error that is none", exchange({ status: 400, text: "{}" })],
  ["a code of another status", exchange({ status: 400, text: error("not_found") })],
  ["a code that this operation does not have", exchange({ status: 400, text: error("failed_refund") })],
  ["a long number", exchange({ status: 400, text: error("bad_request", "4242424242424242 is wrong") })],
  ["a card number", exchange({ status: 404, text: error("not_found", "charge 4242424242424242 was not found") })],
  ["a marker of the other account", exchange({ text: `{"description":"${markerOf("b")}"}` })],
  ["an id of the other account", exchange({ text: `{"id":"chrg_test_bbbbbbbbbbbbbbbbbbb"}` })],
])("%s is a fault", (_, told) => {
  expect(faultsOf(world, attempt, told)).not.toEqual([]);
});
