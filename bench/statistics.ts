/** Quantiles of values, sorted once; `at(0.99)` is the smallest value that 99 % do not exceed. */
export function quantiles(values: readonly number[]) {
  const sorted = Float64Array.from(values).sort();
  return { at: (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
