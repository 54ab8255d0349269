import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { apiDocument } from "../../src/api/document/openapi.ts";
import { createRateLimits } from "../../src/api/http/rate-limit.ts";
import { createServer } from "../../src/api/server.ts";
import { doneShape, presentDone } from "../../src/api/wire/done.shape.ts";
import { endpoint, openEndpoint, rawEndpoint } from "../../src/api/wire/endpoint.ts";
import * as field from "../../src/api/wire/fields.ts";
import { files } from "../../src/api/wire/file.ts";
import { listEndpoint } from "../../src/api/wire/list-endpoint.ts";
import type { Shape } from "../../src/api/wire/shape.ts";
import { Refusal } from "../../src/domain/base/errors.ts";
import { createGatekeeper } from "../../src/operations/merchant/gatekeeper.ts";
import { aGateway, type CallOptions, call } from "../kit/gateway.ts";

const stampShape = {
  name: "stamp",
  schema: z.object({ object: z.literal("stamp"), id: z.string(), colour: z.enum(["red", "blue"]) }),
} satisfies Shape;

type Stamp = { id: string; colour: "red" | "blue" };
const presentStamp = ({ id, colour }: Stamp) => ({ object: "stamp" as const, id, colour });
const details = { tag: "Stamps", returns: stampShape, present: presentStamp } as const;
const stamps: Stamp[] = ["stmp_1", "stmp_2", "stmp_3"].map((id) => ({ id, colour: "red" }));

const contract = [
  endpoint({
    ...details,
    auth: "secret",
    method: "PUT",
    path: "/stamps/:id",
    right: "settings",
    summary: "Replace a stamp",
    body: z.object({ colour: field.word("Its colour.", ["red", "blue"]) }),
    refuses: ["bad_request"],
    run: async ({ params, body }) => ({ id: params.id, colour: body.colour }),
  }),
  endpoint({
    auth: "either",
    tag: "Stamps",
    method: "DELETE",
    path: "/stamps/:id",
    summary: "Destroy a stamp",
    returns: doneShape,
    refuses: ["not_found"],
    run: async ({ params }) => {
      if (!stamps.some(({ id }) => id === params.id))
        throw new Refusal("not_found", `stamp ${params.id} was not found`);
    },
    present: presentDone,
  }),
  listEndpoint({
    tag: "Stamps",
    auth: "secret",
    path: "/albums/:id/stamps",
    summary: "List stamps of an album",
    item: stampShape,
    list: async ({ params, range }) => {
      if (params.id !== "albm_1") throw new Refusal("not_found", `album ${params.id} was not found`);
      return { rows: stamps.slice(range.offset, range.offset + range.limit), total: stamps.length };
    },
    present: presentStamp,
  }),
  rawEndpoint({
    tag: "Stamps",
    auth: "none",
    method: "GET",
    path: "/stamps/:id/image",
    summary: "Download a stamp",
    refuses: ["not_found"],
    run: async ({ params }) => ({
      name: `${params.id}".svg`,
      contents: "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
      contentType: "image/svg+xml",
    }),
    raw: files("inline", "image/png", "image/svg+xml"),
  }),
  rawEndpoint({
    tag: "Stamps",
    auth: "secret",
    method: "POST",
    path: "/stamps/print",
    summary: "Print stamps",
    refuses: [],
    run: async ({ account }) => ({ name: "stamps.txt", contents: account.id }),
    raw: files("attachment", "text/plain; charset=utf-8"),
  }),
  openEndpoint({
    tag: "Stamps",
    method: "POST",
    path: "/notifications/stamp",
    summary: "Take a notification about stamps",
    returns: stampShape,
    refuses: [],
    run: async ({ sent }) => ({ id: sent.text, colour: sent.headers["x-colour"] === "blue" ? "blue" : "red" }),
    present: presentStamp,
  }),
];

test("an entry of any method is routed, guarded and parsed", async () => {
  const { ask, secretKey, publicKey } = await aServer();
  const put = (options: CallOptions) => ask("PUT", "/stamps/stmp_9", { body: { colour: "blue" }, ...options });
  expect((await put({})).status).toBe(401);
  expect((await put({ key: publicKey })).status).toBe(401);
  expect((await put({ key: secretKey })).json).toEqual({ object: "stamp", id: "stmp_9", colour: "blue" });
  expect((await put({ key: secretKey, body: { colour: "green" } })).json.message).toBe("colour must be red or blue");
  expect((await ask("DELETE", "/stamps/stmp_1", { key: publicKey })).json).toEqual({ object: "done" });
  expect((await ask("DELETE", "/stamps/stmp_9", { key: publicKey })).status).toBe(404);
  const preflight = await ask("OPTIONS", "/stamps/stmp_1");
  expect(preflight.headers.get("access-control-allow-methods")).toBe("GET, POST, DELETE, OPTIONS");
});

