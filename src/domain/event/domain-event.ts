import type { DomainObject } from "../objects.ts";
import type { EventKey, eventKeys } from "./event.ts";

/** What a rule says has happened, and to which object: `commit` makes a stored event of it. Each key is about the kind of object that `eventKeys` says. */
export type DomainEvent = {
  [Key in EventKey]: {
    key: Key;
    about: DomainObject<(typeof eventKeys)[Key]["about"]>;
    /** The charge that it belongs to, whose events are listed together. */
    charge?: string;
    /** Addresses that hear of it in the place of the account's. */
    endpoints?: readonly string[] | null;
  };
}[EventKey];
