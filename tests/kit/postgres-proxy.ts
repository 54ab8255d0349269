import { type AddressInfo, connect, createServer } from "node:net";
import { onTestFinished } from "vitest";

/** A proxy between a gateway and its PostgreSQL that counts round trips: each ends with a Sync or is a simple Query. */
export type PostgresProxy = { url: string; roundTrips(): number };

const sync = "S".charCodeAt(0);
const simpleQuery = "Q".charCodeAt(0);

export async function aPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  let count = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const read = frameReader((type) => {
      if (type === sync || type === simpleQuery) count += 1;
    });
    client.on("data", read);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  const proxied = new URL(databaseUrl);
  proxied.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: proxied.href, roundTrips: () => count };
}

/** Splits a client's stream into messages: after the start-up message, which has no type, each has a type byte and a length. */
function frameReader(onMessage: (type: number) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const header = started ? 1 : 0;
      if (rest.length < header + 4) return;
      const length = header + rest.readUInt32BE(header);
      if (rest.length < length) return;
      if (started) onMessage(rest.readUInt8(0));
      started = true;
      rest = rest.subarray(length);
    }
  };
}
