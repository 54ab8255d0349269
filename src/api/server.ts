import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RouteOptions,
} from "fastify";
import { Refusal } from "../domain/base/errors.ts";
import type { Gateway } from "../operations/gateway.ts";
import type { Gatekeeper } from "../operations/merchant/gatekeeper.ts";
import { doorsOf, contract as wholeApi } from "./contract.ts";
import { registerDocs } from "./document/docs-page.ts";
import { apiDocument } from "./document/openapi.ts";
import { answerError, errorText, hintHeader } from "./http/answer-error.ts";
import { bodyMax, textOf } from "./http/body.ts";
import { isOwnHost } from "./http/host.ts";
import { answer } from "./http/key-door.ts";
import { keyedRoute } from "./http/keyed-route.ts";
import { type Limits, standardLimits } from "./http/limits.ts";
import { answerMember, answerVisitor } from "./http/member-door.ts";
import { noSuchService, servicesNotYet } from "./http/not-yet.ts";
import { answerAnybody } from "./http/open-door.ts";
import { type Packed, packed, sendPacked } from "./http/packed.ts";
import type { RateLimits } from "./http/rate-limit.ts";
import { newRequestId } from "./http/request-id.ts";
import { watchSpareConnections } from "./http/spare-connections.ts";
import { withFiles } from "./http/upload.ts";
import type { Endpoint } from "./wire/endpoint.ts";
import { grantableOf } from "./wire/permission.ts";
import { versionOf } from "./wire/version.ts";

/** Parts of a listener beside the gateway. */
export type Listener = {
  logger: FastifyBaseLogger;
  rateLimits: RateLimits;
  /** Proxies that are trusted to tell the caller's address: how many in a row, or which. */
  trustProxy: number | string[] | null;
  limits?: Limits;
  /** Endpoints; by default the whole API. */
  contract?: readonly Endpoint[];
  /** Wraps each entry of the contract. */
  wrap?: (entry: Endpoint) => Endpoint;
  /** Gets the hint beside each error, for a terminal. */
  tellHint?: (line: string) => void;
};

/** The HTTP listener with every endpoint of the contract and its documentation; the caller adds pages. */
export function createServer(
  gateway: Gateway,
  gatekeeper: Gatekeeper,
  {
    logger,
    rateLimits,
    trustProxy,
    limits = standardLimits,
    contract = wholeApi,
    wrap = (entry) => entry,
    tellHint = () => {},
  }: Listener,
): FastifyInstance {
  const doors = doorsOf(contract);
  const grantable = grantableOf(doors.keyed);
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }), // each request is logged once, in http-metrics.ts
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 200 },
    genReqId: newRequestId,
    ...(trustProxy !== null && {
      trustProxy: typeof trustProxy === "number" ? (_address: string, hop: number) => hop < trustProxy : trustProxy,
    }),
    bodyLimit: bodyMax,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      requireHostHeader: false, // refused below, so that this refusal is an error object too
    },
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionTimeout: limits.silentMs,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    frameworkErrors: (_error, request, reply) =>
      answerError(unreadableAddress(), request, reply.headers(standardHeaders(request.id, gateway.publicUrl()))),
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, gateway.publicUrl(), logger),
  });
  app.server.maxConnections = limits.connections;
  const endSpareConnections = watchSpareConnections(app.server);
  app.addHook("preClose", async () => endSpareConnections());
  // An unknown expectation changes nothing: the request is answered as without it.
  app.server.on("checkExpectation", (request, response) => app.server.emit("request", request, response));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, ({ headers }, body, done) =>
    done(null, textOf(body as Buffer, headers)),
  );
  app.addHook("onRequest", (request, reply, done) => {
    keepFirstContentType(request.raw.headers);
    reply.headers(standardHeaders(request.id, gateway.publicUrl()));
    const refusal = refusalAtTheDoor(request, rateLimits, gateway.publicUrl());
    // Not thrown: a page's error handler would treat it as an error of ours.
    if (refusal) answerError(refusal, request, reply);
    else done();
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => answerError(noSuchService(request.method, request.url), request, reply));
  for (const { path, name } of servicesNotYet) {
    app.all(path, keyedRoute, (request, reply) =>
      answerError(noSuchService(request.method, request.url, name), request, reply),
    );
  }
  app.addHook("onSend", async (request, reply) => {
    const hint = reply.getHeader(hintHeader);
    if (typeof hint === "string") tellHint(`${request.method} ${request.url.split("?", 1)[0]}: ${hint}`);
  });

  /** Registers a route; that of an entry which takes a file where bodies are not read before its caller is let in. */
  const route = ({ fileMax }: Endpoint, options: RouteOptions) =>
    fileMax === undefined ? app.route(options) : withFiles(app, (scope) => scope.route(options));
  for (const entry of doors.keyed) {
    const wrapped = { ...entry, run: wrap(entry).run };
    route(entry, {
      ...keyedRoute,
      method: entry.method,
      url: entry.path,
      handler: (request, reply) => answer({ gateway, gatekeeper, rateLimits }, wrapped, request, reply),
    });
  }
  for (const entry of doors.open) {
    const wrapped = wrap(entry);
    app.route({
      method: entry.method,
      url: entry.path,
      handler: (request, reply) => answerAnybody(gateway, wrapped, request, reply),
    });
  }
  for (const entry of doors.dashboard) {
    const answerThem = entry.scope === "visitor" ? answerVisitor : answerMember;
    const wrapped = wrap(entry);
    route(entry, {
      method: entry.method,
      url: entry.url,
      exposeHeadRoute: false, // a stream of events has no HEAD
      handler: (request, reply) => answerThem({ gateway, grantable }, wrapped, request, reply),
    });
  }
  const forBrowsers = doors.keyed.filter(({ auth }) => auth !== "secret");
  for (const [path, entries] of Map.groupBy(forBrowsers, (entry) => entry.path)) {
    const methods = new Set(["GET", "POST", ...entries.map(({ method }) => method), "OPTIONS"]);
    const allowed = [...methods].join(", ");
    app.options(path, ({ headers }, reply) => allowBrowsers(allowed, headers["access-control-request-headers"], reply));
  }
  const documents = new Map<string, Packed>(); // printing one takes 20 ms
  type Asked = { version?: string; include?: string };
  app.get<{ Querystring: Asked }>("/openapi.json", ({ query, headers }, reply) => {
    const version = versionOf(query.version && String(query.version), undefined);
    const scope = query.include === "dashboard" ? "everything" : "merchants";
    const name = `${version} ${scope}`;
    const document =
      documents.get(name) ?? packed(JSON.stringify(apiDocument(gateway.publicUrl(), version, scope, contract)));
    documents.set(name, document);
    return sendPacked(reply.type("application/json; charset=utf-8"), document, headers["accept-encoding"]);
  });
  registerDocs(app, gateway.simulators);
  return app;
}

