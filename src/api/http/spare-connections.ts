import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Connections that browsers open in reserve and say nothing on. Node.js counts them as busy, so a listener that closes would wait for them until they time out.
 *
 * @returns ends those there are
 */
export function watchSpareConnections(server: Server): () => void {
  const spare = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    spare.add(socket);
    socket.once("close", () => spare.delete(socket));
  });
  server.on("request", ({ socket }) => spare.delete(socket));
  return () => {
    for (const socket of spare) socket.destroy();
  };
}
