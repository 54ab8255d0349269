import { generateKeyPairSync, sign } from "node:crypto";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { isPublicAddress } from "./address.ts";
import { createOutbound, type Lookup, type Outbound, vettedLookup } from "./outbound.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe("in test mode", () => {
  test("the body arrives byte for byte with the caller's headers and our name", async () => {
    const seen: { method?: string; url?: string; headers: Record<string, unknown>; body: string }[] = [];
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
      seen.push({ ...pick(request), headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.end("thanks");
    });
    const body = '{\n  "object": "event",\n  "note": "ชำระ"\n}';
    const outcome = await outbound().post({
      url: `${url}/hooks?shop=1`,
      body,
      headers: { "content-type": "application/json", "omise-signature": "ab" },
      livemode: false,
    });
    expect(outcome).toEqual({ status: 200, error: null, answer: null, latencyMs: expect.any(Number) });
    expect(seen).toEqual([
      {
        method: "POST",
        url: "/hooks?shop=1",
        body,
        headers: expect.objectContaining({
          "content-type": "application/json",
          "omise-signature": "ab",
          "user-agent": "Chamra/9.9.9",
          "content-length": String(Buffer.byteLength(body)),
        }),
      },
    ]);
  });

  test.each([204, 404, 500, 503])("a %d is an outcome, not an error", async (status) => {
    const url = await serve((_request, response) => response.writeHead(status).end());
    expect(await post(url)).toMatchObject({ status, error: null });
  });

  test("a refusal's body is kept as its answer, up to 500 characters", async () => {
    const said = `Error: ที่อยู่ไม่มีในระบบ 😀${"\n    at shop.ts".repeat(50)}`;
    const url = await serve((_request, response) => response.writeHead(500).end(`  ${said}\n`));
    const { answer } = await post(url);
    expect(answer).toBe(said.slice(0, 500));
  });

  test.each([404, 500])("a %d that says nothing has no answer", async (status) => {
    const url = await serve((_request, response) => response.writeHead(status).end("\n"));
    expect(await post(url)).toMatchObject({ status, answer: null });
  });

  test("an answer contains nothing that looks like a card number or a key, wherever it was cut", async () => {
    const url = await serve((request, response) => {
      const { length } = request.url ?? "";
      response
        .writeHead(422)
        .write("a card 4242 4242 4242 4242, a key skey_test_5xyz, ".concat("-".repeat(440 + length)));
      response.end("5555555555554444 and on");
    });
    for (let length = 0; length < 20; length += 1) {
      const { answer } = await post(`${url}/${"x".repeat(length)}`);
      expect(answer).toMatch(/^a card ••••, a key skey_••••, -+/);
      expect(answer).not.toMatch(/\d{5}/);
    }
  });

  test("a card number cut by the time limit is left out completely", async () => {
    const url = await serve((_request, response) => response.writeHead(500).write("no charge by 4242 4242 42"));
    expect(await post(url, { timeoutMs: 200 })).toMatchObject({ status: 500, answer: "no charge by" });
  });

  test("a refusal that never ends is cut at the time limit, and its received part is its answer", async () => {
    const url = await serve((_request, response) => response.writeHead(500).write("database is away"));
    const outcome = await post(url, { timeoutMs: 200 });
    expect(outcome).toMatchObject({ status: 500, error: null, answer: "database is away" });
  });

  test("a refusal without end is cut at the size limit, and its beginning is its answer", async () => {
    let bytesWritten = 0;
    const url = await serve((_request, response) => {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(64 * 1024))) bytesWritten += 64 * 1024;
      };
      response.on("drain", more);
      more();
    });
    expect(await post(url)).toMatchObject({ status: 500, error: null, answer: "x".repeat(500) });
    expect(bytesWritten).toBeLessThan(64 * 1024 * 1024);
  });

  test("a refusal that breaks off keeps its received part as its answer", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(503, { "content-length": 1000 });
      response.write("going down", () => response.socket?.end()); // the end comes after the text
    });
    expect(await post(url)).toMatchObject({ status: 503, error: null, answer: "going down" });
  });

  test("a binary answer becomes text that every database accepts", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const url = await serve((_request, response) => response.writeHead(500).end(Buffer.concat([bytes, bytes])));
    const { answer } = await post(url);
    expect(answer).toContain("ABCDEFG");
    expect(answer).not.toMatch(/[^\P{Cc}\n\t]/u);
    expect(answer?.isWellFormed()).toBe(true);
  });

  test("a redirect is an outcome and is not followed", async () => {
    const visits: string[] = [];
    const url = await serve((request, response) => {
      visits.push(request.url ?? "");
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await post(`${url}/hooks`)).toMatchObject({ status: 302, error: null });
    expect(visits).toEqual(["/hooks"]);
  });

  test("an endless body is cut off and its status counts", async () => {
    let bytesWritten = 0;
    const url = await serve((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) bytesWritten += 64 * 1024;
      };
      response.on("drain", more);
      more();
    });
    expect(await post(url)).toMatchObject({ status: 200, error: null });
    expect(bytesWritten).toBeLessThan(64 * 1024 * 1024);
  });

  test("a body that never ends is cut at the time limit, and its status counts", async () => {
    const url = await serve((_request, response) => response.writeHead(200).write("a"));
    expect(await post(url, { timeoutMs: 50 })).toMatchObject({ status: 200, error: null });
  });

  test("a body that breaks off does not change its status", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(201, { "content-length": 1000 });
      response.write("a", () => response.destroy());
    });
    expect(await post(url)).toMatchObject({ status: 201, error: null });
  });

  test("a server that never answers is given up at the time limit", async () => {
    const url = await serve(() => undefined);
    const outcome = await post(url, { timeoutMs: 50 });
    expect(outcome).toMatchObject({ status: null, error: "no answer within 0.05 s" });
  });

  test("a look-up that never answers is given up at the time limit", async () => {
    const silent: Lookup = () => new Promise(() => undefined);
    const outcome = await post("http://shop.example/", { timeoutMs: 50, by: outbound(silent) });
    expect(outcome).toMatchObject({ status: null, error: "no answer within 0.05 s" });
  });

  test("a refused connection gives a sentence", async () => {
    const server = createTcpServer();
    const url = await listen(server);
    await new Promise((done) => server.close(done));
    expect(await post(url)).toMatchObject({ status: null, error: "connection refused" });
  });

  test("a connection closed before the answer gives a sentence", async () => {
    const url = await listen(createTcpServer((socket) => socket.once("data", () => socket.destroy())));
    expect(await post(url)).toMatchObject({ status: null, error: "connection closed before an answer came" });
  });

  test("an answer that is not HTTP gives a sentence", async () => {
    const url = await listen(createTcpServer((socket) => socket.once("data", () => socket.end("hello\r\n\r\n"))));
    const error = "the answer is not HTTP: an endpoint that speaks TLS needs https://";
    expect(await post(url)).toMatchObject({ status: null, error });
  });

  test.each<[string, Server, string]>([
    ["speaks HTTP and no TLS", createHttpServer(), noTls],
    ["speaks something else", createTcpServer((socket) => socket.on("error", () => {}).write("SSH-2.0-x\r\n")), noTls],
    [
      "hangs up on TLS",
      createTcpServer((socket) => socket.once("data", () => socket.destroy())),
      "connection closed before an answer came",
    ],
    ["has no certificate", createTlsServer({}), "the TLS connection could not be made"],
    ["has a certificate of its own making", createTlsServer(selfSigned()), "certificate is self-signed"],
    [
      "speaks old TLS",
      createTlsServer({ ...selfSigned(), minVersion: "TLSv1", maxVersion: "TLSv1.1" }),
      "the endpoint speaks only TLS that is older than 1.2",
    ],
  ])("an https endpoint that %s is told of in a sentence", async (_, server, error) => {
    server.on("tlsClientError", () => {});
    const url = await listen(server);
    expect(await post(url.replace("http:", "https:"))).toMatchObject({ status: null, error });
  });

  test("an unknown name gives a sentence", async () => {
    const unknown: Lookup = async () => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND shop.example"), { code: "ENOTFOUND" });
    };
    const outcome = await post("http://shop.example/", { by: outbound(unknown) });
    expect(outcome).toMatchObject({ status: null, error: "host name not found" });
  });

  test("names are looked up by us and may lead to this machine", async () => {
    const url = await serve((_request, response) => response.end());
    const named = url.replace("127.0.0.1", "shop.example");
    expect(await post(named, { by: outbound(answering("127.0.0.1")) })).toMatchObject({ status: 200 });
  });

  test.each(["nonsense", "ftp://shop.example/", "http://me:secret@127.0.0.1/"])("%s is not sent", async (url) => {
    expect(await post(url)).toMatchObject({ status: null, error: expect.stringMatching(/^not sent: address must /) });
  });

  test("a header that cannot be sent is an error, not an exception", async () => {
    const url = await serve((_request, response) => response.end());
    expect(await post(url, { headers: { "x-note": "a\r\nb" } })).toMatchObject({ status: null });
  });
});

