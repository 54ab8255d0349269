import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../../domain/base/errors.ts";
import { parseBody, readBody, readBytes } from "./body.ts";
import { beside, partsOf } from "./multipart.ts";

/** Upper bound of uploads that are read at once in this process, since each is held in memory. */
const uploadsMax = 16;

let underWay = 0;

/**
 * Registers routes that take files. Their bodies are read when the caller was let in, not before: nobody without a key or a session makes the gateway
 * hold ten megabytes.
 */
export function withFiles(app: FastifyInstance, register: (scope: FastifyInstance) => void): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null, undefined));
    register(scope);
  });
}

/**
 * The parameters of a request that may carry a file in the field `file`.
 *
 * @throws Refusal `bad_request`, also for a file above `fileMax` bytes; `too_many_requests` while others upload
 */
export async function parametersWithFile(
  { headers, raw }: FastifyRequest,
  fileMax: number,
): Promise<Record<string, unknown>> {
  const contentType = headers["content-type"];
  if (!/^\s*multipart\/form-data/i.test(contentType ?? "")) {
    const text = await readBody(raw);
    if (text instanceof Refusal) throw text;
    return parseBody(contentType, text);
  }
  if (!/^\s*(identity)?\s*$/i.test(headers["content-encoding"] ?? ""))
    throw new Refusal("bad_request", "Content-Encoding is not supported: send the request body uncompressed");
  const tooLarge = () => new Refusal("bad_request", `file is too large (maximum is ${fileMax} bytes)`);
  const most = fileMax + beside;
  if (Number(headers["content-length"]) > most) throw tooLarge();
  if (underWay >= uploadsMax) throw new Refusal("too_many_requests", "too many files are being uploaded, please retry");
  underWay += 1;
  try {
    const { form, file } = partsOf(contentType ?? "", await readBytes(raw, most, tooLarge), "file");
    return { ...parseBody("application/x-www-form-urlencoded", form), ...(file && { file }) };
  } finally {
    underWay -= 1;
  }
}
