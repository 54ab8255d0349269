import { SegmentedControl } from "@mantine/core";
import type { OverviewAnswer } from "../../../src/api/insight/overview.shape.ts";
import { exponentOf } from "../../../src/domain/base/money.ts";
import { useMethods } from "../charges/method.tsx";
import { Chart } from "../chart/chart.tsx";
import { largest } from "../chart/series.ts";
import { type Language, useLanguage, useTexts } from "../language.tsx";
import { homeCurrency, money, signOf } from "../money/amount.ts";
import { homeTexts } from "../texts/home.ts";
import { timeText } from "../time.ts";
import { Section } from "../ui/layout.tsx";
import classes from "./home.module.css";
import { percent } from "./percent.ts";
import { stepsOf, successOf, volumeOf } from "./series.ts";

export const periods = ["1", "7", "30"] as const;
export type Period = (typeof periods)[number];

type Props = { overview: OverviewAnswer; period: Period; choose: (period: Period) => void };

/** Paid amounts and success rates, over time and by method. */
export function Charts({ overview, period, choose }: Props) {
  const t = useTexts(homeTexts);
  const { language } = useLanguage();
  const { name } = useMethods();
  const places = stepsOf(overview).map((at) => placeOf(at, overview.step_seconds, language));
  const words = { place: t.place, total: t.total, numbers: t.numbers, none: t.none };
  const volume = largest(volumeOf(overview, name), t.others);
  const drawn = new Set(volume.map(({ name }) => name));
  // Both charts use the same colour for a method; methods that are added up in the first have no rate in the second
  const success = volume.flatMap(
    ({ name: method }) => successOf(overview, name).find((one) => one.name === method) ?? [],
  );
  return (
    <Section
      title={t.overTime}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t.period}
          value={period}
          onChange={(value) => choose(value as Period)} // one of the values below
          data={periods.map((value) => ({ value, label: t.periods[value] }))}
        />
      }
    >
      {drawn.size === 0 ? (
        <p className="quiet">{t.quiet}</p>
      ) : (
        <div className={classes.charts}>
          <Chart
            title={t.volume}
            kind="bars"
            places={places}
            series={volume}
            write={money}
            tick={(minor) => short(minor, language)}
            smallestStep={100}
            words={words}
          />
          <Chart
            title={t.rate}
            kind="lines"
            places={places}
            series={success}
            write={percent}
            tick={percent}
            max={1_000}
            words={words}
          />
        </div>
      )}
    </Section>
  );
}

/** Axis label of a step: an hour by its time, a day by its date. */
function placeOf(at: string, stepSeconds: number, language: Language) {
  if (stepSeconds < 86_400) return { short: timeText(at, "clock", language), full: timeText(at, "short", language) };
  const full = timeText(at, "day", language);
  return { short: full.split(" ").slice(0, 2).join(" "), full };
}

/** Shortens an amount for display only: ฿1.5K. */
function short(minor: number, language: Language): string {
  const format = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 2 });
  return `${signOf(homeCurrency())}${format.format(minor / 10 ** exponentOf(homeCurrency()))}`;
}