/** Headers of every answer; pages and files that must allow more, or may be cached, set their own. */
function standardHeaders(requestId: string, publicUrl: string): Record<string, string> {
  return {
    "X-Request-Id": requestId,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    ...(publicUrl.startsWith("https:") && { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" }),
  };
}

const unreadableAddress = (): Refusal => new Refusal("bad_request", "the address of the request cannot be read");

/** Keeps the first content type: a client that sets it twice sends both with a comma between; Rack takes the first too. */
function keepFirstContentType(headers: IncomingHttpHeaders): void {
  const [, first] = /^([^;,"]+),/.exec(headers["content-type"] ?? "") ?? [];
  if (first !== undefined) headers["content-type"] = first;
}

/** Refusal of a request before it is routed. */
function refusalAtTheDoor(
  { raw, headers, ip, url, routeOptions }: FastifyRequest,
  rateLimits: RateLimits,
  publicUrl: string,
): Refusal | undefined {
  if (headers.host === undefined && raw.httpVersion === "1.1")
    return new Refusal("bad_request", "the request has no Host header");
  const named = raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
  if (named.length > 1) return new Refusal("bad_request", "the request has two Host headers"); // RFC 9112, 3.2
  // No page of a stranger can send a key of ours, so a caller with a key may name any host.
  const mayHaveKey = routeOptions.config.takesKeys === true && headers.authorization !== undefined;
  if (headers.host && !mayHaveKey && !isOwnHost(headers.host, publicUrl))
    return new Refusal("bad_request", "this gateway is not known by that host name: CHAMRA_PUBLIC_URL names it");
  const [path = ""] = url.split("?", 1);
  if (path.includes("%00")) return new Refusal("not_found"); // no name of ours contains it, and not every database can look for it
  return rateLimits.refuses(ip);
}

/** Answers what did not become a request: not HTTP, too long, or not complete in time. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket, publicUrl: string, log: FastifyBaseLogger) {
  log.debug({ code: error.code }, "a request could not be read"); // the error itself contains what was sent
  const { _httpMessage: begun } = socket as { _httpMessage?: { headersSent: boolean } | null }; // as Node's own handler asks
  if (error.code === "ECONNRESET" || !socket.writable || begun?.headersSent) {
    socket.destroy();
    return;
  }
  const text = errorText(new Refusal("bad_request", unreadable[error.code ?? ""] ?? "the request is not valid HTTP"));
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    Connection: "close",
    ...standardHeaders(newRequestId(), publicUrl),
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 400 Bad Request\r\n${head.join("")}\r\n${text}`);
  socket.destroySoon();
}

const unreadable: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: "the request took too long to arrive",
  HPE_HEADER_OVERFLOW: "the request headers are too large",
  HPE_INVALID_URL: "the address of the request has characters that must be percent-encoded",
};

/** Answers the preflight of a merchant's page: any page may call, since the public key is what counts. */
function allowBrowsers(methods: string, asked: string | undefined, reply: FastifyReply) {
  return reply
    .headers({
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": methods,
      "Access-Control-Allow-Headers": asked ?? "Authorization, Content-Type, Omise-Version, Idempotency-Key",
      "Access-Control-Max-Age": "86400",
    })
    .code(204)
    .send();
}
