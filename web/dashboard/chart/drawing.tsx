import classes from "./chart.module.css";
import { linePath, type Scale, shownLabels, stack, tidy } from "./scale.ts";
import type { Series } from "./series.ts";

/** Dimensions shared by all parts of a chart. */
export type Layout = {
  width: number;
  height: number;
  room: { top: number; right: number; bottom: number; left: number };
  inner: { width: number; height: number };
  scale: Scale;
  /** Number of places on the axis, and the width of each. */
  count: number;
  step: number;
};

const yOf = ({ room, inner, scale }: Layout, value: number): number =>
  tidy(room.top + inner.height - (value / scale.max) * inner.height);

const xOf = ({ room, step }: Layout, place: number): number => tidy(room.left + step * (place + 0.5));

type GridProps = {
  layout: Layout;
  places: readonly string[];
  tick: (value: number) => string;
  cursor: number | null;
};

export function Grid({ layout, places, tick, cursor }: GridProps) {
  const { width, height, room, inner, step, scale } = layout;
  return (
    <g className={classes["axis"]}>
      {cursor !== null && (
        <rect
          className={classes["cursor"]}
          x={room.left + step * cursor}
          y={room.top}
          width={step}
          height={inner.height}
        />
      )}
      {scale.ticks.map((value) => (
        <g key={value}>
          <line
            className={classes["grid"]}
            x1={room.left}
            x2={width - room.right}
            y1={yOf(layout, value)}
            y2={yOf(layout, value)}
          />
          <text x={room.left - 8} y={yOf(layout, value) + 4} textAnchor="end">
            {tick(value)}
          </text>
        </g>
      ))}
      {shownLabels(places.length, Math.floor(inner.width / 56)).map((at) => (
        <text
          key={at}
          x={xOf(layout, at)}
          y={height - 6}
          textAnchor={at === places.length - 1 && step < 40 ? "end" : "middle"}
        >
          {places[at]}
        </text>
      ))}
    </g>
  );
}

const toneOf = (tone: number): string => classes[`tone${tone}`] ?? "";

export function Bars({ layout, series }: { layout: Layout; series: readonly Series[] }) {
  const width = Math.min(Math.max(2, layout.step * 0.64), 48);
  const bars = (at: number) =>
    stack(series.map(({ values }) => values[at] ?? null)).map(({ from, to }, tone) =>
      to > from ? (
        <rect
          key={series[tone]?.name}
          className={`${classes["filled"]} ${toneOf(tone)}`}
          x={tidy(xOf(layout, at) - width / 2)}
          y={yOf(layout, to)}
          width={tidy(width)}
          height={tidy(Math.max(1, yOf(layout, from) - yOf(layout, to)))}
          rx={1.5}
        />
      ) : null,
    );
  return Array.from({ length: layout.count }, (_, at) => at).map((at) => <g key={at}>{bars(at)}</g>);
}

/** Dots with the same place and value are drawn side by side, so that all are visible. */
function besides(series: readonly Series[], tone: number, at: number): number {
  const value = series[tone]?.values[at];
  const alike = series.flatMap(({ values }, other) => (values[at] === value ? [other] : []));
  return (alike.indexOf(tone) - (alike.length - 1) / 2) * dotStep;
}

const dotStep = 6;

/** Up to this number of places, each value gets a dot. */
const dotted = 10;

type LinesProps = { layout: Layout; series: readonly Series[]; cursor: number | null };

export function Lines({ layout, series, cursor }: LinesProps) {
  return series.map(({ name, values }, tone) => {
    const points = values.map((value, at) => (value === null ? null : { x: xOf(layout, at), y: yOf(layout, value) }));
    return (
      <g key={name}>
        <path className={`${classes["line"]} ${toneOf(tone)}`} d={linePath(points)} />
        {points.map((point, at) =>
          point && (at === cursor || layout.count <= dotted || isAlone(values, at)) ? (
            <circle
              key={point.x}
              className={`${classes["filled"]} ${toneOf(tone)}`}
              cx={tidy(point.x + besides(series, tone, at))}
              cy={point.y}
              r={at === cursor ? 4 : 2.75}
            />
          ) : null,
        )}
      </g>
    );
  });
}

/** A value without neighbours has no line and is drawn as a dot. */
function isAlone(values: readonly (number | null)[], at: number): boolean {
  return (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
}
