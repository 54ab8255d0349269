import { expect, test } from "vitest";
import { type Answer, aGateway } from "../kit/gateway.ts";

const proxied = (address: string) => ({ "X-Forwarded-For": address });
const behindProxy = { CHAMRA_TRUST_PROXY: "1" };

test("a live key that asks too often is told to wait, and may go on after that", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_RATE_LIMIT: "5" } });
  const ask = () => gateway.call("GET", "/balance", { key: gateway.liveSecretKey });
  const answers = await times(25, ask);
  expect(countOf(answers)).toEqual({ 200: 20, 429: 5 });
  expect(answers.at(-1)).toMatchObject({
    status: 429,
    json: { object: "error", code: "too_many_requests", message: "too many requests" },
  });
  expect(answers.at(-1)?.headers.get("retry-after")).toBe("1");
  await gateway.advance(1_000);
  expect(countOf(await times(8, ask))).toEqual({ 200: 5, 429: 3 });
});

test("keys are counted apart", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_RATE_LIMIT: "1" } });
  await times(6, () => gateway.call("GET", "/balance", { key: gateway.liveSecretKey }));
  expect((await gateway.call("GET", "/capability", { key: gateway.livePublicKey })).status).toBe(200);
});

test("a flood of one network with the shop's public key is refused there, and the payers' own calls go on", async () => {
  const gateway = await aGateway({ environment: { ...behindProxy, CHAMRA_RATE_LIMIT: "50" } });
  const look = (address: string) =>
    gateway.call("GET", "/sources/x", { key: gateway.livePublicKey, headers: proxied(address) });
  expect(countOf(await times(100, () => look("8.8.8.8")))).toEqual({ 404: 8, 429: 92 });
  const payers = await times(40, (at) => look(`8.8.4.${at}`));
  expect(countOf(payers)).toEqual({ 404: 40 });
});

test("the payment form's question is counted by its public key, as the API's are", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_RATE_LIMIT: "5" } });
  const path = `/pay/options.json?key=${gateway.livePublicKey}&amount=100000&currency=THB`;
  expect(countOf(await times(25, () => gateway.call("GET", path, { key: null })))).toEqual({ 200: 20, 429: 5 });
  const capability = await gateway.call("GET", "/capability", { key: gateway.livePublicKey });
  expect(capability.status, "one count for both").toBe(429);
});

test("networks that use a public key up together are shed before those that ask for little", async () => {
  const gateway = await aGateway({ environment: { ...behindProxy, CHAMRA_RATE_LIMIT: "50" } });
  const look = (address: string) =>
    gateway.call("GET", "/sources/x", { key: gateway.livePublicKey, headers: proxied(address) });
  const flood = await times(40 * 8, (at) => look(`9.9.9.${at % 40}`));
  expect(countOf(flood), "the key has 200 at once").toMatchObject({ 429: expect.any(Number) });
  expect(countOf(await times(40, (at) => look(`9.9.9.${at}`))), "who has had their share").toEqual({ 429: 40 });
  expect(countOf(await times(40, (at) => look(`8.8.4.${at}`))), "who has not").toEqual({ 404: 40 });
});

test("the vault is ten times stricter with a key, and a hundred times with a network of it", async () => {
  const environment = { ...behindProxy, CHAMRA_RATE_LIMIT: "100", CHAMRA_LIVE_CARDS: "here" };
  const gateway = await aGateway({ environment });
  const tokenize = (address: string) =>
    gateway.call("POST", "/tokens", { body: { card: {} }, key: gateway.livePublicKey, headers: proxied(address) });
  expect(countOf(await times(10, () => tokenize("8.8.8.8")))).toEqual({ 400: 4, 429: 6 });
  const elsewhere = await times(120, (at) => tokenize(`8.8.4.${at}`));
  expect(countOf(elsewhere), "the key has 40 at once, and as many in reserve").toEqual({ 400: 76, 429: 44 });
});

