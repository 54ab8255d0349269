import { expect, test } from "vitest";
import { fullAddress } from "./full-address.ts";

test.each([
  ["shop.example/hooks", "https://shop.example/hooks"],
  ["  shop.example:8443/hooks ", "https://shop.example:8443/hooks"],
  ["localhost:3000/webhooks", "http://localhost:3000/webhooks"],
  ["shop.localhost:3000", "http://shop.localhost:3000"],
  ["192.168.1.7:3000/a.b", "http://192.168.1.7:3000/a.b"],
  ["[::1]:3000", "http://[::1]:3000"],
  ["merchant/hooks", "http://merchant/hooks"],
  ["http://shop.example", "http://shop.example"],
  ["HTTPS://shop.example", "HTTPS://shop.example"],
  ["ftp://shop.example", "ftp://shop.example"],
  ["/hooks", "/hooks"],
  ["", ""],
])("%s means %s in test mode", (typed, meant) => {
  expect(fullAddress(typed, "test")).toBe(meant);
});

test("live mode sends by https only, so that is what an address without a scheme means there", () => {
  expect(fullAddress("localhost:3000", "live")).toBe("https://localhost:3000");
});
