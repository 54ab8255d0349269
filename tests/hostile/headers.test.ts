import { connect } from "node:net";
import { expect, test } from "vitest";
import { merchantEndpoints } from "../../src/api/contract.ts";
import { kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aClient, headerOf, type RawAnswer } from "./raw-client.ts";

test.each([
  ["an answer of the API", "GET", "/account"],
  ["a list", "GET", "/charges"],
  ["a refusal", "POST", "/charges"],
  ["a service that is not there", "GET", "/nowhere"],
  ["an address that cannot be read", "GET", "/charges/%zz"],
  ["a preflight", "OPTIONS", "/tokens"],
  ["the API document", "GET", "/openapi.json"],
  ["the reference", "GET", "/docs"],
  ["the home page", "GET", "/"],
  ["health", "GET", "/health"],
  ["the browser library", "GET", "/omise.js"],
  ["the payment form", "GET", "/pay.html"],
  ["a page of no payment", "GET", "/payments/pay2_test_zzzzzzzzzzzzzzzzzzz/authorize"],
  ["a page of no link", "GET", "/link/ZZZZZZZZZZZZZZZZZZZ"],
  ["a file of a page", "GET", "/pages/icon.svg"],
])("%s says what a browser may do with it", async (_, method, path) => {
  const gateway = await aGateway();
  const { headers } = await gateway.call(method, path);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("cache-control")).toBeTruthy();
  expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get("server"), "what runs here is nobody's business").toBeNull();
  expect(headers.get("x-powered-by")).toBeNull();
});

test("answers of the API are kept by nobody, and stand in no frame", async () => {
  const gateway = await aGateway();
  for (const path of ["/account", "/charges", "/nowhere"]) {
    const { headers } = await gateway.call("GET", path);
    expect(headers.get("cache-control")).toContain("no-store");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  }
});

test("no page that opened the home page, the reference or the dashboard keeps a hold on its window", async () => {
  const gateway = await aGateway();
  const headers = { accept: "text/html" };
  for (const path of ["/", "/docs", "/dashboard/sign-in"]) {
    const answer = await gateway.call("GET", path, { key: null, headers });
    expect(answer.headers.get("cross-origin-opener-policy"), path).toBe("same-origin");
  }
});

test("browsers are told to stay with https only where the gateway is reached by it", async () => {
  const plain = await aGateway();
  const safe = await aGateway({ environment: { CHAMRA_PUBLIC_URL: "https://pay.example.com" } });
  const header = "strict-transport-security";
  for (const path of ["/", "/account", "/nowhere", "/omise.js"]) {
    expect((await plain.call("GET", path)).headers.get(header)).toBeNull();
    expect((await safe.call("GET", path)).headers.get(header)).toBe("max-age=31536000; includeSubDomains");
  }
});

test.each([
  ["HTTP that is none", "\0\r\n\r\n", "the request is not valid HTTP"],
  ["no host", "GET /account HTTP/1.1\r\n\r\n", "the request has no Host header"],
  [
    "two lengths",
    "POST /charges HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "the request is not valid HTTP",
  ],
])("%s is answered like anything else that is refused", async (_, bytes, message) => {
  const gateway = await aGateway();
  const { answers } = await aClient(Number(new URL(gateway.url).port)).provoke([Buffer.from(bytes)], 1);
  const [answer] = answers as [RawAnswer];
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body.toString())).toEqual({
    object: "error",
    location: "https://www.omise.co/api-errors#bad-request",
    code: "bad_request",
    message,
  });
  for (const name of ["x-content-type-options", "content-security-policy", "cache-control", "x-request-id"])
    expect(headerOf(answer.headers, name), name).toBeTruthy();
});

test("nothing that is sent becomes a header of an answer", async () => {
  const gateway = await aGateway();
  const uri = "https://shop.example/%0d%0aX-Injected:%20yes/\u560d\u560aX-Injected: ไทย";
  const { json } = await kplusCharge(gateway, { return_uri: uri });
  await gateway.call("POST", `/charges/${json.id}/mark_as_paid`);
  const page = await gateway.call("GET", `${new URL(json.authorize_uri).pathname}?waiting`, { key: null });
  expect(page.status).toBe(303);
  expect(page.headers.get("x-injected")).toBeNull();
  expect(page.headers.get("location")).toMatch(/^[\x21-\x7e]+$/);
  for (const bad of ["https://shop.example/\r\nX-Injected: yes", "https://shop.example/\nX-Injected: yes"])
    expect((await kplusCharge(gateway, { return_uri: bad })).status).toBe(400);
});

test("an error does not repeat what could be a card number", async () => {
  const gateway = await aGateway();
  const number = "4242424242424242";
  for (const path of [`/charges/${number}`, `/${number}`, `/charges/${number}/refunds/${number}`, `/x${number}x`]) {
    const { text, status } = await gateway.call("GET", path);
    expect(status).toBe(404);
    expect(text).toContain("••••");
    expect(text).not.toContain(number);
  }
  const charge = { amount: number, currency: number, card: number, source: number, return_uri: number, ip: number };
  const { text, status } = await gateway.call("POST", "/charges", { body: charge });
  expect(status).toBe(400);
  expect(text).not.toContain(number);
});

