import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { publicAddress } from "./public-address.ts";

const at = (address: string, patch: Partial<NetworkInterfaceInfo> = {}) =>
  [{ address, family: "IPv4", internal: false, netmask: "", mac: "", cidr: null, ...patch }] as NetworkInterfaceInfo[];

const machine = () => ({
  lo: at("127.0.0.1", { internal: true }),
  docker0: at("172.17.0.1"),
  utun3: at("10.8.0.2"),
  en0: [...at("fe80::1", { family: "IPv6", scopeid: 1 } as Partial<NetworkInterfaceInfo>), ...at("192.168.1.20")],
});

const nearby = (host: string, publicUrl: string | null = null, interfaces: typeof machine = machine) => {
  const address = publicAddress({ host, publicUrl, port: 4242 }, interfaces);
  address.listensOn(5200);
  return address.nearbyUrl();
};

test("other devices of the network are led to this machine's address there, where the gateway listens on every address", () => {
  expect(nearby("0.0.0.0")).toBe("http://192.168.1.20:5200");
  expect(nearby("::")).toBe("http://192.168.1.20:5200");
});

test("nobody is led elsewhere where only this machine comes in, where an address is set, or where there is no network", () => {
  expect(nearby("localhost")).toBeNull();
  expect(nearby("127.0.0.1")).toBeNull();
  expect(nearby("192.168.1.20")).toBeNull();
  expect(nearby("0.0.0.0", "https://pay.example.com")).toBeNull();
  expect(
    publicAddress({ host: "0.0.0.0", publicUrl: null, port: 1 }, () => ({
      lo: at("127.0.0.1", { internal: true }),
    })).nearbyUrl(),
  ).toBeNull();
});

test("an address of containers is taken where there is no other", () => {
  const { docker0 } = machine();
  expect(publicAddress({ host: "0.0.0.0", publicUrl: null, port: 80 }, () => ({ docker0 })).nearbyUrl()).toBe(
    "http://172.17.0.1:80",
  );
});
