import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { isGenuine } from "../../examples/shop/webhook.ts";
import { kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

const secret = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";

type Request = { headers: IncomingHttpHeaders; body: Buffer };

/** A shop that answers 200 to what it believes, else 400. */
async function aShop(believes: (request: Request) => boolean): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const believed = believes({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(believed ? 200 : 400).end(believed ? "" : "not ours");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/hooks`;
}

test("the examination says of each endpoint what stands in the way of events", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const examine = async () => (await owner.test.post("/webhook/examine")).json;
  const found = async (uri: string) => {
    await owner.test.post("/webhook", { uri });
    const [{ finding, genuine, forged, replayed }] = (await examine()).endpoints;
    return { finding, genuine, after: [forged, replayed] };
  };
  expect(await examine()).toEqual({
    object: "webhook_examination",
    endpoints: [],
    any_event: false,
    any_given_up: false,
  });

  const untried = [null, null];
  expect(await found("http://localhost:1/hooks")).toMatchObject({
    finding: "unreachable",
    genuine: { status: null, error: "connection refused" },
    after: untried,
  });
  expect(await found(receiver.url.replace("http:", "https:"))).toMatchObject({ finding: "tls", after: untried });
  receiver.answerWith(302);
  expect(await found(receiver.url)).toMatchObject({ finding: "redirect", genuine: { status: 302 }, after: untried });
  receiver.answerWith(404, "no such page");
  expect(await found(receiver.url)).toMatchObject({
    finding: "refused",
    genuine: { status: 404, answer: "no such page" },
    after: untried,
  });
  receiver.answerWith(500, "TypeError: of undefined");
  expect(await found(receiver.url)).toMatchObject({ finding: "failed", after: untried });
  receiver.answerWith(200);
  expect(await found(receiver.url)).toMatchObject({
    finding: "forged_taken",
    after: [{ status: 200 }, { status: 200 }],
  });
});

test("the examination tells whether an endpoint takes what a stranger signed, and a copy of an hour ago", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const now = gateway.now();
  const signedByUs = ({ headers, body }: Request) =>
    isGenuine(body, headers, secret, 1_000 * Number(headers["omise-signature-timestamp"]));
  const signedByUsNow = ({ headers, body }: Request) => isGenuine(body, headers, secret, now);
  const [careful, forgetful] = [await aShop(signedByUsNow), await aShop(signedByUs)];
  await owner.test.post("/webhook", { uri: careful });
  await owner.test.post("/webhook/others", { uri: forgetful, events: ["refund.create"] });
  const { json } = await gateway.call("POST", "/test/webhook/examine");
  expect(json.endpoints).toMatchObject([
    {
      uri: careful,
      from: "account",
      finding: "well",
      genuine: { status: 200, error: null, answer: null },
      forged: { status: 400, answer: "not ours" },
      replayed: { status: 400 },
    },
    { uri: forgetful, from: "others", finding: "replayed_taken", forged: { status: 400 }, replayed: { status: 200 } },
  ]);
  await kplusCharge(gateway);
  expect((await gateway.call("POST", "/test/webhook/examine")).json.any_event).toBe(true);
  expect((await gateway.call("GET", "/events")).json.total, "what was sent is kept nowhere").toBe(1);
});

test("an address that the mode may not send to is named with its faults, and nothing is sent there", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway({ environment: { CHAMRA_WEBHOOK_URL: receiver.url } });
  const owner = await signedIn(gateway, "owner");
  const { json } = await owner.live.post("/webhook/examine");
  expect(json.endpoints, "the endpoint of the server is one of test mode").toEqual([]);
  expect((await owner.test.post("/webhook/examine")).json.endpoints).toMatchObject([
    { uri: receiver.url, from: "server" },
  ]);
  expect((await gateway.call("POST", "/test/webhook/examine", { key: gateway.liveSecretKey })).json).toMatchObject({
    code: "bad_request",
    message: "this is for test accounts only: use a secret test key",
  });
  const viewer = await signedIn(gateway, "viewer");
  expect((await viewer.test.post("/webhook/examine")).status).toBe(403);
});
