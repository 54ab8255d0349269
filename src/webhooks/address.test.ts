import { describe, expect, test } from "vitest";
import { checkEndpoint, isPublicAddress, isWithinReach } from "./address.ts";

describe("only ordinary addresses of the public internet count as public", () => {
  test.each(["8.8.8.8", "1.1.1.1", "203.0.114.1", "2606:4700::1111", "2404:6800:4001::200e"])("%s is", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ["this machine", "127.0.0.1"],
    ["this machine", "127.255.255.254"],
    ["this machine", "::1"],
    ["private", "10.0.0.1"],
    ["private", "172.16.0.1"],
    ["private", "192.168.1.1"],
    ["unique local", "fd00::1"],
    ["carrier-grade NAT", "100.64.0.1"],
    ["link-local, cloud metadata", "169.254.169.254"],
    ["link-local", "fe80::1"],
    ["link-local with a zone", "fe80::1%eth0"],
    ["site-local", "fec0::1"],
    ["multicast", "224.0.0.1"],
    ["multicast", "ff02::1"],
    ["broadcast", "255.255.255.255"],
    ["unspecified", "0.0.0.0"],
    ["unspecified", "::"],
    ["reserved", "240.0.0.1"],
    ["documentation", "192.0.2.1"],
    ["documentation", "2001:db8::1"],
    ["benchmarking", "198.18.0.1"],
    ["IPv4-mapped", "::ffff:127.0.0.1"],
    ["IPv4-mapped public", "::ffff:8.8.8.8"],
    ["IPv4-compatible", "::7f00:1"],
    ["6to4", "2002:7f00:1::"],
    ["NAT64", "64:ff9b::7f00:1"],
    ["local NAT64", "64:ff9b:1::1"],
    ["Teredo", "2001::1"],
    ["not given out", "4000::1"],
    ["no address", "shop.example"],
    ["no address", ""],
  ])("%s (%s) is not", (_kind, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("an endpoint", () => {
  test.each([
    "https://shop.example/hooks?a=1",
    "https://shop.example:8443/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
  ])("%s is fine in both modes", (url) => {
    expect(checkEndpoint(url, true)).toEqual([]);
    expect(checkEndpoint(url, false)).toEqual([]);
  });

  test.each([
    "http://localhost:3000/hooks",
    "http://127.0.0.1/",
    "http://192.168.1.7/",
    "http://[::1]:80/",
    "http://web/",
  ])("%s is for test mode only", (url) => {
    expect(checkEndpoint(url, false)).toEqual([]);
    expect(checkEndpoint(url, true)).not.toEqual([]);
  });

  test.each([
    "https://localhost/",
    "https://api.localhost./",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://017700000001/",
    "https://127.0.0.1./",
    "https://[::ffff:127.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
  ])("%s is refused in live mode however it is written", (url) => {
    expect(checkEndpoint(url, true)).toEqual(["must be reachable from the public internet in live mode"]);
  });

  test.each([
    ["", "must be an absolute http or https address"],
    ["/hooks", "must be an absolute http or https address"],
    ["shop.example/hooks", "must be an absolute http or https address"],
    ["https:shop.example", "must be an absolute http or https address"],
    ["https://", "must be an absolute http or https address"],
    ["https://256.1.1.1/", "must be an absolute http or https address"],
    ["ftp://shop.example/", "must be an absolute http or https address"],
    ["javascript:alert(1)", "must be an absolute http or https address"],
    ["https://shop.example/a\nb", "must not contain white space"],
    [" https://shop.example/", "must not contain white space"],
    ["https://me:secret@shop.example/", "must not contain a user name or password"],
    [`https://shop.example/${"a".repeat(2_000)}`, "must be at most 2000 characters long"],
  ])("%j: %s", (url, fault) => {
    expect(checkEndpoint(url, false)).toEqual([fault]);
    expect(checkEndpoint(url, true)).toEqual([fault]);
  });

  test("all faults are returned at once", () => {
    expect(checkEndpoint("http://me@localhost/", true)).toEqual([
      "must not contain a user name or password",
      "must be https in live mode",
      "must be reachable from the public internet in live mode",
    ]);
  });
});

test.each(["127.0.0.1", "10.1.2.3", "::1", "fd12::1", "192.168.1.7"])(
  "test mode reaches %s only where private networks are open to it",
  (address) => {
    const host = address.includes(":") ? `[${address}]` : address;
    expect([isWithinReach(address, "private"), isWithinReach(address, "public")]).toEqual([true, false]);
    expect(checkEndpoint(`http://${host}/`, false, "private")).toEqual([]);
    expect(checkEndpoint(`http://${host}/`, false, "public")).toEqual([
      expect.stringContaining("CHAMRA_TEST_WEBHOOKS"),
    ]);
  },
);

test.each([
  "169.254.169.254",
  "::ffff:169.254.169.254",
  "fe80::1",
  "fd00:ec2::254",
  "64:ff9b::a9fe:a9fe",
  "2002:a9fe:a9fe::1",
])("test mode never reaches %s, where clouds keep the secrets of a machine", (address) => {
  const host = address.includes(":") ? `[${address}]` : address;
  expect(isWithinReach(address, "private")).toBe(false);
  expect(checkEndpoint(`http://${host}/latest/meta-data`, false)).toHaveLength(1);
});
