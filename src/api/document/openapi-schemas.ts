import { z } from "zod";
import { type ApiVersion, apiVersions } from "../../domain/merchant/account.ts";
import { cardShape } from "../card/card.shape.ts";
import type { Endpoint } from "../wire/endpoint.ts";
import { errorShape } from "../wire/error.shape.ts";
import type { Shape } from "../wire/shape.ts";
import { shapeInVersion } from "../wire/version.ts";

export type JsonSchema = Record<string, unknown>;

const addressOf = (name: string): string => `#/components/schemas/${name}`;

export const schemaRef = (name: string): JsonSchema => ({ $ref: addressOf(name) });

/**
 * Every object of a version under its name, each written once and referred to from wherever it occurs.
 * Of other versions there is what stored events still carry, under a name that ends with the version.
 */
export function answerSchemas(contract: readonly Endpoint[], version: ApiVersion): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  const enter = (shape: Shape, id: string) => {
    if (!registry.has(shape.schema)) registry.add(shape.schema, { id });
  };
  const shapes = shapesOf(contract);
  for (const shape of shapes) enter(shapeInVersion(shape, version), shape.name);
  for (const other of apiVersions.filter((each) => each !== version)) {
    for (const shape of shapes) enter(shapeInVersion(shape, other), `${shape.name}_${other}`);
  }
  const { schemas } = z.toJSONSchema(registry, { uri: addressOf, override: plainIntegers });
  const written = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
  return reachable(
    written,
    shapes.map(({ name }) => name),
  );
}

/** The parameters of a request. */
export function parameterSchema(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { io: "input" }));
}

/** What endpoints answer with, what that is made of, and the error: each once. */
function shapesOf(contract: readonly Endpoint[]): Shape[] {
  const returned = contract.flatMap(({ returns }) => {
    if (!returns) return [];
    return returns.item ? [returns.item, returns] : [returns];
  });
  const all = [...returned, cardShape, errorShape];
  return [...new Map(all.map((shape) => [shape.name, shape])).values()];
}

/** Only what is named, and what that refers to. */
function reachable(schemas: Record<string, JsonSchema>, names: readonly string[]): Record<string, JsonSchema> {
  const kept = new Set(names);
  for (const name of kept) {
    for (const [, found = ""] of JSON.stringify(schemas[name]).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      kept.add(found);
    }
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => kept.has(name)));
}

/** The document says once which dialect it is in and where things are. */
function bare({ $schema, $id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Every integer is one that JSON numbers carry exactly; to say so each time helps nobody. */
function plainIntegers({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
