import type { Account } from "../../domain/merchant/account.ts";
import type { Gateway } from "../../operations/gateway.ts";
import type { View } from "./endpoint.ts";
import type { OlderForms } from "./form.ts";
import type { Shape } from "./shape.ts";

/** An object of the API: what it looks like in every version, how it is found, and how it is presented. */
export type Resource = {
  shape: Shape;
  /** Its forms in versions before the newest, as far as they differ. */
  older: OlderForms;
  /** @param found what `load` gives */
  present(found: never, view: View): object;
  /** Those of the ids that the account has; absent for what has no id of its own. */
  load?: Load<unknown>;
  /** Keys that hold the id of another resource, and its name. Source: the API's documentation, attributes that are "expandable". */
  expands?: Readonly<Record<string, string>>;
};

/** The same where it is known what is found. */
export type ResourceOf<Found> = Resource & { present(found: Found, view: View): object; load?: Load<Found> };

type Load<Found> = (gateway: Gateway, account: Account, ids: readonly string[]) => Promise<Found[]>;

/** Checks an entry: `present` takes what `load` gives. */
export const resource = <Found>(entry: ResourceOf<Found>): ResourceOf<Found> => entry;

/** For what is only ever asked for by one id. */
export const oneByOne =
  <Found>(find: (gateway: Gateway, account: Account, id: string) => Promise<Found>): Load<Found> =>
  (gateway, account, ids) =>
    Promise.all(ids.map((id) => find(gateway, account, id)));
