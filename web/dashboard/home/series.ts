import type { OverviewAnswer } from "../../../src/api/insight/overview.shape.ts";
import type { Series } from "../chart/series.ts";

type Period = Pick<OverviewAnswer, "from" | "to" | "step_seconds" | "series">;

/** Start times of all steps of the period, including those without charges. `to` is the present, within the last step or at its start. */
export function stepsOf({ from, to, step_seconds }: Period): string[] {
  const steps = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += step_seconds * 1_000)
    steps.push(new Date(at).toISOString());
  return steps;
}

/** Paid amounts at each step, in minor units, one series for each method. */
export const volumeOf = (period: Period, name: (method: string) => string): Series[] =>
  byMethod(period, name, ({ amount }) => amount, 0);

/** The success rate of each step. */
export const successOf = (period: Period, name: (method: string) => string): Series[] =>
  byMethod(period, name, rateOf, null);

/** Paid charges per thousand of those that the gateway counts; null if there are none. */
export const rateOf = ({ successful, decided }: { successful: number; decided: number }): number | null =>
  decided === 0 ? null : Math.round((successful * 1_000) / decided);

function byMethod(
  period: Period,
  name: (method: string) => string,
  value: (point: Period["series"][number]) => number | null,
  nothing: number | null,
): Series[] {
  const steps = stepsOf(period);
  const methods = [...new Set(period.series.map(({ method }) => method))].sort();
  return methods.map((method) => {
    const points = new Map(
      period.series.filter((point) => point.method === method).map((point) => [Date.parse(point.at), value(point)]),
    );
    return { name: name(method), values: steps.map((at) => points.get(Date.parse(at)) ?? nothing) };
  });
}
