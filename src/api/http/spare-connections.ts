import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Watches connections that browsers open in reserve without sending anything. Node.js counts them as busy, so closing would wait for their timeout.
 *
 * @returns a function that ends the present ones
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
