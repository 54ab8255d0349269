import { networkInterfaces } from "node:os";
import type { Config } from "../config.ts";

/** Address at which payers and merchants reach the gateway: from the settings, else localhost with the listener's port. */
export type PublicAddress = {
  /** Base of the links that are given out. */
  url(): string;
  /** Base of links for other devices of this machine's network; null where they cannot reach it, or where `url` leads them here already. */
  nearbyUrl(): string | null;
  /** Called once, when the gateway listens: port 0 in the settings takes any free port. */
  listensOn(port: number): void;
};

/** @param interfaces the machine's networks, read anew each time: laptops move */
export function publicAddress(
  { publicUrl, host, port }: Pick<Config, "publicUrl" | "host" | "port">,
  interfaces: typeof networkInterfaces = networkInterfaces,
): PublicAddress {
  let heard = port;
  return {
    url: () => publicUrl ?? `http://${nameOf(host)}:${heard}`,
    nearbyUrl: () => {
      if (publicUrl !== null || !isEveryAddress(host)) return null;
      const address = ownAddressIn(interfaces());
      return address === undefined ? null : `http://${address}:${heard}`;
    },
    listensOn: (found) => {
      heard = found;
    },
  };
}

/** Name for a host. A wildcard address cannot be called, so it becomes localhost. */
function nameOf(host: string): string {
  if (isEveryAddress(host) || host === "127.0.0.1") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

const isEveryAddress = (host: string): boolean => host === "0.0.0.0" || host === "::";

/** The first address of a network that other devices are in, rather than one of containers or of a tunnel. */
function ownAddressIn(interfaces: ReturnType<typeof networkInterfaces>): string | undefined {
  const found = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal, address }) => family === "IPv4" && !internal && !address.startsWith("169.254."))
      .map(({ address }) => ({ address, virtual: /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap)/.test(name) })),
  );
  return (found.find((each) => !each.virtual) ?? found[0])?.address;
}
