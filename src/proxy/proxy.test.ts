import { generateKeyPairSync } from "node:crypto";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { text } from "node:stream/consumers";
import { connect as secureConnect, TLSSocket } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { aProxy, type TestProxy } from "../../tests/exec/proxy.ts";
import { aGateway } from "../../tests/kit/gateway.ts";
import { serverCertificate } from "./certificate.ts";
import { onwardBy } from "./onward.ts";

test("the proxy listens at one address, which only this machine reaches", async () => {
  const { url } = await aProxy(await aGateway());
  const { hostname, port } = new URL(url);
  expect(hostname).toBe("127.0.0.1");
  const outward = Object.values(networkInterfaces()).flatMap((each) => each?.filter(({ internal }) => !internal) ?? []);
  const addresses = [
    "::1",
    "127.0.0.2",
    ...outward.filter(({ family }) => family === "IPv4").map(({ address }) => address),
  ];
  for (const host of addresses)
    expect([host, await outcomeOf(connect({ host, port: Number(port) }))]).not.toEqual([host, "connected"]);
});

test("another host sees its own connection and shows its own certificate", async () => {
  const gateway = await aGateway();
  const proxy = await aProxy(gateway);
  const other = await anotherHost();
  const { answer, certificate } = await throughTunnel(proxy, `localhost:${other.port}`, "example.com");
  expect(certificate).toBe(other.certificate);
  expect(answer).toContain("the other host");
});

test("what is said to a host of the original in a tunnel is answered by the gateway, with the authority's certificate", async () => {
  const proxy = await aProxy(await aGateway());
  const { answer, authorized } = await throughTunnel(proxy, "api.omise.co:443", "api.omise.co", proxy.certificate);
  expect(authorized).toBe(true);
  expect(answer).toContain("system_info");
});

test("requests with a whole address are taken too: http, and https as some clients send it", async () => {
  const gateway = await aGateway();
  const proxy = await aProxy(gateway);
  const other = await aPlainHost();
  expect(await said(proxy, "GET http://api.omise.co/ HTTP/1.1\r\nHost: api.omise.co")).toContain("system_info");
  expect(await said(proxy, "GET https://api.omise.co/ HTTP/1.1\r\nHost: api.omise.co")).toContain("system_info");
  expect(await said(proxy, `GET http://localhost:${other}/ HTTP/1.1\r\nHost: localhost`)).toContain(
    "another plain host",
  );
});

test("a checkout session that is made under the original's host of sessions has its page there", async () => {
  const gateway = await aGateway();
  const proxy = await aProxy(gateway);
  const session = { amount: 150000, currency: "THB", redirect_urls: { complete_url: "https://shop.example/" } };
  const body = JSON.stringify(session);
  const authorization = `Basic ${Buffer.from(`${gateway.secretKey}:`).toString("base64")}`;
  const headers = `Authorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  const ask = (host: string) =>
    said(proxy, `POST http://${host}/api/sessions HTTP/1.1\r\nHost: ${host}\r\n${headers}`, body);
  expect(await ask("checkout-page.omise.co")).toContain('"redirect_url": "https://checkout-page.omise.co/checkout/');
  expect(await ask("api.omise.co")).toContain(`"redirect_url": "${gateway.publicUrl}/checkout/`);
});

test("a POST without a body, as PHP sends it, arrives as one", async () => {
  const gateway = await aGateway();
  const proxy = await aProxy(gateway);
  const charge = await gateway.call("POST", "/charges", {
    body: {
      amount: 150000,
      currency: "THB",
      return_uri: "http://example.com",
      source: { type: "mobile_banking_kbank" },
    },
  });
  const authorization = `Basic ${Buffer.from(`${gateway.secretKey}:`).toString("base64")}`;
  const head = `POST http://api.omise.co/charges/${charge.json.id}/expire HTTP/1.1\r\nHost: api.omise.co\r\nAuthorization: ${authorization}`;
  expect(await said(proxy, head)).toContain('"status": "expired"');
});

test("it serves nobody who comes for something else", async () => {
  const proxy = await aProxy(await aGateway());
  expect(await said(proxy, "GET / HTTP/1.1\r\nHost: evil.example")).toMatch(/^HTTP\/1\.1 400/);
  expect(await said(proxy, "CONNECT : HTTP/1.1\r\nHost: x")).toMatch(/^HTTP\/1\.1 400/);
  const { hostname: host, port } = new URL(proxy.url);
  const direct = secureConnect({ host, port: Number(port), servername: "evil.example", rejectUnauthorized: false });
  expect(await outcomeOf(direct)).not.toBe("connected");
});

