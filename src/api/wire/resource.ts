import type { Account } from "../../domain/merchant/account.ts";
import type { Gateway } from "../../operations/gateway.ts";
import type { View } from "./endpoint.ts";
import type { OlderForms } from "./form.ts";
import type { Shape } from "./shape.ts";

/** An object of the API: its shape in every version, how it is found, and how it is presented. */
export type Resource = {
  shape: Shape;
  /** Forms in older versions that differ. */
  older: OlderForms;
  /** @param found what `load` returns */
  present(found: never, view: View): object;
  /** Loads objects of an account by id; absent for objects without an id. */
  load?: Load<unknown>;
  /** Keys that hold the id of another resource, with its name. Source: the API's documentation, attributes that are "expandable". */
  expands?: Readonly<Record<string, string>>;
};

/** A resource whose rows have a known type. */
export type ResourceOf<Found> = Resource & { present(found: Found, view: View): object; load?: Load<Found> };

type Load<Found> = (gateway: Gateway, account: Account, ids: readonly string[]) => Promise<Found[]>;

/** Checks an entry: `present` takes what `load` returns. */
export const resource = <Found>(entry: ResourceOf<Found>): ResourceOf<Found> => entry;

/** Loads objects that are only ever asked for by one id. */
export const oneByOne =
  <Found>(find: (gateway: Gateway, account: Account, id: string) => Promise<Found>): Load<Found> =>
  (gateway, account, ids) =>
    Promise.all(ids.map((id) => find(gateway, account, id)));
