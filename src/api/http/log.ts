import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { kindOfId } from "../../domain/base/id.ts";
import { withoutSecrets } from "../../domain/base/mask.ts";

/** What the log says of a request: never its parameters or headers, since a card number can stand in any of them, and of its path only what cannot be one. */
function requestForLog({ id, method, url, ip }: Pick<FastifyRequest, "id" | "method" | "url" | "ip">) {
  const [path = ""] = url.split("?", 1);
  return { id, method, path: pathForLog(path), ip: isIP(ip) ? ip : "•" }; // a proxy that is trusted may still hand on nonsense
}

/** What the log says of an error. Databases and parsers attach rows and packets to theirs: none of that. */
function errorForLog(error: unknown) {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error)) };
  const { name, message, stack = "", code } = error as Error & { code?: unknown };
  return {
    type: name,
    message: withoutSecrets(message),
    ...(typeof code === "string" && { code }),
    stack: withoutSecrets(stack),
  };
}

/** For the logger: how its parts are written, and a last look at every line, wherever it came from. */
export const logOptions = {
  serializers: { req: requestForLog, err: errorForLog },
  hooks: { streamWrite: withoutSecrets },
};

/** The words of our own paths and the ids of objects are shown; a page's id is not, since it is what lets a payer in. */
export function pathForLog(path: string): string {
  const segments = path.slice(0, pathLengthMax).split("/");
  return segments.map((segment) => (isPlainWord.test(segment) || isObject(segment) ? segment : "•")).join("/");
}

const pathLengthMax = 200;
const isPlainWord = /^[A-Za-z_.-]{0,40}$/;

function isObject(segment: string): boolean {
  const kind = kindOfId(segment);
  return kind !== undefined && !hidden.includes(kind);
}

const hidden: readonly string[] = ["publicKey", "secretKey", "page", "cardPage"];
