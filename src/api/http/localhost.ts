import type { Server as HttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { FastifyInstance } from "fastify";

/** Address of a listener, and a promise for the end of all connections of its second door; closing the listener waits for the others. */
export type Listening = { url: string; left: Promise<void> };

/** Upper bound of ports tried: a free port of one family may be taken in the other. */
const triesMax = 20;

/**
 * Listens on both addresses that `localhost` can mean. On many machines ::1 comes first, and clients that try only the first (Node.js 17 to 19
 * among them) would not reach us at 127.0.0.1. On a machine without IPv6, 127.0.0.1 is all.
 *
 * Fastify would make a second HTTP server without our limits and watches. Here the second door only takes connections and hands them to the one
 * server, so that whatever is set or counted there holds for both families.
 *
 * @param port 0 takes a free one, the same for both
 * @throws the error of `listen` if either port is taken: half of the callers would reach another program, with their keys
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

/** Opens a door; null where the machine has no such address. */
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
