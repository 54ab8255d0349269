import type { FastifyRequest } from "fastify";

/** Long enough to be a card number, whatever stands around it. */
const cardNumberLike = /\d(?:[ +-]|%20)?(?:\d(?:[ +-]|%20)?){10,17}\d/g;

/** What the log says of a request: never its parameters, since a card number can stand in any of them, nor anything in the path that looks like one. */
export function requestForLog({ id, method, url, ip }: Pick<FastifyRequest, "id" | "method" | "url" | "ip">) {
  const [path = ""] = url.split("?", 1);
  return { id, method, path: path.replace(cardNumberLike, "••••"), ip };
}
