import fastify from "fastify";
import { expect, test } from "vitest";
import { contract, dashboardEndpoints, doorsOf, merchantEndpoints } from "../../src/api/contract.ts";
import { operationId } from "../../src/api/document/openapi.ts";
import type { Endpoint } from "../../src/api/wire/endpoint.ts";
import { errorCatalogue } from "../../src/domain/base/errors.ts";
import { seconds } from "../../src/domain/base/time.ts";
import { kplusCharge } from "../kit/builders.ts";
import { type Answered, faultsOf, faultsOfAnswer } from "../kit/contract.ts";
import { aGateway, type CallOptions, type TestGateway } from "../kit/gateway.ts";

const { open } = doorsOf(contract);

const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;

/** Parameters that satisfy every endpoint, so that each gets as far as the lookup of its object. */
const enough = { amount: 100_000, currency: "THB", status: "lost" };
const card = { name: "Somchai" };

const callOf = (gateway: TestGateway, { method, path, body, vault }: Endpoint, options: CallOptions = {}) =>
  gateway.call(method, path.replace(/:\w+/g, "chrg_test_5xuy4w91xqz7d1w9u0t"), {
    ...(body && { body: { ...enough, ...(vault && { card }) } }),
    ...options,
  });

test("no endpoint opens without a key, with an unknown one, or with one of the wrong kind", async () => {
  const gateway = await aGateway();
  for (const entry of merchantEndpoints) {
    gateway.pass(seconds(1)); // so many wrong keys at once would be refused for their number
    const wrong = { secret: gateway.publicKey, public: gateway.secretKey, either: "skey_test_0000000000000000000" };
    for (const key of [null, wrong[entry.auth], "pkey_test_0000000000000000000"]) {
      const { status, json, headers } = await callOf(gateway, entry, { key });
      expect(status, nameOf(entry)).toBe(401);
      expect(json).toEqual({
        object: "error",
        location: "https://www.omise.co/api-errors#authentication-failure",
        code: "authentication_failure",
        message: expect.any(String),
      });
      expect(headers.get("omise-version")).toBeNull();
    }
  }
});

test("whatever has an id answers 404 for one that does not exist", async () => {
  const gateway = await aGateway();
  // a currency is no id, and is refused in words of its own
  for (const entry of merchantEndpoints.filter(({ path }) => /:(?!currency)/.test(path))) {
    const key = entry.auth === "public" ? gateway.publicKey : gateway.secretKey;
    const { status, json } = await callOf(gateway, entry, { key });
    expect([status, json.code], nameOf(entry)).toEqual([404, "not_found"]);
  }
});

test("the API document describes every endpoint, each under a name of its own", async () => {
  const gateway = await aGateway();
  const { json, status } = await gateway.call("GET", "/openapi.json?include=dashboard", { key: null });
  expect(status).toBe(200);
  const described = (url: string, { method }: Endpoint) =>
    json.paths[url.replace(/:(\w+)/g, "{$1}")][method.toLowerCase()].operationId;
  const names = [
    ...[...merchantEndpoints, ...open].map((entry) => described(entry.path, entry)),
    ...dashboardEndpoints.map((entry) => described(entry.url, entry)),
  ];
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(contract.map(operationId)));
  expect(json.servers).toEqual([{ url: gateway.publicUrl }]);
});

test("the API document has the merchants' operations, on request the dashboard's as well, and is sent compressed to clients that accept it", async () => {
  const { url } = await aGateway();
  const ask = async (query: string, encoding: string) =>
    fetch(`${url}/openapi.json${query}`, { headers: { "accept-encoding": encoding } });
  const [merchants, everything] = await Promise.all([
    ask("", "gzip, deflate, br"),
    ask("?include=dashboard", "identity"),
  ]);
  expect(merchants.headers.get("content-encoding")).toBe("gzip");
  expect(Number(merchants.headers.get("content-length"))).toBeLessThan(40_000);
  for (const refused of ["gzip;q=0", "br, identity"])
    expect((await ask("", refused)).headers.get("content-encoding"), refused).toBeNull();
  const own = (await merchants.json()) as { paths: object; components: { schemas: object; securitySchemes: object } };
  const paths = new Set([...merchantEndpoints, ...open].map(({ path }) => path.replace(/:(\w+)/g, "{$1}")));
  expect(new Set(Object.keys(own.paths))).toEqual(paths);
  expect(Object.keys(own.components.securitySchemes)).toEqual(["publicKey", "secretKey"]);
  expect(own.components.schemas).toHaveProperty("charge");
  expect(own.components.schemas).not.toHaveProperty("session");
  expect(((await everything.json()) as { paths: object }).paths).toMatchObject(own.paths);
});

