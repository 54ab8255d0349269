import { minutes, type Time } from "../domain/base/time.ts";

/** Logs failed work: its kind, and the row's id where there is one. */
type Tell<More extends unknown[]> = (error: unknown, work: string, id: string | undefined, ...more: More) => void;

/**
 * Logs a repeated failure once a minute. While the database is away, each kind of work fails twice a second, and the first line
 * says everything.
 *
 * @param tell also gets the number of equal failures left out since its last line
 */
export function rateLimited(
  tell: Tell<[leftOut: number]>,
  now: () => Time,
): (error: unknown, work: string, id?: string) => void {
  const lately = new Map<string, { until: Time; leftOut: number }>();
  return (error, work, id) => {
    const kind = `${work} ${kindOfError(error)}`;
    const known = lately.get(kind);
    if (known && now() < known.until) {
      known.leftOut += 1;
      return;
    }
    lately.set(kind, { until: now() + minutes(1), leftOut: 0 });
    tell(error, work, id, known?.leftOut ?? 0);
  };
}

/** Kind of a failure, without its message, which may name a charge: kinds are few, charges many. */
function kindOfError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error ? `${error.name} ${error.code}` : error.name;
}
