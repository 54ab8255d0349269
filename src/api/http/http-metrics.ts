import type { FastifyInstance, FastifyRequest } from "fastify";
import { withoutSecrets } from "../../domain/base/mask.ts";
import type { Meters } from "../../observability/meters.ts";
import type { Span, Tracing } from "../../observability/tracing.ts";
import { merchantEndpoints } from "../contract.ts";
import type { Endpoint } from "../wire/endpoint.ts";
import { pathForLog } from "./log.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whose key was let in, once one was. */
    account: string | null;
  }
}

/** Counts every request and writes one line of log about it, once it is answered. */
export function observeRequests(app: FastifyInstance, meters: Meters): void {
  app.decorateRequest("account", null);
  app.addHook("onResponse", (request, reply, done) => {
    const route = routeOf(request);
    const { statusCode: status, elapsedTime: ms } = reply;
    meters.requests.inc({ method: request.method, route, status });
    meters.requestSeconds.observe({ method: request.method, route }, ms / 1_000);
    const line = { req: request, route, status, ms: Math.round(ms * 10) / 10, account: request.account };
    request.log.info({ ...line, ...callersId(request) }, "answered");
    done();
  });
}

const merchantPaths: ReadonlySet<string> = new Set(merchantEndpoints.map(({ path }) => path));

/**
 * Prints one line about each request of a merchant's program, for the terminal in which somebody develops: whether anything arrives, and why it was
 * refused. What is in it is what the log may have: no parameter, header or key.
 */
export function tellRequests(app: FastifyInstance, print: (line: string) => void): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { method, url, refusal } = request;
    const [path = ""] = url.split("?", 1);
    if (merchantPaths.has(routeOf(request)) || (refusal !== undefined && !path.startsWith("/dashboard"))) {
      const facts = [method, pathForLog(path), reply.statusCode, `${Math.round(reply.elapsedTime)} ms`];
      print(printable([...facts, ...(refusal === undefined ? [] : [` ${refusal}`])].join(" ")));
    }
    done();
  });
}

/** A refusal repeats what came in, which may be what a terminal obeys. */
const printable = (line: string): string => withoutSecrets(line).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "•");

/** Makes each request a span that goes on with its caller's trace. */
export function traceRequests(app: FastifyInstance, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook("onRequest", (request, _reply, done) => {
    const traceparent = request.headers.traceparent;
    const span = tracing.begin(
      `${request.method} ${routeOf(request)}`,
      Array.isArray(traceparent) ? undefined : traceparent,
    );
    if (span) spans.set(request, span);
    done();
  });
  // Not earlier: reading the body would lead out of the span again.
  app.addHook("preHandler", (request, _reply, done) => {
    const span = spans.get(request);
    if (span) tracing.inside(span, done);
    else done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const span = spans.get(request);
    if (span) {
      const { statusCode: status } = reply;
      const facts = {
        "http.request.method": request.method,
        "http.route": routeOf(request),
        "http.response.status_code": status,
        "chamra.request_id": request.id,
        "chamra.account": request.account,
      };
      tracing.end(span, facts, status >= 500 ? String(status) : null);
    }
    done();
  });
}

/** The endpoint, its work a step by the name of its summary. */
export function tracedEndpoint(entry: Endpoint, tracing: Tracing): Endpoint {
  return { ...entry, run: (context) => tracing.step(entry.summary, "internal", {}, () => entry.run(context)) };
}

/** The pattern, never the path: there are few of them, and no id stands in one. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? "none";

/** What a proxy calls the request is only told beside our own id: two requests may come with the same, and ours must find one. */
function callersId({ headers }: FastifyRequest): { callersRequestId?: string } {
  const id = headers["x-request-id"];
  return typeof id === "string" && /^[\w.:-]{1,64}$/.test(id) ? { callersRequestId: id } : {};
}