describe("in live mode", () => {
  test.each([
    "https://127.0.0.1:1/",
    "https://0x7f.1:1/",
    "https://[::1]:1/",
    "https://[::ffff:10.0.0.1]:1/",
    "https://[64:ff9b::a00:1]:1/",
    "https://169.254.169.254/",
    "http://shop.example/",
  ])("%s is not sent, and nothing is looked up", async (url) => {
    const never: Lookup = () => Promise.reject(new Error("looked up"));
    const outcome = await post(url, { livemode: true, by: outbound(never) });
    expect(outcome).toMatchObject({ status: null, error: expect.stringMatching(/^not sent: address must be /) });
  });

  test("a name that leads to this machine gets no connection, though test mode has one open to the same place", async () => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections += 1;
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
      closing.push(() => socket.destroy());
    });
    const url = (await listen(server)).replace("127.0.0.1", "shop.example");
    const by = outbound(answering("127.0.0.1"));
    expect(await post(url, { by })).toMatchObject({ status: 200 });
    expect(await post(url.replace("http:", "https:"), { livemode: true, by })).toMatchObject({
      status: null,
      error: "not sent: shop.example does not lead to the public internet",
    });
    expect(connections).toBe(1);
  });

  test("a name is judged anew for each connection, so one that turns private is refused", async () => {
    const answers = [["8.8.8.8"], ["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], []];
    const lookup = vettedLookup(async () => addresses(answers.shift() ?? []), isPublicAddress);
    const resolve = () =>
      new Promise((done) => lookup("shop.example", { all: true }, (error, found) => done(error?.message ?? found)));
    const refused = "not sent: shop.example does not lead to the public internet";
    expect(await resolve()).toEqual([{ address: "8.8.8.8", family: 4 }]);
    expect(await resolve()).toBe(refused);
    expect(await resolve()).toBe(refused);
    expect(await resolve()).toBe("shop.example has no address");
  });
});

