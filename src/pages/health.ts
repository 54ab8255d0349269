import type { FastifyInstance } from "fastify";
import type { Gateway } from "../operations/gateway.ts";

/** Time limit for the database's answer, after which it counts as away. */
const answersWithinMs = 2_000;

/** GET /health: whether this process can take payments right now, for load balancers and people. */
export function registerHealth(app: FastifyInstance, gateway: Gateway): void {
  let stopping = false;
  app.addHook("preClose", async () => {
    stopping = true;
  });

  // Requests at the same time share one answer, so the database is asked once at a time.
  let asking: Promise<string | null> | null = null;
  const problem = async (): Promise<string | null> => {
    if (stopping) return "the gateway is shutting down";
    asking ??= databaseProblem(gateway).finally(() => {
      asking = null;
    });
    return asking;
  };

  app.get("/health", async (_request, reply) => {
    const found = await problem();
    reply.header("Cache-Control", "no-store");
    return found === null
      ? reply.send({ status: "ok" })
      : reply.code(503).send({ status: "unavailable", problem: found });
  });
}

/** A problem of the database in general words; the exact reason is in the log of the work that fails, since it may name hosts and people. */
async function databaseProblem(gateway: Gateway): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(
      resolve,
      answersWithinMs,
      `the database did not answer within ${answersWithinMs / 1_000} seconds`,
    );
  });
  const answered = gateway.store.ping().then(
    () => null,
    () => "the database cannot be reached",
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
