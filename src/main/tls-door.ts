import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { createServer } from "node:tls";
import { type Config, Misconfigured, settings } from "../config.ts";
import { authorityFiles, openAuthority, tlsFolder, tlsOptionsOf } from "../proxy/authority.ts";

/** A second door of a gateway, which speaks TLS under the names of the original. */
export type TlsDoor = {
  port: number;
  /** File with the certificate that programs and phones have to trust. */
  authority: string;
  /** Lets nobody in any more; resolves when all have gone, which they do when the gateway stops. */
  close(): Promise<void>;
};

/**
 * Opens a door for machines on which the names of the original lead here, by their DNS or their hosts file: each name is shown a certificate of its own,
 * made by the authority in the data folder. Connections are handed to the gateway's one server, so that whatever is set or counted there holds for them.
 *
 * @throws Misconfigured where nothing is kept: an authority that is another one after each start is of no use to a phone
 */
export async function openTlsDoor(server: HttpServer, { host, tlsPort, folder }: Config): Promise<TlsDoor> {
  if (folder === null)
    throw new Misconfigured([
      `${settings.folder.name}=memory keeps no authority that others could trust: name a folder`,
    ]);
  const authority = openAuthority(tlsFolder(folder), Date.now);
  const door = createServer(tlsOptionsOf(authority), (socket) => server.emit("connection", socket));
  door.on("tlsClientError", (_, socket) => socket.destroy());
  const closed = new Promise<void>((gone) => door.once("close", gone));
  await new Promise<void>((listening, reject) => {
    door.once("error", reject).listen({ host: host === "localhost" ? "127.0.0.1" : host, port: tlsPort }, listening);
  });
  return {
    port: (door.address() as AddressInfo).port, // a TCP server has one
    authority: join(resolve(tlsFolder(folder)), authorityFiles.certificate),
    close: () => {
      door.close();
      return closed;
    },
  };
}