test("a list is one entry: page, bounds, location and refusals come with it", async () => {
  const { ask, secretKey: key } = await aServer();
  const { json } = await ask("GET", "/albums/albm_1/stamps?limit=2&offset=1&order=chronological", { key });
  expect(json).toMatchObject({ object: "list", limit: 2, offset: 1, total: 3, location: "/albums/albm_1/stamps" });
  expect(json.data.map(({ id }: Stamp) => id)).toEqual(["stmp_2", "stmp_3"]);
  expect((await ask("GET", "/albums/albm_2/stamps", { key })).status).toBe(404);
  expect((await ask("GET", "/albums/albm_1/stamps?limit=x", { key })).status).toBe(400);
  expect((await ask("GET", "/albums/albm_1/stamps")).status).toBe(401);
});

test("a file is sent without a key where its entry is open, and no browser runs what is in it", async () => {
  const { ask } = await aServer();
  const { status, headers, text } = await ask("GET", "/stamps/stmp_1/image");
  expect([status, text]).toEqual([200, expect.stringContaining("<svg")]);
  expect(headers.get("content-type")).toBe("image/svg+xml");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-disposition")).toBe('inline; filename="stmp_1_.svg"');
  expect(headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/);
});

test("a file behind a key needs the key", async () => {
  const { ask, secretKey } = await aServer();
  expect((await ask("POST", "/stamps/print")).status).toBe(401);
  const { headers, text } = await ask("POST", "/stamps/print", { key: secretKey });
  expect(headers.get("content-disposition")).toBe('attachment; filename="stamps.txt"');
  expect(text).toMatch(/^account_test_/);
});

test("a notification arrives as it was sent, in whatever form", async () => {
  const { ask } = await aServer();
  const sent = await ask("POST", "/notifications/stamp?a=b", {
    json: ["no", "parameters"],
    headers: { "x-colour": "blue", authorization: "Basic somebody-elses" },
  });
  expect(sent.json).toEqual({ object: "stamp", id: '["no","parameters"]', colour: "blue" });
});

test("the document has each with its method, its keys and what it answers", () => {
  // biome-ignore lint/suspicious/noExplicitAny: tests look anywhere into the document
  const { paths, components }: any = apiDocument("https://pay.example.com", undefined, "everything", contract);
  expect(Object.keys(paths["/stamps/{id}"])).toEqual(["put", "delete"]);
  expect(Object.keys(paths["/dashboard/api/{mode}/stamps/{id}"])).toEqual(["put"]);
  expect(Object.keys(paths["/albums/{id}/stamps"].get.responses)).toContain("404");
  expect(components.schemas.stamp_list.properties.data.items).toEqual({ $ref: "#/components/schemas/stamp" });
  const { get } = paths["/stamps/{id}/image"];
  expect(get.security).toEqual([]);
  expect(Object.keys(get.responses[200].content)).toEqual(["image/png", "image/svg+xml"]);
  expect(Object.keys(get.responses)).not.toContain("401");
});

test("a presenter that forgets a key of its shape, or makes another of one, does not compile", () => {
  const entry = { ...details, auth: "secret", method: "GET", path: "/stamps", summary: "x", refuses: [] } as const;
  const run = async () => stamps;
  // @ts-expect-error: the colour is missing
  endpoint({ ...entry, run, present: () => ({ object: "stamp" as const, id: "stmp_1" }) });
  // @ts-expect-error: there is no such colour
  endpoint({ ...entry, run, present: () => ({ object: "stamp" as const, id: "stmp_1", colour: "green" as const }) });
  const list = { ...entry, item: stampShape, list: async () => ({ rows: stamps, total: 3 }) };
  // @ts-expect-error: of a list too
  listEndpoint({ ...list, present: ({ id }: Stamp) => ({ object: "stamp" as const, id }) });
});

/** A listener that serves only the entries above. */
async function aServer() {
  const { gateway, now, secretKey, publicKey } = await aGateway();
  const rateLimits = createRateLimits({ rateLimit: null, testRateLimit: null }, now);
  const app = createServer(gateway, createGatekeeper(gateway.store, now, rateLimits.failures), {
    logger: pino({ level: "silent" }),
    rateLimits,
    trustProxy: null,
    contract,
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => app.close());
  const ask = (method: string, path: string, options: CallOptions = {}) => call(url, method, path, options);
  return { ask, secretKey, publicKey };
}
