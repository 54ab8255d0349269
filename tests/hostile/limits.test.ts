import { connect, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { aGateway } from "../kit/gateway.ts";
import { aListener, aListenerAndServer } from "./listener.ts";

const tooSlow = "the request took too long to arrive";
const quick = { headersMs: 300, requestMs: 600, checkEveryMs: 50 };

/** Each test ends when the gateway closes a connection; if it never does, the test fails by its time limit. */
describe("time", () => {
  test("headers that come byte by byte are cut off", async () => {
    const sender = await aSender(await aListener(quick));
    sender.write("GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    sender.trickle();
    expect(await sender.received()).toMatch(refused(tooSlow));
  });

  test("a body that comes byte by byte is cut off", async () => {
    const sender = await aSender(await aListener(quick));
    sender.write("POST /tokens HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    sender.trickle();
    expect(await sender.received()).toMatch(refused(tooSlow));
  });

  test("the body has a longer time limit than the headers", async () => {
    const port = await aListener({ ...quick, requestMs: 600_000 });
    const sender = await aSender(port);
    sender.write("POST /charges HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\na=");
    const slow = await aSender(port);
    slow.write("POST /charges HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    expect(await slow.received(), "the time for headers is over").toMatch(refused(tooSlow));
    sender.write("1&");
    expect(await sender.received()).toMatch(/^HTTP\/1\.1 401 /);
  });

  test("a connection on which nothing comes is closed", async () => {
    const sender = await aSender(await aListener(quick));
    await sender.received();
    expect(sender.readyState).toBe("closed");
  });

  test("a connection that is kept for more is closed when no more comes", async () => {
    const sender = await aSender(await aListener({ keepAliveMs: 200 }));
    sender.write("GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(await sender.received()).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("a client that does not read its answer is cut off", async () => {
    const { port, server } = await aListenerAndServer({ silentMs: 300 });
    const hungUp = new Promise<void>((resolve) =>
      server.once("connection", (socket: Socket) => socket.once("close", () => resolve())),
    );
    const sender = await aSender(port);
    sender.pause();
    sender.write("GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100));
    await hungUp;
    sender.resume();
    expect((await sender.received()).match(/HTTP\/1\.1 200 /g)?.length).toBeLessThan(100);
  });

  test("two hundred slow senders keep nobody else waiting", async () => {
    const port = await aListener();
    const slow = await Promise.all(Array.from({ length: 200 }, () => aSender(port)));
    for (const sender of slow) sender.write("POST /charges HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    expect((await fetch(`http://127.0.0.1:${port}/openapi.json`)).status).toBe(200);
  });

  test("two hundred slow senders are gone in the end", async () => {
    const port = await aListener({ ...quick, headersMs: 600 });
    const slow = async () => {
      const sender = await aSender(port);
      sender.write("POST /charges HTTP/1.1\r\nHost: a\r\nX-Slow: ");
      return sender.received();
    };
    for (const answer of await Promise.all(Array.from({ length: 200 }, slow))) expect(answer).toMatch(refused(tooSlow));
  });
});

describe("size", () => {
  test("headers up to 16 KiB are read, more are refused", async () => {
    const port = await aListener();
    const ask = async (size: number) => {
      const sender = await aSender(port);
      sender.write(`GET /openapi.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-A: ${"x".repeat(size)}\r\n\r\n`);
      return sender.received();
    };
    expect(await ask(16_000)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ask(17_000)).toMatch(refused("the request headers are too large"));
  });

  test.each(["POST", "GET"])("a %s body of more than 256 KiB is refused, and its connection closed", async (method) => {
    const { url, secretKey } = await aGateway();
    const key = Buffer.from(`${secretKey}:`).toString("base64");
    const sender = await aSender(Number(new URL(url).port));
    sender.write(
      `${method} /charges HTTP/1.1\r\nHost: a\r\nAuthorization: Basic ${key}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    sender.write(`41000\r\n${"a".repeat(0x41000)}\r\n`);
    expect(await sender.received()).toMatch(refused(/the request body is too large \(maximum is 262144 bytes\)/));
  });

  test("connections beyond the most that are kept are not accepted", async () => {
    const port = await aListener({ connections: 2 });
    const kept = await Promise.all([aSender(port), aSender(port)]);
    const third = await aSender(port);
    await third.received();
    kept[0]?.destroy();
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/openapi.json`).catch(() => undefined))?.status)
      .toBe(200);
  });
});

describe("shape", () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  test.each([
    ["lists in a parameter that nobody reads", `{"a":${deep(100_000)}}`],
    ["lists in the metadata", `{"metadata":{"a":${deep(100_000)}}}`],
    ["objects", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`],
    ["a list of 120,000 numbers", `{"amount":150000,"currency":"THB","metadata":{"a":[${"0,".repeat(120_000)}0]}}`],
    ["JSON that is a list", deep(50_000)],
  ])("%s: refused, with an idempotency key too", async (_, body) => {
    const gateway = await aGateway();
    const headers = { "content-type": "application/json" };
    for (const more of [{}, { "Idempotency-Key": "one" }]) {
      const answer = await post(gateway.url, gateway.secretKey, body, { ...headers, ...more });
      expect(answer).toMatchObject({ status: 400, json: { object: "error", code: "bad_request" } });
    }
  });

  test.each([
    ["brackets", `metadata${"[a]".repeat(13)}=1`],
    ["parameters", Array.from({ length: 1_001 }, (_, at) => `a${at}=1`).join("&")],
    ["entries", Array.from({ length: 101 }, () => "a[]=1").join("&")],
  ])("a form with too many %s is refused", async (_, body) => {
    const gateway = await aGateway();
    const answer = await post(gateway.url, gateway.secretKey, body, {});
    expect(answer).toMatchObject({ status: 400, json: { code: "bad_request" } });
  });

  test.each(["/charges/a%00", "/acs/%00", "/3ds/results/%00", "/kplus/pay/%00", "/%00"])(
    "%s is not found, whatever the database",
    async (path) => {
      const gateway = await aGateway({ engine: "postgres" });
      expect(await gateway.call("GET", path)).toMatchObject({ status: 404, json: { code: "not_found" } });
    },
  );

  test("an object that has its own idea of what its text is, is no word and no flag", async () => {
    const gateway = await aGateway();
    const odd = { toString: 1, valueOf: 2, toJSON: 3, length: -1 };
    const json = { amount: odd, currency: odd, capture: odd, authentication: odd, description: odd, source: odd };
    const answer = await gateway.call("POST", "/charges", { json });
    expect(answer).toMatchObject({ status: 400, json: { code: "invalid_charge" } });
    expect(answer.json.message).toContain("capture must be true or false");
  });

  test("names that objects have by themselves are names like any other", async () => {
    const gateway = await aGateway();
    const metadata = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":2}');
    const body = {
      amount: 150000,
      currency: "THB",
      return_uri: "https://shop.example/",
      source: { type: "mobile_banking_kbank" },
      metadata,
    };
    const { json } = await gateway.call("POST", "/charges", { json: body });
    expect(JSON.stringify(json.metadata)).toBe(JSON.stringify(metadata));
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

/** The error object of a request that was cut off; its connection is closed. */
function refused(message: string | RegExp): RegExp {
  const text = typeof message === "string" ? message : message.source;
  return new RegExp(
    `^HTTP/1\\.1 400 [\\s\\S]*connection: close[\\s\\S]*"object": "error"[\\s\\S]*"code": "bad_request"[\\s\\S]*${text}`,
    "i",
  );
}

function post(url: string, key: string, body: string, headers: Record<string, string>) {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return fetch(`${url}/charges`, { method: "POST", body, headers: { ...type, authorization, ...headers } }).then(
    async (response) => ({ status: response.status, json: await response.json() }),
  );
}

type Sender = Socket & {
  /** All received bytes; resolves when the server has closed the connection. */
  received(): Promise<string>;
  /** Sends byte after byte until the connection is closed. */
  trickle(): void;
};

/** A raw connection. */
async function aSender(port: number): Promise<Sender> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect(port, "127.0.0.1", () => resolve(opening));
    opening.once("error", reject);
  });
  onTestFinished(() => void socket.destroy());
  let text = "";
  const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => {}); // bytes that arrived after the server had closed
  socket.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  return Object.assign(socket, {
    received: async () => {
      await gone;
      return text;
    },
    trickle: () => {
      const dripping = setInterval(() => socket.write("x"), 30);
      void gone.then(() => clearInterval(dripping));
    },
  });
}
