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
 * Schemas of all objects of a version by name, each written once and referred to elsewhere.
 * Objects of other versions are included if stored events still carry them; their names end with the version.
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

/** Schema of a request's parameters. */
export function parameterSchema(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { io: "input" }));
}

/** Shapes of all answers, their parts, and the error: each once. */
function shapesOf(contract: readonly Endpoint[]): Shape[] {
  const returned = contract.flatMap(({ returns }) => {
    if (!returns) return [];
    return [...(returns.item ? [returns.item] : []), ...(returns.found ?? []), returns];
  });
  const all = [...returned, cardShape, errorShape];
  return [...new Map(all.map((shape) => [shape.name, shape])).values()];
}

/** Schemas with these names, and all that they refer to. */
function reachable(schemas: Record<string, JsonSchema>, names: readonly string[]): Record<string, JsonSchema> {
  const kept = new Set(names);
  for (const name of kept) {
    for (const [, found = ""] of JSON.stringify(schemas[name]).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      kept.add(found);
    }
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => kept.has(name)));
}

/** A schema without dialect and id, which the document states once. */
function bare({ $schema, $id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Drops the bounds of safe integers: JSON numbers carry all of them exactly, and repeating the bounds helps nobody. */
function plainIntegers({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
