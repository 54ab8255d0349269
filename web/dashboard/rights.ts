import { type Right, type Role, rightsOf, roleNames } from "../../src/domain/team/role.ts";
import type { Mode } from "./mode.ts";

/** Some rights belong to the team or the server and are the same in both modes; they are judged in live. */
export const modeOf = (right: Right, mode: Mode): Mode => (right === "team" || right === "operate" ? "live" : mode);

/** Who may, for telling it to somebody who may not. */
export function rolesWith(right: Right, mode: Mode): Role[] {
  const livemode = modeOf(right, mode) === "live";
  return roleNames.filter((role) => rightsOf({ role, operator: false }, livemode).includes(right));
}
