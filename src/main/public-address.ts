import type { Config } from "../config.ts";

/** Address at which payers and merchants reach the gateway: from the settings, else localhost with the listener's port. */
export type PublicAddress = {
  /** Base of the links that are given out. */
  url(): string;
  /** Called once, when the gateway listens: port 0 in the settings takes any free port. */
  listensOn(port: number): void;
};

export function publicAddress({ publicUrl, host, port }: Pick<Config, "publicUrl" | "host" | "port">): PublicAddress {
  let heard = port;
  return {
    url: () => publicUrl ?? `http://${nameOf(host)}:${heard}`,
    listensOn: (found) => {
      heard = found;
    },
  };
}

/** Name for a host. A wildcard address cannot be called, so it becomes localhost. */
function nameOf(host: string): string {
  if (host === "0.0.0.0" || host === "::" || host === "127.0.0.1") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
