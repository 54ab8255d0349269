import { z } from "zod";
import { type ApiVersion, apiVersions } from "../../domain/merchant/account.ts";
import { createMethods, type Methods } from "../../domain/payment/method-list.ts";
import type { listSchema } from "./list.shape.ts";
import type { SearchShape } from "./search.shape.ts";
import type { Shape } from "./shape.ts";
import * as value from "./values.ts";

/**
 * Older versions of the API: an object is presented in its newest form, and each older form is made from that. The forms of an object stand beside
 * its shape, in `<resource>.versions.ts`. Source of the forms of 2017-11-02: the original's recorded answers of November 2017, and after the
 * recorded keys the others that the documentation of the version lists.
 */

/** An object of the API in an older version: its schema, and how it is made from the newest form. */
export type Form = { schema: z.ZodType; of(newest: never, methods?: Methods): Record<string, unknown> };

/** A form of its own, from which those of earlier versions can be made. */
type ObjectForm = Form & { schema: z.ZodObject };

/** An object's forms by version. A version without a form has the form of the version after it, or the newest. */
export type OlderForms = { readonly [Version in ApiVersion]?: Form };

/** The parameters of a request by version, where an older one named them otherwise: each entry makes the newest ones. Found as forms are. */
export type OlderRequests = { readonly [Version in ApiVersion]?: (given: Given) => Given };

type Given = Record<string, unknown>;

/** The form of a version; undefined where it is the newest one. */
export const formIn = <Each>(
  forms: { readonly [Version in ApiVersion]?: Each },
  version: ApiVersion,
): Each | undefined =>
  apiVersions
    .slice(apiVersions.indexOf(version))
    .map((each) => forms[each])
    .find((each) => each !== undefined);

/** Converts answers and their shapes to a version. */
export type OlderVersion = { answer(newest: object, methods: Methods): object; shape(newest: Shape): Shape };

/** A currency as it was written before 2019. */
export const lowerCase = z.string().regex(/^[a-z]{3}$/);

export const inLowerCase = (currencies: readonly string[]): string[] =>
  currencies.map((currency) => currency.toLowerCase());

/** An id, or the object itself if it was asked for with `expand`. */
export const reference = (prefix: string, expanded: z.ZodType) => z.union([value.id(prefix), expanded]).nullable();

/** Methods for objects that mention none. */
const none = createMethods([]);

/** An object's older form: these keys, in this order, with their newest values unless `older` gives others. */
export function form<Newest extends z.ZodObject, Keys extends z.ZodRawShape>(
  _newest: { schema: Newest },
  keys: Keys,
  older: (newest: z.output<Newest>, methods: Methods) => Record<string, unknown> = () => ({}),
) {
  return {
    schema: z.object(keys),
    of: (newest: z.output<Newest>, methods: Methods = none): Record<string, unknown> => {
      const { created_at: created, currency } = newest as { created_at?: string; currency?: string };
      const values = { ...newest, created, currency: currency?.toLowerCase(), ...older(newest, methods) };
      return Object.fromEntries(Object.keys(keys).flatMap((key) => (key in values ? [[key, values[key]]] : [])));
    },
  };
}

/** Keys that came after a version and reached it, as additions do: in their newest form, behind the recorded keys. */
export const additions = <Newest extends z.ZodObject, const Key extends keyof Newest["shape"] & string>(
  { schema }: { schema: Newest },
  ...keys: Key[]
): Pick<Newest["shape"], Key> =>
  Object.fromEntries(keys.map((key) => [key, schema.shape[key]])) as Pick<Newest["shape"], Key>; // these keys, from there

type Difference<Older extends Form> = {
  /** Keys of the later version, with their former names. */
  renamed?: Record<string, string>;
  without?: readonly string[];
  with?: z.ZodRawShape;
  values?: (newest: Parameters<Older["of"]>[0], later: Record<string, unknown>) => Record<string, unknown>;
};

/** The form of the version before, by its differences from a later one. */
export function before<Later extends ObjectForm>(
  later: Later,
  { renamed = {}, without = [], with: added = {}, values = () => ({}) }: Difference<Later>,
): Later {
  const names = (keys: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(keys).flatMap(([key, each]) => (without.includes(key) ? [] : [[renamed[key] ?? key, each]])),
    );
  const schema = z.object({ ...names(later.schema.shape), ...added } as z.ZodRawShape);
  const of: Form["of"] = (newest, methods) => {
    const inLater = later.of(newest, methods);
    return { ...names(inLater), ...values(newest, inLater) };
  };
  return { schema, of } as Later; // takes what the later form takes
}

/**
 * Forms of an object that says no more than that it is deleted, once it is. Recorded in 2015 and 2017, in answers and in events; the newest version
 * shows all of it.
 */
