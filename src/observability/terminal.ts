import { styleText } from "node:util";
import { withoutSecrets } from "../domain/base/mask.ts";
import type { Attempt, Event } from "../domain/event/event.ts";

/** Text without secrets and without characters that could steer a terminal: lines repeat parts of what strangers sent. */
export const printable = (line: string): string => withoutSecrets(line).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "•");

/** Colours a status, or what stands in its place. */
export type Paint = (status: number | null, text: string) => string;

/** No colours. */
export const plain: Paint = (_status, text) => text;

/** Colours for a stream, as far as it is a terminal, and as NO_COLOR and FORCE_COLOR say. */
export const colours =
  (stream: NodeJS.WriteStream): Paint =>
  (status, text) => {
    const look = status === null || status >= 500 ? "red" : status >= 400 ? "yellow" : "green";
    return styleText(look, text, { stream });
  };

/** One try to deliver an event, as a line. The address is without its parameters, which may let somebody in. */
export function attemptLine({ key }: Event, attempt: Attempt, paint: Paint): string {
  const { uri, status, error, latencyMs, answer } = attempt;
  const [address = ""] = uri.split(/[?#]/, 1);
  const said = error ?? answer?.split("\n", 1)[0];
  return [
    "webhook",
    key,
    "to",
    printable(address),
    paint(status, String(status ?? "no answer")),
    `${Math.round(latencyMs)} ms`,
    ...(said ? [` ${printable(said)}`] : []),
  ].join(" ");
}
