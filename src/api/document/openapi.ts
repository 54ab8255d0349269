import { type ErrorCode, errorCatalogue } from "../../domain/base/errors.ts";
import { type EventKey, eventKeys } from "../../domain/event/event.ts";
import { type ApiVersion, apiVersions } from "../../domain/merchant/account.ts";
import { type Doors, doorsOf, contract as wholeApi } from "../contract.ts";
import type { Auth, Endpoint } from "../wire/endpoint.ts";
import { newestVersion } from "../wire/version.ts";
import { answerSchemas, type JsonSchema, parameterSchema, schemaRef } from "./openapi-schemas.ts";

/** Refusals that any endpoint can give. */
const anywhere = [
  "bad_request",
  "authentication_failure",
  "too_many_requests",
  "internal_error",
  "service_unavailable",
] as const satisfies readonly ErrorCode[];

const about = `A payment gateway that speaks the Omise REST API, so that client libraries made for it work unchanged but for the host.
Chamra is independent software: it is neither made nor endorsed by Omise or Opn Payments.

**Authentication** is HTTP Basic: the user name is your key, the password is empty. Public keys (\`pkey_\`) make tokens and sources
and may be used in browsers and apps; secret keys (\`skey_\`) do the rest and stay on your server. Keys with \`_test_\` open test mode,
where no money moves; test and live share no objects. A secret key can be restricted to reading or changing some resources; anything else
answers it with 403 \`insufficient_permissions\`.

**Amounts** are whole numbers of the currency's smallest unit (satang), **times** are UTC. Parameters are read as a form
(\`source[type]=mobile_banking_kbank\`) or as JSON. Success is always 200. An error is an object too: \`{"object": "error", "code", "message"}\`.`;

/** Operations in a document: those for merchants, or also those for the dashboard's own pages. */
export type Scope = "merchants" | "everything";

/** Prints the contract as the API document, OpenAPI 3.1, of one version. That takes some 20 ms. */
export function apiDocument(
  publicUrl: string,
  version: ApiVersion = newestVersion,
  scope: Scope = "everything",
  contract: readonly Endpoint[] = wholeApi,
): object {
  return { ...documentOf(contract, version, scope), servers: [{ url: publicUrl }] };
}

function documentOf(contract: readonly Endpoint[], version: ApiVersion, scope: Scope): JsonSchema {
  const { keyed, open, dashboard } = doorsOf(contract);
  const ofDashboard = scope === "everything" ? dashboard : [];
  const ofAll = [...keyed, ...open];
  const paths: Record<string, JsonSchema> = {};
  const bodies: Record<string, JsonSchema> = {};
  const webhooks = Object.fromEntries(
    Object.entries(eventKeys).map(([key, { when }]) => [key, { post: webhook(key as EventKey, when) }]),
  );
  const add = (url: string, entry: Endpoint, described: JsonSchema) => {
    const path = url.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [entry.method.toLowerCase()]: described };
    if (entry.body) bodies[bodyName(entry)] = parameterSchema(entry.body);
  };
  for (const entry of ofAll) add(entry.path, entry, operation(entry));
  for (const entry of ofDashboard) add(entry.url, entry, dashboardOperation(entry));
  return {
    openapi: "3.1.1",
    info: {
      title: "Chamra API",
      version,
      description: about,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [],
    tags: [...new Set([...ofAll.map(({ tag }) => tag), ...ofDashboard.map(dashboardTag)])].map((name) => ({
      name,
    })),
    paths,
    webhooks,
    components: {
      schemas: namedIn({ paths, webhooks }, { ...answerSchemas(contract, version), ...bodies }),
      parameters: requestHeaders(version),
      headers: answerHeaders,
      securitySchemes: {
        publicKey: { type: "http", scheme: "basic", description: "`pkey_…` as the user name, no password." },
        secretKey: { type: "http", scheme: "basic", description: "`skey_…` as the user name, no password." },
        ...(scope === "everything" && { session }),
      },
    },
  };
}