test("closing waits for requests under way", async () => {
  let answer = () => {};
  const asked = Promise.withResolvers<void>();
  const url = await serve((_request, response) => {
    answer = () => response.end();
    asked.resolve();
  });
  const by = createOutbound({ version: "9.9.9" });
  const outcome = post(url, { by });
  await asked.promise;
  const closed = by.close();
  answer();
  expect(await outcome).toMatchObject({ status: 200 });
  await closed;
  expect(await post(url, { by })).toMatchObject({ status: null });
});

const noTls = "the endpoint does not speak TLS on this port: name its https port, or use http:// in test mode";

/** A self-signed key and certificate, as small as X.509 allows. */
function selfSigned(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const ed25519 = der(0x30, der(0x06, Buffer.from("2b6570", "hex")));
  const commonName = der(0x30, der(0x06, Buffer.from("550403", "hex")), der(0x0c, Buffer.from("shop.example")));
  const name = der(0x30, der(0x31, commonName));
  const years = der(0x30, der(0x17, Buffer.from("250101000000Z")), der(0x17, Buffer.from("491231235959Z")));
  const spki = publicKey.export({ type: "spki", format: "der" });
  const told = der(0x30, der(0x02, Buffer.from([1])), ed25519, name, years, name, spki);
  const signature = der(0x03, Buffer.from([0]), sign(null, told, privateKey));
  const cert = der(0x30, told, ed25519, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
  };
}

/** An element of ASN.1. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  return Buffer.concat([Buffer.from(length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]), content]);
}

function outbound(lookup?: Lookup): Outbound {
  const made = createOutbound({ version: "9.9.9", ...(lookup && { lookup }) });
  closing.push(() => made.close());
  return made;
}

function post(
  url: string,
  {
    by = outbound(),
    livemode = false,
    ...rest
  }: { by?: Outbound; livemode?: boolean; timeoutMs?: number; headers?: Record<string, string> } = {},
) {
  return by.post({ url, body: "{}", headers: {}, livemode, ...rest });
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener);
  closing.push(() => server.closeAllConnections());
  return listen(server);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no string address
}

function answering(...found: string[]): Lookup {
  return async () => addresses(found);
}

function addresses(found: string[]) {
  return found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
}

function pick({ method, url }: { method?: string | undefined; url?: string | undefined }) {
  return { ...(method && { method }), ...(url && { url }) };
}

test("where private networks are closed to test mode, neither a number nor a name leads into them", async () => {
  const url = await serve((_request, response) => response.end());
  const shut = createOutbound({
    version: "9.9.9",
    testReach: "public",
    lookup: async () => [{ address: "127.0.0.1", family: 4 }],
  });
  closing.push(() => shut.close());
  const sent = (to: string) => shut.post({ url: to, body: "{}", headers: {}, livemode: false });
  expect((await sent(url)).error).toContain("must be reachable from the public internet");
  expect((await sent(url.replace("127.0.0.1", "shop.example"))).error).toContain(
    "does not lead to the public internet",
  );
});
