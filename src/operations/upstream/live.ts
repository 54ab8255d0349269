import { Refusal } from "../../domain/base/errors.ts";
import type { Gateway } from "../gateway.ts";

/**
 * Refuses live money on a server that lacks something for it.
 * @throws Refusal `not_ready_for_live`, which names all that is missing
 */
export function mustBeReadyForLive({ live: { enforced, checks } }: Pick<Gateway, "live">): void {
  const missing = checks.flatMap((check) => check.missing ?? []);
  if (enforced && missing.length > 0)
    throw new Refusal("not_ready_for_live", `this server may not take live money yet: ${missing.join("; ")}`);
}
