import { Refusal } from "../base/errors.ts";

/** What a key may do with the objects of a resource. `write` includes reading. */
export const grants = ["read", "write"] as const;
export type Grant = (typeof grants)[number];

/** Grants of a restricted key by the name of the resource; what is not named is out of its reach. */
export type Permissions = Readonly<Record<string, Grant>>;

/** Whether a key has a grant; null is a key without restriction. */
export function has(permissions: Permissions | null, resource: string, grant: Grant): boolean {
  if (permissions === null) return true;
  const given = Object.hasOwn(permissions, resource) ? permissions[resource] : undefined;
  return given === "write" || given === grant;
}

/** @throws Refusal `insufficient_permissions`, naming what the key lacks */
export function mustReach(permissions: Permissions | null, resource: string, grant: Grant): void {
  if (has(permissions, resource, grant)) return;
  throw new Refusal("insufficient_permissions", `this key is restricted and lacks the permission ${resource}:${grant}`);
}

/** @throws Refusal `insufficient_permissions` for a restricted key, whatever it may do */
export function mustBeUnrestricted(permissions: Permissions | null): void {
  if (permissions === null) return;
  throw new Refusal("insufficient_permissions", "this key is restricted: only a key without restriction may do this");
}

/**
 * The permissions of a new key.
 *
 * @param most the most that a key can be given, by resource
 * @throws Refusal `bad_request`, naming each fault
 */
export function permissionsFor(kind: "public" | "secret", asked: Permissions, most: Permissions): Permissions {
  const names = Object.keys(asked);
  const faults = [
    ...(kind === "public" ? ["only secret keys can be restricted"] : []),
    ...(names.length === 0 ? ["a restricted key needs one permission at least"] : []),
    ...names.flatMap((name) => faultOf(name, asked[name], most)),
  ];
  if (faults.length > 0) throw new Refusal("bad_request", faults.join(", and "));
  return asked;
}

function faultOf(name: string, grant: Grant | undefined, most: Permissions): string[] {
  if (!Object.hasOwn(most, name))
    return [`keys can be given ${Object.keys(most).join(", ")}, not ${name.slice(0, 60)}`];
  return grant === "write" && most[name] === "read" ? [`${name} can only be read`] : [];
}