test("the API document of an older version is served by its date or a later one, and what is no date is refused", async () => {
  const gateway = await aGateway();
  const older = await gateway.call("GET", "/openapi.json?version=2017-11-02");
  expect(older.json.info.version).toBe("2017-11-02");
  expect(older.json.components.schemas.charge.properties).toHaveProperty("refunded");
  const between = await gateway.call("GET", "/openapi.json?version=2018-01-01");
  expect(between.json).toEqual(older.json);
  const unknown = await gateway.call("GET", "/openapi.json?version=newest");
  expect([unknown.status, unknown.json.code]).toEqual([400, "bad_request"]);
});

test("endpoints refuse only with codes of the catalogue", () => {
  for (const code of contract.flatMap(({ refuses }) => refuses)) expect(errorCatalogue).toHaveProperty(code);
});

test("where there is no service, the answer is an error object that says so", async () => {
  const gateway = await aGateway();
  for (const [method, path] of [
    ["GET", "/nothing"],
    ["POST", "/balance"],
    ["DELETE", "/charges"],
  ] as const) {
    const { status, json } = await gateway.call(method, path);
    expect([status, json.code], path).toEqual([404, "service_not_found"]);
  }
});

test("a slash at the end of a path makes no difference and no redirect", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  expect((await gateway.call("GET", "/charges/")).json.total).toBe(1);
  expect((await gateway.call("GET", `/charges/${charge.id}/`)).json.id).toBe(charge.id);
});

test("success names its version and is kept by no cache; an error has no version; both have a request id", async () => {
  const gateway = await aGateway();
  const success = await gateway.call("GET", "/account");
  const error = await gateway.call("GET", "/charges/chrg_test_5xuy4w91xqz7d1w9u0t");
  expect(success.headers.get("omise-version")).toBe("2019-05-29");
  expect(error.headers.get("omise-version")).toBeNull();
  for (const { headers } of [success, error]) {
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-cache, no-store");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("an answer that is not as documented is noticed: an unknown key, a missing one, a wrong code, status or version", async () => {
  const gateway = await aGateway();
  const { text } = await gateway.call("GET", "/balance");
  const json = JSON.parse(text);
  const faults = (patch: Partial<Answered>) =>
    faultsOfAnswer({
      method: "GET",
      route: "/balance",
      status: 200,
      contentType: "application/json",
      version: "2019-05-29",
      text,
      ...patch,
    });
  expect(faults({})).toEqual([]);
  expect(faults({ text: JSON.stringify({ ...json, pending: 0 }) })).toEqual([
    expect.stringContaining('must NOT have additional properties {"additionalProperty":"pending"}'),
  ]);
  expect(faults({ text: JSON.stringify({ ...json, total: undefined }) })).toEqual([
    expect.stringContaining("must have required property 'total'"),
  ]);
  expect(faults({ text: JSON.stringify({ ...json, total: "1" }) })).toEqual([
    expect.stringContaining("GET /balance → 200 in 2019-05-29: /total must be integer"),
  ]);
  expect(faults({ version: "2017-11-02" })).not.toEqual([]);
  expect(faults({ version: undefined })).not.toEqual([]);
  expect(faults({ status: 418, version: undefined })).toEqual(["GET /balance → 418: is not documented"]);
  const error = { object: "error", location: "", code: "used_token", message: "" };
  expect(faults({ status: 400, version: undefined, text: JSON.stringify(error) })).toEqual([
    expect.stringContaining("/code must be equal to one of the allowed values"),
  ]);
  expect(faults({ route: "/health", text: "{}" })).toEqual([]);
});

test("every listener is watched", async () => {
  const app = fastify();
  app.get("/balance", (_request, reply) => reply.header("Omise-Version", "2019-05-29").send({ object: "balance" }));
  app.get("/health", () => ({ ok: true }));
  await app.inject("/health");
  expect(faultsOf(app)).toEqual([]);
  await app.inject("/balance");
  expect(faultsOf(app)).toContainEqual(expect.stringContaining("must have required property 'livemode'"));
});
