import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Meters } from "../observability/meters.ts";
import type { Span, Tracing } from "../observability/tracing.ts";
import type { Endpoint } from "./endpoint.ts";

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
    meters.requests.add(1, request.method, route, status);
    meters.requestSeconds.observe(ms / 1_000, request.method, route);
    const line = { req: request, route, status, ms: Math.round(ms * 10) / 10, account: request.account };
    request.log.info({ ...line, ...callersId(request) }, "answered");
    done();
  });
}

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
