import type { Grant, Permissions } from "../../domain/merchant/permission.ts";
import type { Endpoint } from "./endpoint.ts";

/** What a restricted key needs for a request: the resource of what is answered, and the verb of the HTTP method. */
export function neededFor(entry: Endpoint, given: Readonly<Record<string, unknown>>): [resource: string, grant: Grant] {
  const { resource = ofAnswer(entry) } = entry;
  return [typeof resource === "function" ? resource(given) : resource, grantOf(entry)];
}

/** The most that a key can be given of each resource that secret keys reach: `read` where no entry changes it. */
export function grantableOf(entries: readonly Endpoint[]): Permissions {
  const most: Record<string, Grant> = {};
  for (const entry of entries) {
    const { auth, resource = ofAnswer(entry) } = entry;
    if (auth === "public" || typeof resource === "function") continue;
    if (most[resource] !== "write") most[resource] = grantOf(entry);
  }
  return most;
}

/** Name of the objects that are answered; of a file, which is no object, the first part of its path. */
const ofAnswer = ({ returns, path }: Endpoint): string =>
  returns?.item?.name ?? returns?.name ?? path.split("/", 2).join("");

const grantOf = ({ method }: Endpoint): Grant => (method === "GET" ? "read" : "write");