test("with no way onward only this machine is reached, and each refused host is told once", async () => {
  const proxy = await aProxy(await aGateway(), null);
  const other = await aPlainHost();
  expect(await said(proxy, "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com")).toMatch(
    /^HTTP\/1\.1 403 [\s\S]*Chamra lets nothing go to example\.com: the command runs with --offline\./,
  );
  expect(await said(proxy, "GET http://example.com/ HTTP/1.1\r\nHost: example.com")).toMatch(/^HTTP\/1\.1 403/);
  expect(await said(proxy, `GET http://localhost:${other}/ HTTP/1.1\r\nHost: localhost`)).toContain(
    "another plain host",
  );
  expect(await said(proxy, "GET http://api.omise.co/ HTTP/1.1\r\nHost: api.omise.co")).toContain("system_info");
  expect(proxy.refused).toEqual(["example.com"]);
});

test("where the environment names a proxy already, other hosts are reached through it, and what it excepts directly", async () => {
  const asked: string[] = [];
  const other = await aPlainHost();
  const upstream = createServer((socket) => {
    socket.once("data", (head) => {
      asked.push(head.toString().split("\r\n\r\n")[0] ?? "");
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const onward = connect({ host: "127.0.0.1", port: other });
      socket.pipe(onward).pipe(socket);
    });
  });
  const port = await listening(upstream);
  const onward = onwardBy({
    https_proxy: `http://shop:secret@127.0.0.1:${port}`,
    NO_PROXY: ".internal,direct.example",
  });
  const proxy = await aProxy(await aGateway(), onward);
  expect(await said(proxy, "GET http://far.example/ HTTP/1.1\r\nHost: far.example")).toContain("another plain host");
  expect(asked).toEqual([
    `CONNECT far.example:80 HTTP/1.1\r\nHost: far.example:80\r\nProxy-Authorization: Basic ${Buffer.from("shop:secret").toString("base64")}`,
  ]);
  expect(await said(proxy, "GET http://gone.internal/ HTTP/1.1\r\nHost: gone.internal")).toMatch(/^HTTP\/1\.1 502/);
  expect(asked).toHaveLength(1);
});

test("a gateway that does not answer is told as such", async () => {
  const gateway = await aGateway();
  const proxy = await aProxy({ ...gateway, publicUrl: "http://127.0.0.1:1" });
  expect(await said(proxy, "GET http://api.omise.co/ HTTP/1.1\r\nHost: api.omise.co")).toMatch(
    /^HTTP\/1\.1 502 [\s\S]*Chamra does not answer at http:\/\/127\.0\.0\.1:1/,
  );
});

/** The answer to a request without a body. */
async function said({ url }: TestProxy, head: string, body = ""): Promise<string> {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ host, port: Number(port) });
  socket.write(`${head}\r\nConnection: close\r\n\r\n${body}`);
  return text(socket);
}

/** Opens a tunnel, shakes hands in it and asks for the first page. */
async function throughTunnel({ url }: TestProxy, to: string, servername: string, ca?: string) {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ host, port: Number(port) });
  socket.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  const secure = secureConnect({ socket, servername, rejectUnauthorized: false, ...(ca && { ca }) });
  await new Promise((resolve, reject) => secure.once("secureConnect", resolve).once("error", reject));
  const certificate = secure.getPeerX509Certificate()?.toString() ?? "";
  secure.write(`GET / HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`);
  return { certificate, authorized: secure.authorized, answer: await text(secure) };
}

/** Host of somebody else, with a certificate that our authority did not make. */
async function anotherHost(): Promise<{ port: number; certificate: string }> {
  const [issuer, server] = [aPair(), aPair()];
  const validity = { from: Date.now() - 1_000, until: Date.now() + 86_400_000 };
  const cert = serverCertificate(
    { name: "Another authority", ...issuer },
    { name: "example.com", ...server },
    validity,
  );
  const key = server.privateKey.export({ type: "pkcs8", format: "pem" });
  const host = createHttpsServer({ key, cert }, (_, response) => response.end("the other host"));
  return { port: await listening(host), certificate: cert };
}

const aPair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

const aPlainHost = (): Promise<number> =>
  listening(createHttpServer((_, response) => response.end("another plain host")));

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port; // a TCP server has one
}

/** What became of a connection. */
function outcomeOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.on("error", ({ code = "broken" }: NodeJS.ErrnoException) => resolve(code));
    socket.on(socket instanceof TLSSocket ? "secureConnect" : "connect", () => {
      resolve("connected");
      socket.destroy();
    });
  });
}
