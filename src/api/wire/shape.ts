import type { z } from "zod";
import { bounded } from "../../domain/base/bounded.ts";
import { secondOf } from "../../domain/base/time.ts";

/** An object of the API: the schema of its newest form, under its name in the API document. */
export type Shape = {
  name: string;
  schema: z.ZodType;
  /** Shape of a list's items. */
  item?: Shape;
  /** Shapes of what a page of a search may hold. */
  found?: readonly Shape[];
};

/** What a presenter makes for a shape. Its lists may be read-only. */
export type Presentation<Of extends Shape> = Frozen<z.output<Of["schema"]>>;

type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

/** Whole seconds, UTC, like all times of the API. */
export function wireTime(at: number): string;
export function wireTime(at: number | null): string | null;
export function wireTime(at: number | null): string | null {
  if (at === null) return null;
  const second = Math.floor(at / 1_000);
  const name = String(second);
  const known = texts.peek(name);
  if (known) return known;
  const text = secondOf(at);
  texts.set(name, text);
  return text;
}

/** Texts of recent times: most times of neighbouring answers are the same few seconds, and writing one takes half a microsecond. */
const texts = bounded<string>(1_000);
