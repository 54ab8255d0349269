import type { FastifyInstance, FastifyReply } from "fastify";
import { type AReq, type Erro, messageVersion } from "../../connectors/three-ds/wire.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { type KeyDoor, testAccountOf } from "../test-key.ts";
import { troubleOf } from "../trouble.ts";

/**
 * The simulated directory server as JSON over HTTP, for people who test a 3DS Server of their own, with a secret test key. It knows the
 * transactions of that key's account, those of its charges too, and gives faulty answers if told to. A real one posts the RReq to
 * `threeDSServerURL`; here it is fetched.
 */
export function registerDirectory(app: FastifyInstance, { simulation: { directory } }: Gateway, door: KeyDoor): void {
  app.register(async (endpoints) => {
    endpoints.setErrorHandler((error, request, reply) => {
      if (error instanceof Refusal) throw error; // a refused key is answered as everywhere
      if (troubleOf(error) === 400)
        return say(reply, 200, erro("101", "the message cannot be read", "the whole message"));
      request.log.error({ err: error }, "the simulated directory server did not answer");
      return say(reply, 504, erro("403", "there was no answer in time", request.routeOptions.url ?? ""));
    });

    endpoints.post("/3ds/areq", door.keyedRoute, async (request, reply) => {
      const { id } = await testAccountOf(door, request);
      const message = parse(request.body);
      if (message === undefined)
        return say(reply, 200, erro("101", "the message is no JSON object", "the whole message"));
      return say(reply, 200, await directory.areq(message as AReq, id)); // the directory server checks the message
    });

    endpoints.get<{ Params: { id: string } }>("/3ds/results/:id", door.keyedRoute, async (request, reply) => {
      const { id } = request.params;
      const account = await testAccountOf(door, request);
      const results = await directory.results(id, account.id);
      if (results === undefined) return say(reply, 404, erro("403", "the cardholder is still being asked", id));
      return say(reply, isErro(results) ? 404 : 200, results);
    });
  });
}

/** Sends an answer; the nonsense of a faulty bank is sent as it is. */
function say(reply: FastifyReply, status: number, message: unknown): FastifyReply {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  return reply.code(status).header("Cache-Control", "no-store").type("application/json; charset=utf-8").send(text);
}

/** Code 101: message received is not valid; 403: transient system failure. Source: EMV 3-D Secure 2.2.0, table A.4. */
function erro(errorCode: string, errorDescription: string, errorDetail: string): Erro {
  return { messageType: "Erro", messageVersion, errorCode, errorComponent: "D", errorDescription, errorDetail };
}

const isErro = (message: unknown): boolean =>
  typeof message === "object" && message !== null && "messageType" in message && message.messageType === "Erro";

function parse(body: unknown): object | undefined {
  try {
    const message: unknown = JSON.parse(typeof body === "string" ? body : "");
    return message instanceof Object ? message : undefined;
  } catch {
    return undefined;
  }
}
