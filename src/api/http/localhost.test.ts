import { connect, createServer, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { text } from "node:stream/consumers";
import fastify from "fastify";
import { describe, expect, onTestFinished, test } from "vitest";
import { aGateway } from "../../../tests/kit/gateway.ts";
import { listenOnLocalhost } from "./localhost.ts";

const hasIPv6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === "::1"));

const request = "GET /health HTTP/1.1\r\nHost: localhost\r\n";

async function connected(port: number, host: string): Promise<Socket> {
  const socket = connect(port, host);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return socket;
}

describe.skipIf(!hasIPv6)("localhost by IPv6", () => {
  test.each(["127.0.0.1", "[::1]", "localhost"])("%s is answered, on one port", async (host) => {
    const gateway = await aGateway();
    const { port } = new URL(gateway.publicUrl);
    expect(gateway.publicUrl).toBe(`http://localhost:${port}`);
    const answer = await fetch(`http://${host}:${port}/charges`, {
      headers: { authorization: `Basic ${Buffer.from(`${gateway.secretKey}:`).toString("base64")}` },
    });
    expect(answer.status).toBe(200);
  });

  test("a gateway with an address in its settings listens on that alone", async () => {
    const gateway = await aGateway({ environment: { CHAMRA_HOST: "127.0.0.1" } });
    await expect(connected(Number(new URL(gateway.url).port), "::1")).rejects.toThrow("ECONNREFUSED");
  });

  test("the caller's address is its own", async () => {
    const gateway = await aGateway();
    const body = "amount=150000&currency=THB&return_uri=http://a.example&source[type]=mobile_banking_kbank";
    const answer = await fetch(`http://[::1]:${new URL(gateway.url).port}/charges`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${Buffer.from(`${gateway.secretKey}:`).toString("base64")}`,
      },
    });
    expect(await answer.json()).toMatchObject({ source: { ip: "::1" } });
  });

  test("an unreadable request is refused there too", async () => {
    const gateway = await aGateway();
    const socket = await connected(Number(new URL(gateway.url).port), "::1");
    socket.write("nonsense\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [\s\S]*"the request is not valid HTTP"/);
  });

  test("a request under way there is answered before closing, which idle and silent connections do not delay", async () => {
    const gateway = await aGateway();
    const port = Number(new URL(gateway.url).port);
    const [silent, idle, busy] = [
      await connected(port, "::1"),
      await connected(port, "::1"),
      await connected(port, "::1"),
    ];
    await new Promise<void>((resolve) => {
      idle.once("data", () => resolve());
      idle.write(`${request}\r\n`);
    });
    const answered = text(busy);
    busy.write("POST /charges HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\na");
    await fetch(`${gateway.url}/health`); // earlier requests have arrived by now
    const closed = gateway.close();
    const gone = [silent, idle].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    await Promise.all(gone);
    busy.write("=");
    expect(await answered).toMatch(/^HTTP\/1\.1 401 /);
    await closed;
    await expect(connected(port, "::1")).rejects.toThrow("ECONNREFUSED");
  });

  test("connections beyond the limit are not accepted there either", async () => {
    const app = fastify();
    app.server.maxConnections = 1;
    onTestFinished(() => app.close());
    const { url } = await listenOnLocalhost(app, 0);
    const port = Number(new URL(url).port);
    const [first, second] = [await connected(port, "::1"), await connected(port, "::1")];
    await new Promise((resolve) => second.once("close", resolve));
    expect(first.destroyed).toBe(false);
    first.destroy();
  });

  test("a port that another program has there is refused", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "::1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const app = fastify();
    await expect(listenOnLocalhost(app, port)).rejects.toMatchObject({ code: "EADDRINUSE", syscall: "listen" });
    await app.close();
  });
});

test("a machine without IPv6 is reached at 127.0.0.1", async () => {
  const app = fastify().get("/", () => "here");
  const { url, left } = await listenOnLocalhost(app, 0, "2001:db8::1"); // an address that no machine has, as ::1 is on a machine without IPv6
  expect(await (await fetch(url)).text()).toBe("here");
  await app.close();
  await left;
});
