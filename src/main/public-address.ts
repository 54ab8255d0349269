import type { Config } from "../config.ts";

/** Where payers and merchants reach the gateway: as the settings say, else at the port that it came to listen on. */
export type PublicAddress = {
  /** Base of the links that are given out. */
  url(): string;
  /** Told once, when the gateway listens: a port of 0 in the settings is any that is free. */
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

/** A wildcard address cannot be called; whoever listens on all is reached at localhost. */
function nameOf(host: string): string {
  if (host === "0.0.0.0" || host === "::" || host === "127.0.0.1") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
