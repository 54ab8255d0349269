import type { DomainObject } from "../objects.ts";
import type { EventKey, eventKeys } from "./event.ts";

/** An event that a rule reports, with its object; `commit` stores it. `eventKeys` gives the kind of object of each key. */
export type DomainEvent = {
  [Key in EventKey]: {
    key: Key;
    about: DomainObject<(typeof eventKeys)[Key]["about"]>;
    /** Id of the charge whose list of events includes this one. */
    charge?: string;
    /** Endpoints that receive it in place of the account's main endpoint. */
    endpoints?: readonly string[] | null;
  };
}[EventKey];
