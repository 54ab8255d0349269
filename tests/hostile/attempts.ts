import { type Random, randomOf } from "../simulation/random.ts";
import { framings } from "./framing.ts";
import type { Keys, Route, Sessions } from "./target.ts";
import { hostileCredentials, hostileHeaders, hostileJson, hostilePairs, hostileTexts } from "./values.ts";

type Schema = { type?: string; enum?: unknown[]; properties?: Record<string, Schema>; anyOf?: Schema[]; $ref?: string };
type Parameter = { name?: string; in?: string; schema?: Schema };
type Operation = {
  security: Record<string, unknown>[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: { "application/json": { schema: AnswerSchema } } }>;
};
type AnswerSchema = { allOf?: [unknown, { properties: { code: { enum: string[] } } }] };
export type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** An account with its keys and objects. `asked`: ids that the fuzzer uses as ids; `written`: ids that it also writes into texts. */
export type Party = {
  keys: Keys;
  sessions: Sessions;
  asked: string[];
  written: string[];
  pages: string[];
  references: string[];
};

export type World = { document: Document; routes: Route[]; parties: { a: Party; b: Party } };

/** One exchange of the fuzzer, with its sender. */
export type Attempt = {
  kind: "documented" | "page" | "mutated" | "framing";
  name: string;
  /** The party whose valid key is sent; null for none. */
  sender: "a" | "b" | null;
  /** The operation of the API document that it targets: path and method. */
  operation: [path: string, method: string] | null;
  pieces: Buffer[];
  /** Complete and well-formed HTTP, so that exactly one answer must come. */
  wellFormed: boolean;
  answers: number;
};

