import { styleText } from "node:util";

type Look = Parameters<typeof styleText>[0];

/** Text in colours where the stream is a terminal, as NO_COLOR and FORCE_COLOR say. */
export const painted = (look: Look, text: string, stream: NodeJS.WriteStream = process.stdout): string =>
  styleText(look, text, { stream });

/** The look of an HTTP status; null is no answer at all. */
export function lookOf(status: number | null): Look {
  if (status === null || status >= 500) return "red";
  return status >= 400 ? "yellow" : status >= 300 ? "cyan" : "green";
}