test.each([
  "490154203237518",
  "chrg_test_000000000000",
  "1546130668394913822",
  "4242424242424241",
  "2026-11-29-000123",
])("the id %s that was not found comes back as it was sent, to nobody but its sender", async (id) => {
  const gateway = await aGateway();
  const { json } = await gateway.call("GET", `/charges/${id}`);
  expect([json.code, json.message]).toEqual(["not_found", `charge ${id} was not found`]);
  const captured = await gateway.call("POST", `/charges/${id}/capture`, { headers: { "Idempotency-Key": "1" } });
  expect(captured.json.message).toBe(`charge ${id} was not found`);

  const seat = await signedIn(gateway, "viewer");
  const { json: page } = await seat.test.get("/requests");
  expect(page.data).toHaveLength(2);
  for (const { id: request } of page.data) {
    const { text } = await seat.test.get(`/requests/${request}`);
    expect(text).toContain("was not found");
    expect(text).not.toContain(id);
  }
});

test("an id of a body is masked where it could be a card number, however it is refused", async () => {
  const gateway = await aGateway();
  const charge = { amount: 100_000, currency: "THB", return_uri: "https://shop.example/" };
  for (const id of ["490154203237518", "4242424242424242", "tokn_test_000000000000"])
    for (const body of [
      { ...charge, card: id },
      { ...charge, source: id },
    ]) {
      const { status, text } = await gateway.call("POST", "/charges", { body });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/\d{12}/);
    }
});

test.each([
  "4242424242424242",
  "4242-4242-4242-4242",
  "chrg_test_4242424242424242",
  "4242424242424242-1",
  "371449635398431",
])("the card number in %s does not come back, though it stands where an id does", async (id) => {
  const { json } = await (await aGateway()).call("GET", `/charges/${id}`);
  expect(json.code).toBe("not_found");
  expect(json.message).toContain("••••");
  expect(json.message.replace(/\D/g, "")).not.toMatch(/\d{5}/);
});

test("an object of another account is answered exactly as a missing one", async () => {
  const [gateway, other] = [await aGateway(), await aGateway()];
  const { json } = await kplusCharge(gateway);
  const mine = await gateway.call("GET", `/charges/${json.id}`, { key: gateway.liveSecretKey });
  const nobodys = await other.call("GET", `/charges/${json.id}`);
  expect(mine.text).toBe(nobodys.text);
  expect(mine.status).toBe(404);
});

test("a name that a stranger led to our address reads nothing that needs no key, two Host headers nothing at all", async () => {
  const gateway = await aGateway();
  const key = keyHeader(gateway.secretKey);
  const pages = ["/", "/demo", "/docs", "/openapi.json", "/kplus", "/dashboard", "/health", "/metrics", "/omise.js"];
  const options = `/pay/options.json?key=${gateway.publicKey}&amount=100000&currency=THB`;
  for (const path of [...pages, options, "/pay.html", "/dashboard/api/me", "/nowhere"])
    for (const headers of [[], ["Authorization: x"], [key]])
      expect(await asked(gateway, `GET ${path} HTTP/1.1`, "Host: evil.example", ...headers), path).toBe(400);
  expect(await asked(gateway, "GET /account HTTP/1.1", "Host: evil.example")).toBe(400);
  expect(await asked(gateway, "GET /account HTTP/1.1", "Host: localhost", "Host: localhost", key)).toBe(400);
  expect(await asked(gateway, "GET /metrics HTTP/1.1", "Host: localhost:4242")).toBe(200);
  expect(await asked(gateway, "GET /metrics HTTP/1.1", "Host: gateway")).toBe(404);
});

test("with a valid key every endpoint is reached under any host name, and without one none", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_METRICS_TOKEN: "a-token-of-the-metrics" } });
  const host = "Host: pay.behind-a-proxy.example";
  const paths = merchantEndpoints.filter(({ method }) => method === "GET").map(({ path }) => path);
  for (const path of [...paths, "/kplus/accounts", "/simulators/misbehaviour", "/3ds/results/none"]) {
    const line = `GET ${path.replace(/:\w+/g, "none")} HTTP/1.1`;
    const keys = [gateway.secretKey, gateway.publicKey];
    const answers = await Promise.all(keys.map((key) => asked(gateway, line, host, keyHeader(key))));
    expect(answers, path).toContainEqual(expect.toBeOneOf([200, 400, 404, 422])); // 400: no currency; 422: a search without a scope
    expect(await asked(gateway, line, host, "Authorization: x"), path).toBe(401);
  }
  expect(await asked(gateway, "GET /integrations HTTP/1.1", host, keyHeader(gateway.secretKey))).toBe(404);
  expect(await asked(gateway, "GET /metrics HTTP/1.1", host, "Authorization: Bearer a-token-of-the-metrics")).toBe(200);
  expect(await asked(gateway, "GET /metrics HTTP/1.1", host, "Authorization: x")).toBe(404);
});

const keyHeader = (key: string): string => `Authorization: Basic ${Buffer.from(`${key}:`).toString("base64")}`;

/** The status of the answer to these header lines. Raw, since HTTP clients do not let a test set Host. */
async function asked({ url }: TestGateway, ...lines: string[]): Promise<number> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
  return Number(/^HTTP\/1\.1 (\d+)/.exec(Buffer.concat(chunks).toString())?.[1]);
}
