/** Geometry of a chart. Values are whole numbers of one unit: minor units of money, charges, hundredths of a per cent. */
export type Scale = { max: number; ticks: number[] };

/** A round maximum at or above the largest value, and ticks from 0 to it: 1, 2, 2.5 or 5 times a power of ten apart. */
export function niceScale(largest: number, parts = 4, smallestStep = 1): Scale {
  const step = Math.max(smallestStep, roundUp(Math.max(largest, 1) / parts));
  const count = Math.max(1, Math.ceil(largest / step));
  return { max: step * count, ticks: Array.from({ length: count + 1 }, (_, at) => at * step) };
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return factor * power;
}

/** Rectangles of stacked bars, from the bottom up, for the values of several series at each place. */
export function stack(values: readonly (number | null)[]): { from: number; to: number }[] {
  let top = 0;
  return values.map((value) => {
    const from = top;
    top += value ?? 0;
    return { from, to: top };
  });
}

/** SVG path through points; a missing value interrupts the line. */
export function linePath(points: readonly ({ x: number; y: number } | null)[]): string {
  let pen = "M";
  return points
    .map((point) => {
      if (!point) {
        pen = "M";
        return "";
      }
      const step = `${pen}${tidy(point.x)} ${tidy(point.y)}`;
      pen = "L";
      return step;
    })
    .join("");
}

/** Rounds a coordinate to 0.01 pixel. */
export const tidy = (value: number): number => Math.round(value * 100) / 100;

/** Indices of the axis labels that fit: every n-th, always with the last. */
export function shownLabels(count: number, fit: number): number[] {
  const every = Math.max(1, Math.ceil(count / Math.max(1, fit)));
  return Array.from({ length: count }, (_, at) => at).filter((at) => (count - 1 - at) % every === 0);
}
