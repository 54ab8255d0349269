import { type Right, type Role, rightsOf, roleNames } from "../../src/domain/team/role.ts";
import type { Mode } from "./mode.ts";

/** Rights of the team or the server are equal in both modes; they are checked in live mode. */
export const modeOf = (right: Right, mode: Mode): Mode => (right === "team" || right === "operate" ? "live" : mode);

/** Roles that have a right, shown to members who lack it. */
export function rolesWith(right: Right, mode: Mode): Role[] {
  const livemode = modeOf(right, mode) === "live";
  return roleNames.filter((role) => rightsOf({ role, operator: false }, livemode).includes(right));
}
