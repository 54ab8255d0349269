import type { DisputeAnswer } from "../answers.ts";

/** The state of a dispute as its badge shows it: other objects have states of the same names. */
export const standingOf = ({ status }: Pick<DisputeAnswer, "status">) => `dispute_${status}` as const;
