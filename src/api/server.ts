import { randomUUID } from "node:crypto";
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply } from "fastify";
import { Refusal } from "../domain/errors.ts";
import type { Gatekeeper } from "../operations/authenticate.ts";
import type { Gateway } from "../operations/gateway.ts";
import { answer } from "./answer.ts";
import { answerError } from "./answer-error.ts";
import { bodyMax } from "./body.ts";
import { contract } from "./contract.ts";
import { registerDocs } from "./docs-page.ts";
import { apiDocument } from "./openapi.ts";
import { versionOf } from "./version.ts";

/** The HTTP listener with every endpoint of the contract and its documentation; pages are added by whoever starts it. */
export function createServer(gateway: Gateway, gatekeeper: Gatekeeper, logger: FastifyBaseLogger): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 200 },
    genReqId: () => randomUUID(),
    bodyLimit: bodyMax,
    requestTimeout: 30_000,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    frameworkErrors: (_error, request, reply) =>
      answerError(new Refusal("bad_request", "the address of the request cannot be read"), request, reply),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", async (request, reply) => {
    reply.header("X-Request-Id", request.id);
    reply.header("X-Content-Type-Options", "nosniff");
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split("?", 1);
    return answerError(
      new Refusal("service_not_found", `the service ${request.method} ${path} was not found`),
      request,
      reply,
    );
  });

  for (const entry of contract) {
    app.route({
      method: entry.method,
      url: entry.path,
      handler: (request, reply) => answer({ gateway, gatekeeper }, entry, request, reply),
    });
  }
  for (const path of new Set(contract.filter((entry) => entry.auth !== "secret").map((entry) => entry.path))) {
    app.options(path, (request, reply) => allowBrowsers(request.headers["access-control-request-headers"], reply));
  }
  app.get<{ Querystring: { version?: string } }>("/openapi.json", ({ query: { version } }, reply) =>
    reply
      .type("application/json; charset=utf-8")
      .send(apiDocument(gateway.publicUrl(), versionOf(version && String(version), undefined))),
  );
  registerDocs(app);
  return app;
}

/** The preflight of what a merchant's page calls: any page may, since the public key is what counts. */
function allowBrowsers(asked: string | undefined, reply: FastifyReply) {
  return reply
    .headers({
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
      "Access-Control-Allow-Headers": asked ?? "Authorization, Content-Type, Omise-Version, Idempotency-Key",
      "Access-Control-Max-Age": "86400",
    })
    .code(204)
    .send();
}