test("test keys are not counted, unless a setting says so", async () => {
  const free = await aGateway();
  expect(countOf(await times(2_500, () => free.call("GET", "/account")))).toEqual({ 200: 2_500 });
  const counted = await aGateway({ environment: { CHAMRA_RATE_LIMIT_TEST: "5" } });
  expect(countOf(await times(25, () => counted.call("GET", "/account")))).toEqual({ 200: 20, 429: 5 });
});

test("keys that fail too often from one address are not even looked up, while those that work go on working", async () => {
  const gateway = await aGateway({ environment: behindProxy });
  const from = (address: string, key: string | null) =>
    gateway.call("GET", "/account", { key, headers: proxied(address) });
  expect((await from("8.8.8.8", gateway.secretKey)).status).toBe(200);
  const guesses = await times(210, (at) => from("8.8.8.8", `skey_test_${at}`));
  expect(countOf(guesses)).toEqual({ 401: 200, 429: 10 });
  expect((await from("8.8.8.8", gateway.secretKey)).status, "a key that worked before").toBe(200);
  expect((await from("8.8.8.8", null)).status, "no key").toBe(429);
  expect((await from("8.8.4.4", "skey_test_0")).status, "elsewhere").toBe(401);
  await gateway.advance(1_000);
  expect((await from("8.8.8.8", "skey_test_0")).status, "a second later").toBe(401);
});

test("guesses of one address do not lock out a key that comes from it for the first time elsewhere", async () => {
  const gateway = await aGateway({ environment: behindProxy });
  await times(201, (at) => gateway.call("GET", "/account", { key: `skey_${at}`, headers: proxied("8.8.8.8") }));
  expect((await gateway.call("GET", "/account", { headers: proxied("8.8.4.4") })).status).toBe(200);
});

test("pages and files are counted by address too", async () => {
  const gateway = await aGateway({ environment: { ...behindProxy, CHAMRA_RATE_LIMIT: "2" } });
  const look = () => gateway.call("GET", "/payments/pay2_test_zzzzzzzzzzzzzzzzzzz/authorize", page);
  const page = { key: null, headers: proxied("8.8.8.8") };
  expect(countOf(await times(10, look))).toEqual({ 404: 8, 429: 2 });
});

test("off is off", async () => {
  const gateway = await aGateway({ environment: { ...behindProxy, CHAMRA_RATE_LIMIT: "off" } });
  const answers = await times(300, () =>
    gateway.call("GET", "/account", { key: "skey_no", headers: proxied("8.8.8.8") }),
  );
  expect(countOf(answers)).toEqual({ 401: 300 });
});

test.each([
  ["is not believed without the setting", {}, "8.8.8.8", 401],
  ["is believed of a proxy that is named", { CHAMRA_TRUST_PROXY: "127.0.0.0/8" }, "8.8.8.8", 429],
  ["is not believed of a proxy that is not", { CHAMRA_TRUST_PROXY: "10.0.0.0/8" }, "8.8.8.8", 401],
  ["counts from the end: what a caller puts before is not believed", behindProxy, "8.8.4.4, 8.8.8.8", 429],
])("X-Forwarded-For %s", async (_, environment, forwarded, expected) => {
  const gateway = await aGateway({ environment: { ...environment, CHAMRA_RATE_LIMIT: "1" } });
  const ask = (headers: Record<string, string>) => gateway.call("GET", "/account", { key: "skey_no", headers });
  await times(4, () => ask(proxied("8.8.8.8")));
  expect((await ask(proxied(forwarded))).status).toBe(expected);
});

async function times(count: number, ask: (at: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < count; at += 1) answers.push(await ask(at));
  return answers;
}

function countOf(answers: readonly Answer[]): Record<number, number> {
  return Object.fromEntries(
    [...Map.groupBy(answers, ({ status }) => status)].map(([status, of]) => [status, of.length]),
  );
}
