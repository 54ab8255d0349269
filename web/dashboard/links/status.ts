import type { LinkAnswer } from "../answers.ts";

/** The state of a link as its badge shows it. One that was paid stays so after its removal. */
export const stateOf = ({ used, deleted }: Pick<LinkAnswer, "used" | "deleted">): "open" | "used" | "removed" =>
  used ? "used" : deleted ? "removed" : "open";
