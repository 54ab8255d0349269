import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../domain/base/errors.ts";
import type { Gateway } from "../operations/gateway.ts";
import { takeNotification } from "../operations/payment/notification.ts";

type Route = { Params: { bank: string; token: string } };

/** Address for banks' notifications: /upstream/:bank/:token, by GET or POST. An unknown token is answered as an unknown address. */
export function registerUpstream(app: FastifyInstance, gateway: Gateway): void {
  const take = async (request: FastifyRequest<Route>, reply: FastifyReply) => {
    const { headers, query, body, params } = request;
    const text = typeof body === "string" ? body : "";
    const answer = await takeNotification(gateway, params.bank, params.token, { headers, query, body: text });
    if (answer === undefined) throw new Refusal("not_found");
    return reply.header("Cache-Control", "no-store").send(answer);
  };
  app.get<Route>("/upstream/:bank/:token", take);
  app.post<Route>("/upstream/:bank/:token", take);
}
