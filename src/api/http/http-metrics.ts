import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Meters } from "../../observability/meters.ts";
import { type Paint, plain, printable } from "../../observability/terminal.ts";
import type { Span, Tracing } from "../../observability/tracing.ts";
import { merchantEndpoints } from "../contract.ts";
import type { Endpoint } from "../wire/endpoint.ts";
import { pathForLog } from "./log.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Account of the key, once it was let in. */
    account: string | null;
  }
}

/** Counts every request and logs one line about it, when it is answered. */
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

/** Posts of pages that are no payer's: the demo shop's, and what banks send. */
const notOfPayers = /^\/(dashboard|demo|upstream)(\/|$)/;

/**
 * Prints one line about each request of a merchant's program and each act of a payer, for a developer's terminal: whether it arrived, and why it was
 * refused. Like the log, a line contains no parameter, header or key.
 */
export function tellRequests(app: FastifyInstance, print: (line: string) => void, paint: Paint = plain): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { method, url, refusal } = request;
    const { statusCode: status, elapsedTime: ms } = reply;
    const [path = ""] = url.split("?", 1);
    const ofProgram = merchantPaths.has(routeOf(request)) || (refusal !== undefined && !path.startsWith("/dashboard"));
    const ofPayer = !ofProgram && method === "POST" && !notOfPayers.test(path);
    if (ofProgram || ofPayer) {
      const asked = `${ofPayer ? "payer " : ""}${method} ${printable(pathForLog(path))}`;
      const why = refusal === undefined ? "" : `  ${printable(refusal)}`;
      print(`${asked} ${paint(status, String(status))} ${Math.round(ms)} ms${why}`);
    }
    done();
  });
}

/** Makes each request a span that continues its caller's trace. */
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
  // Not earlier: reading the body would leave the span again.
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

/** Wraps an endpoint so that its work is a span with its summary as name. */
export function tracedEndpoint(entry: Endpoint, tracing: Tracing): Endpoint {
  return { ...entry, run: (context) => tracing.step(entry.summary, "internal", {}, () => entry.run(context)) };
}

/** The route's pattern, never the path: patterns are few and contain no ids. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? "none";

/** A proxy's id of the request, logged beside our own: two requests may come with the same one, and ours must be unique. */
function callersId({ headers }: FastifyRequest): { callersRequestId?: string } {
  const id = headers["x-request-id"];
  return typeof id === "string" && /^[\w.:-]{1,64}$/.test(id) ? { callersRequestId: id } : {};
}