/** Schemas that `root` refers to, directly or through others, in the order of `schemas`. */
function namedIn(root: object, schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const named = new Set<string>();
  const follow = (part: object) => {
    for (const [, name = ""] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (named.has(name)) continue;
      named.add(name);
      follow(schemas[name] ?? {});
    }
  };
  follow(root);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => named.has(name)));
}

const session: JsonSchema = {
  type: "apiKey",
  in: "cookie",
  name: "chamra_session",
  description:
    "A member who has signed in to the dashboard. Over https its name is `__Host-chamra_session`. Whatever is not GET also takes the header `X-Chamra-Dashboard: 1`.",
};

/** Name for client generators: "Create a charge" is `createCharge`. */
export function operationId({ summary }: Endpoint): string {
  const [verb = "", ...rest] = summary.toLowerCase().match(/\w+/g) ?? [];
  const words = rest.filter((word) => !["a", "an", "the"].includes(word));
  return verb + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

const keysFor: Record<Auth, JsonSchema[]> = {
  secret: [{ secretKey: [] }],
  public: [{ publicKey: [] }],
  either: [{ publicKey: [] }, { secretKey: [] }],
  session: [{ session: [] }],
  none: [],
};

/** An entry as the dashboard's pages reach it; merchants' entries get another name and tag there. */
function dashboardOperation(entry: Doors["dashboard"][number]): JsonSchema {
  const { parameters, ...described } = operation({ ...entry, path: entry.url, auth: "session" });
  const name = operationId(entry);
  return {
    ...described,
    operationId: entry.auth === "session" ? name : `dashboard${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    tags: [dashboardTag(entry)],
    ...(entry.right && {
      description: [entry.description, `Takes the right \`${entry.right}\`.`].filter(Boolean).join("\n\n"),
    }),
    ...(entry.scope === "visitor" && { security: [] }),
    parameters: (parameters as JsonSchema[]).filter(
      ({ $ref }) => $ref !== versionParameter && (entry.auth !== "session" || $ref !== keyParameter),
    ),
    responses: {
      ...(described.responses as JsonSchema),
      ...refusals([...anywhere, "forbidden", ...(entry.scope === "mode" ? noSuchMode : []), ...entry.refuses]),
    },
  };
}

const dashboardTag = ({ auth, tag }: Endpoint): string =>
  auth === "session" ? tag : `Dashboard: ${tag.toLowerCase()}`;

const noSuchMode = ["service_not_found", "not_found"] as const satisfies readonly ErrorCode[];

const versionParameter = "#/components/parameters/Omise-Version";
const keyParameter = "#/components/parameters/Idempotency-Key";

function operation(entry: Endpoint): JsonSchema {
  const { tag, summary, description, auth, body } = entry;
  return {
    operationId: operationId(entry),
    tags: [tag],
    summary,
    ...(description && { description }),
    security: keysFor[auth],
    parameters: parametersOf(entry),
    ...(body && { requestBody: requestBody(entry) }),
    responses: {
      200: {
        description: "Done.",
        headers: Object.fromEntries(
          Object.keys(answerHeaders)
            .filter((name) => entry.method !== "GET" || name !== "Idempotent-Replayed")
            .map((name) => [name, { $ref: `#/components/headers/${name}` }]),
        ),
        content: entry.raw
          ? Object.fromEntries(entry.raw.contentTypes.map((type) => [type, { schema: { type: "string" } }]))
          : { "application/json": { schema: schemaRef(entry.returns.name) } },
      },
      ...refusals([
        ...anywhere.filter((code) => auth !== "none" || code !== "authentication_failure"),
        ...(auth === "secret" || auth === "either" ? (["insufficient_permissions"] as const) : []),
        ...entry.refuses,
      ]),
    },
  };
}

