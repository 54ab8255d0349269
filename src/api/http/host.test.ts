import { expect, test } from "vitest";
import { isOwnHost, isThisMachine } from "./host.ts";

test.each([
  ["pay.example.com", true],
  ["PAY.example.com:443", true],
  ["localhost:4242", true],
  ["shop.localhost", true],
  ["127.0.0.1:4242", true],
  ["192.168.1.7", true],
  ["[::1]:4242", true],
  ["gateway:4242", true],
  ["chamra.default.svc.cluster.local", true],
  ["host.docker.internal:4242", true],
  ["cdn.omise.co", true],
  ["cdn.omise.co.evil.example", false],
  ["evil.example", false],
  ["evil.example.", false],
  ["pay.example.com.evil.example", false],
  ["127.0.0.1.evil.example", false],
])("the host %s is ours or nobody's: %s", (host, own) => {
  expect(isOwnHost(host, "https://pay.example.com/base")).toBe(own);
});

test("only names and addresses of this machine count as this machine", () => {
  const hosts = [
    "localhost:4242",
    "127.0.0.1",
    "[::1]:1",
    "evil.example",
    "10.0.0.1",
    "localhost.evil.example",
    undefined,
  ];
  expect(hosts.map(isThisMachine)).toEqual([true, true, true, false, false, false, false]);
});
