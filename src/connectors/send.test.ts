import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSend } from "./send.ts";
import { NotTaken } from "./upstream.ts";

async function aServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
}

function aSend() {
  const { send, close } = createSend("0.0.0");
  onTestFinished(close);
  return (url: string) => send({ method: "GET", url }).catch((error: unknown) => error);
}

describe("a request to an upstream", () => {
  test("follows no redirect, to this machine or elsewhere", async () => {
    let reached = 0;
    const inner = await aServer((_request, response) => {
      reached += 1;
      response.end("secret");
    });
    const outer = await aServer((_request, response) => response.writeHead(302, { location: inner }).end("moved"));
    expect(await aSend()(outer)).toMatchObject({ status: 302, body: "moved" });
    expect(reached).toBe(0);
  });

  test("reads no answer without an end, and does not say that it was not taken", async () => {
    const endless = await aServer((_request, response) => {
      const part = Buffer.alloc(64 * 1_024, "x");
      const more = () => {
        while (response.write(part));
        response.once("drain", more);
      };
      more();
    });
    const error = await aSend()(endless);
    expect(error).not.toBeInstanceOf(NotTaken);
    expect(String(error)).toContain("an answer of more than 4194304 bytes");
  });

  test("was not taken where nobody listens or the name is nobody's, and is not known where the connection breaks", async () => {
    const torn = await aServer((request) => request.socket.resetAndDestroy());
    const send = aSend();
    expect(await send("http://127.0.0.1:1/")).toBeInstanceOf(NotTaken);
    expect(await send("http://upstream.invalid/")).toBeInstanceOf(NotTaken);
    expect(await send("http://localhost:1/")).toBeInstanceOf(NotTaken);
    expect(await send(torn)).not.toBeInstanceOf(NotTaken);
  });
});
