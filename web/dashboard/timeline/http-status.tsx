import { Badge, type Tone } from "../ui/badge.tsx";

/** The status of an HTTP answer, in the colour of its kind. */
export function HttpStatus({ status }: { status: number }) {
  return <Badge tone={toneOf(status)}>{status}</Badge>;
}

function toneOf(status: number): Tone {
  if (status >= 500) return "bad";
  if (status >= 400) return "warn";
  return isTaken(status) ? "good" : "quiet";
}

/** Whether an endpoint that said this has taken what it was sent; null is one that said nothing. */
export const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;
