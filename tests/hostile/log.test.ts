import { expect, test } from "vitest";
import { aGatewayProcess, testKeys } from "../processes/gateway-process.ts";
import { aClient } from "./raw-client.ts";

const number = "4111111111111111";
const grouped = number.replace(/(.{4})(?=.)/g, "$1 ");
const code = "8391";
const liveKey = "skey_5xuy4w91xqz7d1w9u0t";
const basic = (key: string) => `Authorization: Basic ${Buffer.from(`${key}:`).toString("base64")}`;
const request = (line: string, ...headers: string[]) => `${[line, "Host: a", ...headers].join("\r\n")}\r\n\r\n`;

/** Requests with a card number, security code or keys in every wrong place. */
const requests: readonly string[] = [
  request(`GET /tokens/${number} HTTP/1.1`),
  request(`GET /tokens/${number}/${code} HTTP/1.1`),
  request(`GET /tokens/${encodeURIComponent(grouped)} HTTP/1.1`),
  request(`GET /${number}/${code}/12/2040 HTTP/1.1`),
  request(`GET /x${number}x HTTP/1.1`),
  request(`GET /tokens/%34%31${number.slice(2)} HTTP/1.1`),
  request(`GET /tokens?card[number]=${number}&card[security_code]=${code} HTTP/1.1`, basic(testKeys.publicKey)),
  request(`GET /charges/${testKeys.secretKey} HTTP/1.1`, basic(testKeys.secretKey)),
  request(`GET /charges/${liveKey} HTTP/1.1`, basic(liveKey)),
  request(`GET /pay/options.json?key=${testKeys.publicKey}&amount=${number}&currency=${code} HTTP/1.1`),
  request(`GET http://a/${number}?c=${code} HTTP/1.1`),
  request(
    "GET /account HTTP/1.1",
    `User-Agent: ${number} ${code}`,
    `Referer: https://shop.example/?card=${number}&cvv=${code}`,
  ),
  request(
    "GET /account HTTP/1.1",
    `X-Forwarded-For: ${code}`,
    `Cookie: card=${number}; code=${code}`,
    `Origin: ${number}`,
  ),
  request(
    "GET /account HTTP/1.1",
    `Omise-Version: ${number}`,
    `Accept-Language: ${number}`,
    `Content-Type: ${number}/${code}`,
  ),
  request(
    "POST /charges HTTP/1.1",
    `Idempotency-Key: ${number} ${code}`,
    basic(testKeys.secretKey),
    "Content-Length: 0",
  ),
  request("GET /account HTTP/1.1", `Authorization: Bearer ${liveKey}`),
  request("GET /account HTTP/1.1", `Authorization: ${liveKey} ${number}`),
  request("POST /tokens HTTP/1.1", "Content-Type: multipart/form-data; boundary=x", "Content-Length: 30") +
    `${number} ${code} xxxxxxxxx`,
  request("POST /tokens HTTP/1.1", "Content-Type: application/json", "Content-Length: 40", basic(testKeys.publicKey)) +
    `{"card":{"number":"${number}","cvc":${code}`,
  `${request("POST /tokens HTTP/1.1", "Content-Type: ;", "Content-Length: 21")}${number} ${code}`,
  `${request("POST /tokens HTTP/1.1", "Transfer-Encoding: chunked", basic(testKeys.publicKey))}${number} ${code}\r\n`,
  request("POST /tokens HTTP/1.1", `Content-Length: ${number}`) + code,
  request(`${number} ${code}`),
  request(`GET /account HTTP/1.1`, `${number} ${code}`, `${liveKey}`),
  request("POST /payments/pay2_test_zzzzzzzzzzzzzzzzzzz/authorize HTTP/1.1", "Content-Length: 29") +
    `outcome=${number}&x=${code}`,
  `${request("POST /acs HTTP/1.1", "Content-Length: 21")}creq=${number}`,
];

test("the log, at its most detailed, has no card number, security code or key, wherever in a request it stood", {
  timeout: 60_000,
}, async () => {
  const gateway = await aGatewayProcess({ CHAMRA_DATA: "memory", CHAMRA_LOG_LEVEL: "trace", CHAMRA_TRUST_PROXY: "1" });
  const client = aClient(Number(new URL(gateway.url).port));
  for (const bytes of requests) await client.provoke([Buffer.from(bytes, "latin1")], 1);
  await gateway.stop();
  const lines = gateway.output().split("\n"); // the banner stands between them, and shows the keys of test mode
  const log = lines.filter((line) => line.startsWith("{")).join("\n");
  expect(log.split("\n").length, "it does log").toBeGreaterThan(requests.length / 2);
  const bytes = Buffer.from(number).toJSON().data.join();
  for (const secret of [
    number,
    grouped,
    encodeURIComponent(grouped),
    `%34%31${number.slice(2)}`,
    bytes,
    number.slice(0, 12),
  ])
    expect(log).not.toContain(secret);
  expect(log).not.toMatch(new RegExp(`(?<![\\w.-])${code}(?![\\w.-])`));
  for (const key of [testKeys.secretKey, testKeys.publicKey, liveKey]) {
    expect(log).not.toContain(key);
    expect(log).not.toContain(Buffer.from(`${key}:`).toString("base64"));
  }
});
