import { subscribe } from "node:diagnostics_channel";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import { dashboardEndpoints, merchantEndpoints } from "../../src/api/contract.ts";
import { apiDocument } from "../../src/api/document/openapi.ts";
import { newestVersion } from "../../src/api/wire/version.ts";
import { apiVersions } from "../../src/domain/merchant/account.ts";

/** One answer of the API. `route` is the path with parameter names, or undefined if no route matched. */
export type Answered = {
  method: string;
  route: string | undefined;
  status: number;
  contentType: string;
  version: string | undefined;
  text: string;
};

const faults = new WeakMap<FastifyInstance, string[]>();

/** Hooks into every new listener and records its answers, so that the gateway needs no code for tests. */
subscribe("fastify.initialization", (message) => {
  const { fastify: app } = message as { fastify: FastifyInstance }; // as Fastify documents it
  faults.set(app, []);
  app.addHook("onSend", async ({ method, routeOptions }, reply, payload) => {
    const answered = {
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      contentType: String(reply.getHeader("content-type")),
      version: reply.getHeader("omise-version") as string | undefined, // only ever set to a text
      text: typeof payload === "string" ? payload : "",
    };
    faults.get(app)?.push(...faultsOfAnswer(answered));
  });
});

/** Faults of a listener's answers so far, each once. */
export function faultsOf(app: FastifyInstance): string[] {
  return [...new Set(faults.get(app))];
}

/** Fails the test at its end, or at that of several, if any answer of the gateway contradicts the API document. */
export function expectDocumentedAnswers(app: FastifyInstance, atEnd: (act: () => void) => void = onTestFinished): void {
  atEnd(() => {
    const found = faultsOf(app);
    if (found.length > 0) throw new Error(`answers that the API document does not allow:\n${found.join("\n")}`);
  });
}

const addressOf = (method: string, url: string) => `${method} ${url}`;
const addresses = new Map(
  [...dashboardEndpoints, ...merchantEndpoints.map((entry) => ({ ...entry, url: entry.path }))].map((entry) => [
    addressOf(entry.method, entry.url),
    entry,
  ]),
);

/** Faults of an answer by the API document, which does not describe pages and the like. */
export function faultsOfAnswer({ method, route, status, contentType, version, text }: Answered): string[] {
  const documented = route === undefined ? undefined : addresses.get(addressOf(method, route));
  if (status === 200 && documented?.raw?.contentTypes.includes(contentType)) return []; // a file or a stream
  const nowhere = route === undefined && contentType.startsWith("application/json");
  if (!documented && !nowhere) return [];
  const where = `${method} ${route ?? "(no such service)"} → ${status}${version ? ` in ${version}` : ""}`;
  if ((status === 200) !== (version !== undefined)) return [`${where}: success tells its version, and only success`];
  const path = route?.replace(/:(\w+)/g, "{$1}") ?? "";
  const answer = [
    "paths",
    path,
    method.toLowerCase(),
    "responses",
    String(status),
    "content",
    "application/json",
    "schema",
  ];
  const validate = schemaAt(version ?? newestVersion, nowhere ? ["components", "schemas", "error"] : answer);
  if (!validate) return [`${where}: is not documented`];
  const said = parsed(text);
  if (said === undefined) return [`${where}: is not JSON`];
  validate(said);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${where}: ${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}

const ajv = formats.default(new Ajv2020({ strict: false, allErrors: true, validateSchema: false }));
for (const version of apiVersions) ajv.addSchema(apiDocument("http://localhost", version), version);

/** Validators of the document's schemas, compiled on first use. */
function schemaAt(version: string, path: readonly string[]): ValidateFunction | undefined {
  const pointer = path.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  return ajv.getSchema(`${version}#/${pointer}`);
}

/** What the text says; undefined where it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