/** The attempt with this number. Deterministic: depends only on the seed and the ids in the world. */
export function attemptOf(world: World, seed: number, number: number): Attempt {
  const random = randomOf(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const share = random.below(100);
  if (share < 55) return documented(world, random);
  if (share < 75) return page(world, random);
  if (share < 90) return mutated(world, random);
  const { sender, authorization } = credentials(world, random, 1);
  const framing = framings(random, authorization ?? "X-A: a");
  return { kind: "framing", sender, operation: null, wellFormed: false, ...framing };
}

/** The feed, which never ends; a month that is played; and what takes away all that other requests are reading at the moment. */
const leftOut = /\/feed$|\/test\/(seed|reset|snapshots)/;

/** A request of an operation in the API document, with any values as parameters. */
function documented(world: World, random: Random): Attempt {
  const dashboard = random.chance(0.4);
  const paths = Object.entries(world.document.paths).filter(([each]) => each.startsWith("/dashboard/") === dashboard);
  const [path, methods] = random.pick(paths.filter(([each]) => !leftOut.test(each)));
  const [method, operation] = random.pick(Object.entries(methods));
  const mode = random.chance(0.95) ? random.pick(["test", "test", "live"]) : encodePath(random, idLike(world, random));
  const target = path
    .replace("{mode}", mode)
    .replace(/(\w+)\/\{\w+\}/g, (_, collection) =>
      [collection, encodePath(random, idLike(world, random, prefixes[collection]))].join("/"),
    );
  const query = operation.parameters.filter((each) => each.in === "query");
  const pairs = query
    .filter(() => random.chance(0.4))
    .map(
      ({ name = "", schema = {} }) =>
        `${name}=${encode(random, String(plain(someValue(world, random, name, schema))))}`,
    );
  if (random.chance(0.1)) pairs.push(random.pick(hostilePairs).slice(0, 4_000));
  const content = operation.requestBody?.content["application/json"];
  const takesFile = operation.requestBody?.content["multipart/form-data"] !== undefined;
  const body = content
    ? bodyOf(world, random, content.schema)
    : takesFile
      ? multipartOf(random)
      : random.chance(0.05)
        ? formOf(random, [["limit", "1"]])
        : null;
  const { sender, authorization } =
    dashboard && random.chance(0.9)
      ? memberOf(world, random)
      : credentials(world, random, 0.9, "secretKey" in (operation.security.at(-1) ?? {}) ? "secretKey" : "publicKey");
  const lines = headersOf(random, authorization, method === "get" ? 0.02 : 0.15, world);
  return {
    kind: "documented",
    name: `${method.toUpperCase()} ${path}`,
    sender,
    operation: [path, method],
    pieces: [message(method.toUpperCase(), target + (pairs.length > 0 ? `?${pairs.join("&")}` : ""), lines, body)],
    wellFormed: isWellFormed(lines),
    answers: 1,
  };
}

/** Requests outside of the API document: pages of payers and banks, files, /health, /docs; and the API by unknown methods. */
function page(world: World, random: Random): Attempt {
  const { method, url } = random.pick(world.routes);
  const holds = url.endsWith("/over"); // waits for the end of a payment, so no real payment is named
  const target = url.replace(/:\w+|\*/g, () =>
    encodePath(
      random,
      holds || random.chance(0.5) ? random.pick(hostileTexts).slice(0, 500) || "x" : pageLike(world, random),
    ),
  );
  const fields: [string, string][] = [
    "outcome",
    "creq",
    "cres",
    "threeDSSessionData",
    "code",
    "turn",
    "key",
    "amount",
    "currency",
    "decision",
    "pin",
    "target",
    "account",
  ]
    .filter(() => random.chance(0.2))
    .map((name) => [
      name,
      random.chance(0.3)
        ? random.pick(["successful", "failed", "1", "000000", world.parties.a.keys.publicKey])
        : random.pick(hostileTexts),
    ]);
  const takesBody = method === "POST" || method === "PATCH" || method === "PUT" || method === "DELETE";
  const query = random.chance(0.3) ? `?${formOf(random, fields).text.slice(0, 4_000)}` : "";
  const { sender, authorization } = credentials(world, random, 0.2);
  const lines = headersOf(random, authorization, 0, world);
  return {
    kind: "page",
    name: `${method} ${url}`,
    sender,
    operation: null,
    pieces: [message(method, target + query, lines, takesBody ? formOf(random, fields) : null)],
    wellFormed: isWellFormed(lines),
    answers: 1,
  };
}

/** Another attempt with some bytes changed: any answer is allowed except a server error. */
function mutated(world: World, random: Random): Attempt {
  const original = random.chance(0.7) ? documented(world, random) : page(world, random);
  let bytes = Buffer.concat(original.pieces);
  for (let count = 1 + random.below(6); count > 0; count -= 1) bytes = mutate(random, bytes);
  return { ...original, kind: "mutated", operation: null, pieces: [bytes], wellFormed: false };
}

const bits: readonly string[] = [
  "\0",
  "\r\n",
  "\n",
  "\r",
  " ",
  "\t",
  ":",
  "%",
  "&",
  "[",
  "]",
  "{",
  "}",
  '"',
  "\\",
  "\x7f",
  "\xff",
  "\xc0\x80",
  "\r\n\r\n",
  "0\r\n\r\n",
];

function mutate(random: Random, bytes: Buffer): Buffer<ArrayBuffer> {
  const near = random.chance(0.7) ? Math.min(bytes.length, 300) : bytes.length; // mostly the head, where more is decided
  const at = random.below(near + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const some = 1 + random.below(20);
  const ways = [
    () => [before],
    () => [before, Buffer.from(random.pick(bits), "latin1"), after],
    () => [before, Buffer.from([random.below(256)]), after.subarray(1)],
    () => [before, after.subarray(some)],
    () => [before, after.subarray(0, some), after],
    () => [before, Buffer.from(random.pick(hostileTexts)), after],
  ];
  return Buffer.concat(random.pick(ways)());
}

/** The party whose valid key is used, if any. */
function credentials(world: World, random: Random, working: number, kind: keyof Keys = "secretKey") {
  if (!random.chance(working)) {
    const line = random.chance(0.2) ? null : `Authorization: ${random.pick(hostileCredentials)}`;
    return { sender: null, authorization: line };
  }
  const sender = random.pick(["a", "b"] as const);
  const { keys } = world.parties[sender];
  const key = random.chance(0.9) ? keys[kind] : random.pick(Object.values(keys));
  return { sender, authorization: `Authorization: Basic ${Buffer.from(`${key}:`).toString("base64")}` };
}

/** A request of an owner in the dashboard, mostly as its pages send it. */
function memberOf(world: World, random: Random) {
  const sender = random.pick(["a", "b"] as const);
  const own = random.chance(0.95) ? "X-Chamra-Dashboard: 1" : random.pick(hostileHeaders);
  const cookie = `Cookie: chamra_session=${random.pick(world.parties[sender].sessions)}`;
  return { sender, authorization: `${cookie}\r\n${own}` };
}

function headersOf(random: Random, authorization: string | null, idempotent: number, world: World): string[] {
  const key = random.chance(0.5) ? random.pick(["seeded", "one", "two", "three"]) : random.pick(hostileTexts);
  return [
    "Host: 127.0.0.1",
    ...(authorization === null ? [] : [authorization]),
    ...(random.chance(0.1) ? [`Omise-Version: ${random.pick(["2017-11-02", "2019-05-29", "1999-01-01"])}`] : []),
    ...(random.chance(idempotent)
      ? [`Idempotency-Key: ${inHeader(random.chance(0.1) ? idLike(world, random) : key)}`]
      : []),
    ...(random.chance(0.15) ? [random.pick(hostileHeaders)] : []),
  ];
}

/** A header value of bytes that HTTP allows; `framing.ts` sends the others. */
function inHeader(text: string): string {
  return Buffer.from(text.slice(0, 3_000))
    .toString("latin1")
    .replace(/(?!\t)\p{Cc}/gu, "");
}

/** Headers that make the framing ambiguous, or end the connection. */
const isWellFormed = (lines: readonly string[]): boolean =>
  !lines.some((line) => /^(Transfer-Encoding|Connection|Expect|Content-Type: $|Content-Length)/i.test(line));

type Body = { type: string; text: string };

function bodyOf(world: World, random: Random, schema: Schema): Body {
  const properties = Object.entries(resolve(world, schema).properties ?? {});
  const given = properties
    .filter(([name]) => random.chance(usual.has(name) ? 0.9 : 0.25))
    .map(([name, each]): [string, unknown] => [name, someValue(world, random, name, each)]);
  if (random.chance(0.05)) given.push([random.pick(hostileTexts), random.pick(hostileTexts)]);
  return random.chance(0.5) ? jsonOf(random, given) : formOf(random, given);
}

/** Headers without which most requests would be refused early. */
const usual = new Set([
  "amount",
  "currency",
  "return_uri",
  "source",
  "card",
  "type",
  "number",
  "name",
  "expiration_month",
  "expiration_year",
  "security_code",
]);

/** Raw JSON text. */
class Json {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const plain = (value: unknown): unknown => (value instanceof Json ? value.text.slice(0, 2_000) : value);

function someValue(world: World, random: Random, name: string, schema: Schema): unknown {
  if (random.chance(0.12)) return random.pick(hostileTexts);
  if (random.chance(0.06)) return new Json(random.pick(hostileJson));
  const resolved = resolve(world, schema);
  if (name === "card" && resolved.type === "string") return idLike(world, random, "tokn");
  if (name === "source" && random.chance(0.2)) return idLike(world, random, "src");
  if (resolved.anyOf) return someValue(world, random, name, random.pick(resolved.anyOf));
  if (resolved.properties)
    return Object.fromEntries(
      Object.entries(resolved.properties)
        .filter(([each]) => random.chance(usual.has(each) ? 0.95 : 0.2))
        .map(([each, inner]) => [each, someValue(world, random, each, inner)]),
    );
  const examples: Record<string, readonly unknown[]> = {
    amount: [150_000, 400_000, "150000", 1, 2_000],
    currency: ["THB", "thb"],
    type: ["mobile_banking_kbank", "mobile_banking_kbank", "installment_wlb_ktc", "installment_wlb_bay", "card"],
    installment_term: [3, 4, 6, 10],
    return_uri: ["https://shop.example/", "https://shop.example/ไทย?a=b#c"],
    webhook_uri: ["http://127.0.0.1:9/"],
    webhook_endpoints: [["http://127.0.0.1:9/"]],
    number: ["4242424242424242", "4111111111140011", "5555555555554444"],
    expiration_month: [12],
    expiration_year: [2040],
    security_code: ["123"],
    authentication: ["3DS"],
    limit: [1, 20, 100],
    offset: [0, 1, 1_000],
    from: ["2020-01-01"],
    to: ["2030-01-01"],
    metadata: [{ order: "1", nested: { a: [1, null, true] } }],
    capture_amount: [1_000],
  };
  const known = examples[name];
  if (known) return random.pick(known);
  if (resolved.enum) return random.pick(resolved.enum);
  if (resolved.type === "boolean") return random.chance(0.5);
  if (resolved.type === "integer") return random.below(1_000);
  return random.chance(0.3) ? random.pick([...world.parties.a.written, ...world.parties.b.written]) : "text";
}

function resolve(world: World, schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : (world.document.components.schemas[name] ?? {});
}

function jsonOf(random: Random, given: [string, unknown][]): Body {
  const write = (value: unknown): string => {
    if (value instanceof Json) return value.text;
    if (Array.isArray(value)) return `[${value.map(write).join()}]`;
    if (typeof value === "object" && value !== null)
      return `{${Object.entries(value)
        .map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`)
        .join()}}`;
    return JSON.stringify(value);
  };
  const members = given.map(([name, value]) => `${JSON.stringify(name)}:${write(value)}`);
  if (random.chance(0.1))
    members.push('"__proto__":{"polluted":true}', '"constructor":{"prototype":{"polluted":true}}');
  if (random.chance(0.1) && members[0]) members.push(members[0], `"amount":${random.pick(hostileJson)}`);
  let text = `{${members.join()}}`;
  if (random.chance(0.03)) text = random.pick(hostileJson);
  if (random.chance(0.03)) text = text.slice(0, random.below(text.length + 1));
  return {
    type: random.pick(["application/json", "application/json", "application/json; charset=utf-8", "text/plain"]),
    text,
  };
}

/** A body with a file, mostly well-formed; any of its parts may be hostile, be missing or come twice. */
function multipartOf(random: Random): Body {
  const any = (usualText: string, often = 0.7): string =>
    random.chance(often) ? usualText : random.pick(hostileTexts).slice(0, 300);
  const boundary = any("----boundary", 0.9).replace(/[^\x20-\x7e]/g, "") || "b";
  const part = (): string => {
    const name = any("file", 0.8);
    const file = random.chance(0.85) ? `; filename="${any("evidence.pdf")}"` : "";
    const type = random.chance(0.9) ? `Content-Type: ${any("application/pdf")}\r\n` : "";
    return `Content-Disposition: form-data; name="${name}"${file}\r\n${type}\r\n${any("%PDF-1.7\n%%EOF")}`;
  };
  const parts = Array.from({ length: random.pick([0, 1, 1, 1, 1, 2, 25]) }, part);
  const text = [...parts.map((each) => `--${boundary}\r\n${each}\r\n`), `--${boundary}--\r\n`].join("");
  const cut = random.chance(0.15) ? text.slice(0, random.below(text.length + 1)) : text;
  return { type: `multipart/form-data; boundary=${random.chance(0.8) ? boundary : "another"}`, text: cut };
}

function formOf(random: Random, given: [string, unknown][]): Body {
  const pairs = given
    .flatMap(([name, value]) => flatten(name, value))
    .map(([name, value]) => {
      const brackets = random.chance(0.5) ? name : encodeURIComponent(name.toWellFormed());
      return `${brackets}=${encode(random, value)}`;
    });
  if (random.chance(0.15)) pairs.push(random.pick(hostilePairs));
  if (random.chance(0.05) && pairs[0]) pairs.push(pairs[0]);
  return { type: "application/x-www-form-urlencoded", text: pairs.join("&") };
}

function flatten(name: string, value: unknown): [string, string][] {
  if (value instanceof Json) return [[name, value.text.slice(0, 30_000)]];
  if (Array.isArray(value)) return value.flatMap((item) => flatten(`${name}[]`, item));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => flatten(`${name}[${key}]`, inner));
  return [[name, String(value)]];
}

/** Usually encoded, sometimes raw. */
function encode(random: Random, text: string): string {
  const raw = random.chance(0.1) ? text.replace(/[\s#&]/g, "+") : encodeURIComponent(text.toWellFormed());
  return raw.replace(/ |(?=[^\x80-\xff])\p{Cc}/gu, "+");
}

function encodePath(random: Random, text: string): string {
  return random.chance(0.9)
    ? encodeURIComponent(text.toWellFormed()).slice(0, 3_000)
    : text.replace(/[ #?]|(?=[^\x80-\xff])\p{Cc}/gu, "").slice(0, 500) || "x";
}

const prefixes: Record<string, string> = {
  charges: "chrg",
  refunds: "rfnd",
  tokens: "tokn",
  sources: "src",
  events: "evnt",
  transactions: "trxn",
  disputes: "dspt",
  documents: "docu",
};

/** An id of an object of either party, mostly of the right kind, sometimes slightly changed. */
function idLike(world: World, random: Random, prefix = ""): string {
  const { asked } = world.parties[random.pick(["a", "b"] as const)];
  const fitting = random.chance(0.8) ? asked.filter((id) => id.startsWith(prefix)) : asked;
  const id = random.pick(fitting.length > 0 ? fitting : asked);
  const ways = [
    () => id.toUpperCase(),
    () => `${id} `,
    () => id.replace("_test", ""),
    () => random.pick(hostileTexts).slice(0, 500) || "x",
    () => `${id}%00`,
  ];
  return random.chance(0.8) ? id : random.pick(ways)();
}

function pageLike(world: World, random: Random): string {
  const { pages, references, asked } = world.parties[random.pick(["a", "b"] as const)];
  return random.pick([...pages, ...references, ...asked.slice(0, 3)]);
}

function message(method: string, target: string, lines: readonly string[], body: Body | null): Buffer {
  const content = body ? bytesOf(body.text) : Buffer.alloc(0);
  const own = lines.some((line) => line.startsWith("Content-Type:"));
  const about = body ? [...(own ? [] : [`Content-Type: ${body.type}`]), `Content-Length: ${content.length}`] : [];
  const head = [`${method} ${target} HTTP/1.1`, ...lines, ...about].join("\r\n");
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, "latin1"), content]);
}

/** Encodes lone surrogates as three bytes, which is invalid UTF-8. */
function bytesOf(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text);
  return Buffer.concat(
    [...text].map((each) => (each.isWellFormed() ? Buffer.from(each) : Buffer.from([0xed, 0xa0, 0x80]))),
  );
}
