import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import { kindOfId } from "../../domain/base/id.ts";
import { withoutSecrets } from "../../domain/base/mask.ts";

/** A request for the log: without parameters and headers, since a card number can be in any of them, and with only the safe parts of its path. */
function requestForLog({ id, method, url, ip }: Pick<FastifyRequest, "id" | "method" | "url" | "ip">) {
  const [path = ""] = url.split("?", 1);
  return { id, method, path: pathForLog(path), ip: isIP(ip) ? ip : "•" }; // even a trusted proxy may send nonsense
}

/** An error for the log, without rows and packets that databases and parsers attach. */
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

/** Options of the logger: how parts are written, and a last filter on every line. */
export const logOptions = {
  serializers: { req: requestForLog, err: errorForLog },
  hooks: { streamWrite: withoutSecrets },
};

/** A path with the words of our own paths and the ids of objects; without the ids of pages and links, since they let a payer in. */
export function pathForLog(path: string): string {
  const segments = path.slice(0, pathLengthMax).split("/");
  return segments.map((segment) => (isOurs(segment) || isIdForLog(segment) ? segment : "•")).join("/");
}

/** Whether a segment is a word of a path; the code of a link, 19 capitals, may happen to have no digit. */
const isOurs = (segment: string): boolean => isPlainWord.test(segment) && !/^[A-Z]{19}$/i.test(segment);

const pathLengthMax = 200;
const isPlainWord = /^[A-Za-z_.-]{0,40}$/;

/** Whether a text is the id of an object that may stand in logs. */
export function isIdForLog(text: string): boolean {
  const kind = kindOfId(text);
  return kind !== undefined && !hidden.includes(kind);
}

const hidden: readonly string[] = ["publicKey", "secretKey", "page", "cardPage", "link", "checkoutSession"];