export function withShortDeletion<Forms extends OlderForms>(forms: Forms): Forms {
  const entries = Object.entries(forms).map(([version, { schema, of }]: [string, Form]) => {
    const either: Form = {
      schema: z.union([schema, shortDeletion]),
      of: (newest: { deleted: boolean; object: string; id: string; livemode: boolean }, methods) => {
        const { deleted, object, id, livemode } = newest;
        return deleted ? { object, id, livemode, deleted } : of(newest as never, methods); // it is the object of the form
      },
    };
    return [version, either];
  });
  return Object.fromEntries(entries) as Forms; // the same versions, and each takes what its form takes
}

const shortDeletion = z.object({
  object: z.string(),
  id: z.string(),
  livemode: z.boolean(),
  deleted: z.literal(true),
});

/**
 * An older version from the forms of its objects by name; objects without a form, such as events, stay as they are.
 *
 * @param references keys that hold an id, or the object if it was asked for with `expand`
 * @param listOrder whether lists state their order
 */
export function olderVersion(
  byName: ReadonlyMap<string, Form>,
  references: ReadonlySet<string>,
  listOrder: boolean,
): OlderVersion {
  const answer = (newest: object, methods: Methods): object => {
    const { object } = newest as { object: string }; // every answer has `object`
    if (object === "list" || object === "receipt_list") return older(newest as List, methods);
    if (object === "search") return olderSearch(newest as Search, methods);
    const found = byName.get(object);
    if (!found) return newest;
    const made = found.of(newest as never, methods); // in the form that its `object` names
    const expanded = Object.entries(made).filter(([key, each]) => references.has(key) && isObject(each));
    return expanded.length === 0
      ? made
      : { ...made, ...Object.fromEntries(expanded.map(([key, each]) => [key, answer(each as object, methods)])) };
  };

  const older = ({ from, to, offset, limit, total, order, location, data }: List, methods: Methods): object => ({
    ...{ object: "list", from, to, offset, limit, total },
    ...withOrder(
      data.map((each) => answer(each, methods)),
      location,
      order,
    ),
  });

  // recorded in 2015: without an order, the objects come before the location
  const withOrder = (data: object[], location: unknown, order: unknown): object =>
    listOrder ? { order, location, data } : { data, location };

  const olderSearch = ({ export: _, aggregate_level: __, data, ...search }: Search, methods: Methods): object => {
    const { object, order, scope, query, filters, page, per_page, location, total_pages, total } = search;
    const head = { object, order, scope, query, filters, page, per_page, location, total_pages, total };
    return { ...head, data: data.map((each) => answer(each, methods)) };
  };

  const shape = ({ name, schema, item, found }: Shape): Shape => {
    if (found) {
      const olderFound = found.map(shape);
      return { name, schema: olderSearchSchema(schema as SearchShape["schema"], olderFound), found: olderFound };
    }
    if (!item) return { name, schema: byName.get(name)?.schema ?? schema };
    const olderItem = shape(item);
    const order = listOrder ? z.enum(["chronological", "reverse_chronological"]) : undefined;
    return { name, schema: olderListSchema(olderItem.schema, order), item: olderItem };
  };

  return { answer, shape };
}

const isObject = (each: unknown): boolean => typeof each === "object" && each !== null;

type List = Record<keyof z.infer<ReturnType<typeof listSchema>>, unknown> & { data: object[] };

/** A list inside an object, which did not state its order. @param of makes the older form of an item */
export const olderList = <Item>(
  { from, to, offset, limit, total, location, data }: z.output<ReturnType<typeof listSchema<z.ZodType<Item>>>>,
  of: (item: Item) => object,
) => ({ object: "list", from, to, offset, limit, total, order: null, location, data: data.map((each) => of(each)) });

/** A list in a version in which lists did not state their order. */
export function withoutOrder(list: object): object {
  const { order: _, location, data, ...rest } = list as { order: null; location: string; data: object[] };
  return { ...rest, data, location }; // recorded in 2015: the objects come before the location
}

type Search = Record<keyof z.infer<SearchShape["schema"]>, unknown> & { data: object[] };

/** A page of a search before 2025, as recorded in 2017 and 2019; these keys of the newest one. */
function olderSearchSchema({ shape }: SearchShape["schema"], found: readonly Shape[]): z.ZodObject {
  const { export: _, aggregate_level: __, ...kept } = shape;
  return z.object({ ...kept, data: z.array(z.union(found.map(({ schema }) => schema))) });
}

/** @param order absent if lists do not state their order */
export function olderListSchema(item: z.ZodType, order: z.ZodType | undefined) {
  return z.object({
    object: z.literal("list"),
    from: value.time,
    to: value.time,
    offset: z.int(),
    limit: z.int(),
    total: z.int(),
    ...(order && { order }),
    location: z.string().nullable(),
    data: z.array(item),
  });
}
