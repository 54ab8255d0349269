import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useId, useState } from "react";
import classes from "./chart.module.css";
import { Bars, Grid, type Layout, Lines } from "./drawing.tsx";
import { niceScale } from "./scale.ts";
import type { Series } from "./series.ts";

type Props = {
  title: string;
  kind: "bars" | "lines";
  /** Axis label of each place, and its full name. */
  places: readonly { short: string; full: string }[];
  series: readonly Series[];
  /** Formats a value: in full, and shortened for the axis. */
  write: (value: number) => string;
  tick: (value: number) => string;
  /** Fixed end of the axis, such as 100 %. */
  max?: number;
  /** Minimum distance between two ticks, in the unit of the values (100 for one baht). */
  smallestStep?: number;
  /** Translated texts around the numbers. */
  words: { place: string; total?: string; numbers: string; none: string };
};

const height = 200;
const room = { top: 12, right: 4, bottom: 22, left: 52 };

/**
 * A chart that is also usable by arrow keys and touch, and readable as a table.
 * Its stage is a slider along the time axis, so that screen readers speak the values of each place.
 */
export function Chart({ title, kind, places, series, write, tick, max, smallestStep, words }: Props) {
  const { ref, width } = useElementSize();
  const [place, setPlace] = useState<number | null>(null);
  const label = useId();
  const last = places.length - 1;
  const layout = layoutOf(width, places.length, max, series, kind, smallestStep);

  const move = (event: KeyboardEvent) => {
    const target = { ArrowLeft: (place ?? last + 1) - 1, ArrowRight: (place ?? -1) + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") setPlace(null);
    if (target === undefined) return;
    event.preventDefault();
    setPlace(Math.min(Math.max(target, 0), last));
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - room.left;
    setPlace(Math.min(Math.max(Math.floor(x / layout.step), 0), last));
  };

  return (
    <figure className={classes["chart"]} aria-labelledby={label}>
      <figcaption id={label} className={classes["title"]}>
        {title}
      </figcaption>
      <Legend series={series} kind={kind} />
      <div
        ref={ref}
        className={classes["stage"]}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: ${words.place}`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={place ?? last}
        aria-valuetext={spoken(places, series, place ?? last, write, words.none)}
        onKeyDown={move}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setPlace(null)}
        onBlur={() => setPlace(null)}
      >
        <svg viewBox={`0 0 ${layout.width} ${height}`} height={height} aria-hidden="true">
          <Grid layout={layout} places={places.map(({ short }) => short)} tick={tick} cursor={place} />
          {kind === "bars" ? (
            <Bars layout={layout} series={series} />
          ) : (
            <Lines layout={layout} series={series} cursor={place} />
          )}
        </svg>
        {place !== null && (
          <Values
            layout={layout}
            place={place}
            name={places[place]?.full ?? ""}
            series={series}
            write={write}
            total={words.total}
            none={words.none}
          />
        )}
      </div>
      <Numbers title={title} places={places} series={series} write={write} words={words} />
    </figure>
  );
}

function layoutOf(
  measured: number,
  count: number,
  max: number | undefined,
  series: readonly Series[],
  kind: Props["kind"],
  smallestStep?: number,
): Layout {
  const width = Math.max(measured, 240);
  const tops = Array.from({ length: count }, (_, at) => {
    const values = series.map(({ values }) => values[at] ?? 0);
    return kind === "bars" ? values.reduce((total, value) => total + value, 0) : Math.max(0, ...values);
  });
  const scale = max === undefined ? niceScale(Math.max(0, ...tops), 4, smallestStep) : { max, ticks: quarters(max) };
  const inner = { width: width - room.left - room.right, height: height - room.top - room.bottom };
  return { width, height, room, inner, scale, count, step: inner.width / Math.max(1, count) };
}

const quarters = (max: number): number[] => [0, 1, 2, 3, 4].map((part) => (max / 4) * part);

function spoken(
  places: Props["places"],
  series: readonly Series[],
  at: number,
  write: Props["write"],
  none: string,
): string {
  const values = series.map(({ name, values }) => `${name} ${shown(values[at], write, none)}`);
  return [places[at]?.full ?? "", ...values].join(", ");
}

function shown(value: number | null | undefined, write: Props["write"], none: string): string {
  return value === null || value === undefined ? none : write(value);
}

/** The legend lists only series with a visible value. */
function Legend({ series, kind }: Pick<Props, "series" | "kind">) {
  return (
    <ul className={classes["legend"]}>
      {series.map(({ name, values }, tone) =>
        values.some((value) => value !== null && (kind === "lines" || value > 0)) ? (
          <li key={name}>
            <Swatch tone={tone} />
            {name}
          </li>
        ) : null,
      )}
    </ul>
  );
}

type ValuesProps = Pick<Props, "series" | "write"> & {
  layout: Layout;
  place: number;
  name: string;
  total: string | undefined;
  none: string;
};

/** The tooltip beside the cursor, on the side with more room. */
function Values({ layout, place, name, series, write, total, none }: ValuesProps) {
  const x = room.left + layout.step * (place + 0.5);
  const side = x > layout.width / 2 ? { right: layout.width - x + 12 } : { left: x + 12 };
  const some = series.map(({ name, values }, tone) => ({ name, tone, value: values[place] ?? null }));
  const sum = some.reduce((all, { value }) => all + (value ?? 0), 0);
  return (
    <div className={classes["values"]} style={side} aria-hidden="true">
      <strong>{name}</strong>
      <dl>
        {some.map(({ name, tone, value }) => (
          <Row key={name} name={name} tone={tone} value={shown(value, write, none)} />
        ))}
        {total !== undefined && some.length > 1 && <Row name={total} tone={null} value={write(sum)} />}
      </dl>
    </div>
  );
}

const Swatch = ({ tone }: { tone: number }) => <span className={`${classes["swatch"]} ${classes[`tone${tone}`]}`} />;

function Row({ name, tone, value }: { name: string; tone: number | null; value: string }) {
  return (
    <>
      <dt>{tone === null ? null : <Swatch tone={tone} />}</dt>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** The chart's data as a table, initially closed. */
function Numbers({
  title,
  places,
  series,
  write,
  words,
}: Pick<Props, "title" | "places" | "series" | "write" | "words">) {
  return (
    <details className={classes["numbers"]}>
      <summary>{words.numbers}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes["scroll"]} tabIndex={0} aria-label={title}>
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.place}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map(({ full }, at) => (
              <tr key={full}>
                <th scope="row">{full}</th>
                {series.map(({ name, values }) => (
                  <td key={name}>{shown(values[at], write, words.none)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
