import type { Server as HttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { FastifyInstance } from "fastify";

/** Where a gateway listens, and when nobody who came in by the second door is left; closing the listener waits for all others. */
export type Listening = { url: string; left: Promise<void> };

/** A free port of one family may be taken in the other: so often another one is tried. */
const triesMax = 20;

/**
 * Listens on both addresses that `localhost` can mean. It is ::1 first on many machines, and clients that try only the first (Node.js 17 to 19
 * among them) found nobody there. Where this machine has no IPv6, 127.0.0.1 is all.
 *
 * Fastify would make a second HTTP server without our limits and watches. Here the second door only takes connections and hands them to the one
 * server, so that whatever is set or counted there holds for both families.
 *
 * @param port 0 takes a free one, the same for both
 * @throws the error of `listen` where the port is taken on either: half of the callers would reach another program, with their keys
 */
export async function listenOnLocalhost(app: FastifyInstance, port: number, second = "::1"): Promise<Listening> {
  let door: Server | null = null;
  const left = Promise.withResolvers<void>();
  app.addHook("preClose", async () => {
    if (door) door.close(() => left.resolve());
    else left.resolve();
  });
  await app.ready(); // the second door opens first, since only it can be opened again on another port
  for (let tries = 1; ; tries += 1) {
    door = await openDoor(app.server, second, port);
    try {
      const url = await app.listen({ host: "127.0.0.1", port: door ? (door.address() as AddressInfo).port : port });
      return { url, left: left.promise };
    } catch (error) {
      door?.close();
      if (port !== 0 || !isTaken(error) || tries === triesMax) throw error;
    }
  }
}

/** Null where the machine has no such address. */
async function openDoor(server: HttpServer, host: string, port: number): Promise<Server | null> {
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit("connection", socket)); // as Node.js sets its own up
  door.maxConnections = server.maxConnections;
  try {
    await new Promise<void>((resolve, reject) => {
      door.once("error", reject).listen({ host, port }, resolve);
    });
    return door;
  } catch (error) {
    if (absent.includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

const absent = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "EADDRINUSE";
