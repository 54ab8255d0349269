import { minutes, type Time } from "../domain/base/time.ts";

/** Tells of work that failed: which kind, and on which row where it was one. */
type Tell<More extends unknown[]> = (error: unknown, work: string, id: string | undefined, ...more: More) => void;

/**
 * Tells of a failure that comes again and again once a minute. While the database is away each kind of work fails twice a second, and the first
 * line says all there is to say.
 *
 * @param tell is also told how many of the same kind were left out since the line before
 */
export function rateLimited(
  tell: Tell<[leftOut: number]>,
  now: () => Time,
): (error: unknown, work: string, id?: string) => void {
  const lately = new Map<string, { until: Time; leftOut: number }>();
  return (error, work, id) => {
    const kind = `${work} ${kindOf(error)}`;
    const known = lately.get(kind);
    if (known && now() < known.until) {
      known.leftOut += 1;
      return;
    }
    lately.set(kind, { until: now() + minutes(1), leftOut: 0 });
    tell(error, work, id, known?.leftOut ?? 0);
  };
}

/** Not the message, which may name the one charge at hand: there are few kinds, and many charges. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error ? `${error.name} ${error.code}` : error.name;
}