function parametersOf({ method, path, query, auth }: Endpoint): JsonSchema[] {
  const { properties = {}, required = [] } = (query ? parameterSchema(query) : {}) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string", ...(name === "mode" && { enum: ["test", "live"] }) },
    })),
    ...Object.entries(properties).map(([name, { description, example, ...schema }]) => ({
      name,
      in: "query",
      required: required.includes(name),
      description,
      ...(example !== undefined && { example }),
      schema,
    })),
    { $ref: versionParameter },
    ...(method === "GET" || auth === "none" ? [] : [{ $ref: keyParameter }]),
  ];
}

function requestBody(entry: Endpoint): JsonSchema {
  const schema = schemaRef(bodyName(entry));
  const { properties, required } = parameterSchema(entry.body as NonNullable<Endpoint["body"]>) as {
    properties: Record<string, JsonSchema>;
    required?: string[];
  };
  const nested = Object.keys(properties).filter((name) => JSON.stringify(properties[name]).includes('"type":"object"'));
  if (entry.fileMax !== undefined) return { required: true, content: { "multipart/form-data": { schema } } };
  const encoding = Object.fromEntries(nested.map((name) => [name, { style: "deepObject", explode: true }]));
  return {
    required: required !== undefined,
    content: {
      "application/x-www-form-urlencoded": { schema, ...(nested.length > 0 && { encoding }) },
      "application/json": { schema },
    },
  };
}

const bodyName = (entry: Endpoint): string => `${operationId(entry)}Body`;

/** Refusals by status: the error object with its possible codes. */
function refusals(codes: readonly ErrorCode[]): Record<number, JsonSchema> {
  const byStatus = Map.groupBy(new Set(codes), (code) => errorCatalogue[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${errorCatalogue[code].when}`).join("\n\n"),
        headers: { "X-Request-Id": { $ref: "#/components/headers/X-Request-Id" } },
        content: {
          "application/json": { schema: { allOf: [schemaRef("error"), { properties: { code: { enum: group } } }] } },
        },
      },
    ]),
  );
}

function webhook(key: EventKey, when: string): JsonSchema {
  const signature = "one for each secret while two are valid, separated by commas";
  return {
    operationId: `on_${key.replace(".", "_")}`,
    tags: ["Events"],
    summary: key,
    description: `${when}\n\nSent by POST in the account's own API version to its webhook address, or to those of the charge, until it is answered with a status of 2xx.`,
    security: [],
    parameters: [
      header("Omise-Signature", `HMAC-SHA256 of \`<timestamp>.<body>\` in hexadecimal; ${signature}.`),
      header("Omise-Signature-Timestamp", "Seconds since 1970; part of what is signed."),
    ],
    requestBody: {
      content: {
        "application/json": { schema: { allOf: [schemaRef("event"), { properties: { key: { const: key } } }] } },
      },
    },
    responses: { "2XX": { description: "Received. Anything else is tried again later." } },
  };
}

const header = (name: string, description: string, schema: JsonSchema = { type: "string" }): JsonSchema => ({
  name,
  in: "header",
  required: true,
  description,
  schema,
});

const requestHeaders = (version: ApiVersion): Record<string, JsonSchema> => ({
  "Omise-Version": {
    ...header(
      "Omise-Version",
      "The version of the answer; the account's own by default. Events keep the version they were stored in.",
    ),
    required: false,
    schema: { type: "string", enum: [...apiVersions], example: version },
  },
  "Idempotency-Key": {
    ...header(
      "Idempotency-Key",
      "Names one intention: a request that repeats the key is answered as the first was, and nothing happens twice.",
    ),
    required: false,
    schema: { type: "string", maxLength: 255 },
  },
});

const answerHeaders: Record<string, JsonSchema> = {
  "Omise-Version": {
    description: "The version that the answer has.",
    schema: { type: "string", enum: [...apiVersions] },
  },
  "X-Request-Id": { description: "Names the request in the log.", schema: { type: "string", format: "uuid" } },
  "Idempotent-Replayed": {
    description: "Present when the answer is that of an earlier request with the same key.",
    schema: { type: "string", const: "true" },
  },
};
