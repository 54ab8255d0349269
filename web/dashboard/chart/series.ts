/** One coloured row of values, one for each place of the axis; null where there is nothing to show. */
export type Series = { name: string; values: readonly (number | null)[] };

/** More colours than this nobody tells apart. */
const tonesMax = 6;

/** The largest series by their sum, and the rest of them added up under one name, so that the legend stays short. */
export function largest(series: readonly Series[], restName: string): Series[] {
  const bySize = [...series].sort((one, other) => sum(other) - sum(one));
  if (bySize.length <= tonesMax) return bySize;
  const rest = bySize.slice(tonesMax - 1);
  const places = rest[0]?.values.map((_, at) => rest.reduce((total, { values }) => total + (values[at] ?? 0), 0)) ?? [];
  return [...bySize.slice(0, tonesMax - 1), { name: restName, values: places }];
}

const sum = ({ values }: Series): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
