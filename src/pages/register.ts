import type { FastifyInstance } from "fastify";
import type { Gateway } from "../operations/gateway.ts";

/** What people see. */
export function registerPages(app: FastifyInstance, gateway: Gateway): void {
  app.get("/health", async (_request, reply) => {
    await gateway.store.ping();
    return reply.send({ status: "ok" });
  });
}
