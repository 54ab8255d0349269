import { Badge, type Tone } from "../ui/badge.tsx";

/** HTTP status in the colour of its class. */
export function HttpStatus({ status }: { status: number }) {
  return <Badge tone={toneOf(status)}>{status}</Badge>;
}

function toneOf(status: number): Tone {
  if (status >= 500) return "bad";
  if (status >= 400) return "warn";
  return isTaken(status) ? "good" : "quiet";
}

/** Whether a status means that the endpoint accepted the event; null means no answer. */
export const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;
