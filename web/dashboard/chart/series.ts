/** One series of values, one for each place of the axis; null for no value. */
export type Series = { name: string; values: readonly (number | null)[] };

/** Maximum number of series: people cannot tell more colours apart. */
const tonesMax = 6;

/** Keeps the largest series by sum and adds up the others under one name, so that the legend stays short. */
export function largest(series: readonly Series[], restName: string): Series[] {
  const bySize = [...series].sort((one, other) => sum(other) - sum(one));
  if (bySize.length <= tonesMax) return bySize;
  const rest = bySize.slice(tonesMax - 1);
  const places = rest[0]?.values.map((_, at) => rest.reduce((total, { values }) => total + (values[at] ?? 0), 0)) ?? [];
  return [...bySize.slice(0, tonesMax - 1), { name: restName, values: places }];
}

const sum = ({ values }: Series): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
