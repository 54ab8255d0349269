import type { ReactNode } from "react";
import type { OverviewAnswer } from "../../../src/api/insight/overview.shape.ts";
import { counted } from "../count.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { homeTexts } from "../texts/home.ts";
import classes from "./home.module.css";
import { percent } from "./percent.ts";
import { rateOf } from "./series.ts";

type Day = OverviewAnswer["today"];

/** Four figures of today, compared with yesterday until the same time of day. */
export function Today({ today, yesterday }: Pick<OverviewAnswer, "today" | "yesterday">) {
  const t = useTexts(homeTexts);
  const { language } = useLanguage();
  const figures: [name: string, of: (day: Day) => string, hint?: string][] = [
    [t.paid, ({ amount }) => money(amount)],
    [t.payments, ({ successful }) => counted(successful, language)],
    [t.successRate, (day) => writtenRate(day) ?? t.noneYet, t.ofDecided],
    [t.refunded, ({ refunded }) => money(refunded)],
  ];
  return (
    <section aria-label={t.today}>
      <dl className={classes.figures}>
        {figures.map(([name, of, hint]) => (
          <Figure key={name} name={name} hint={hint} now={of(today)} before={t.sameTimeYesterday(of(yesterday))} />
        ))}
      </dl>
    </section>
  );
}

function Figure({
  name,
  now,
  before,
  hint,
}: {
  name: string;
  now: string;
  before: ReactNode;
  hint: string | undefined;
}) {
  return (
    <div className={classes.figure} title={hint}>
      <dt>{name}</dt>
      <dd className={classes.now}>{now}</dd>
      <dd className={classes.before}>{before}</dd>
    </div>
  );
}

function writtenRate(day: Day): string | null {
  const rate = rateOf(day);
  return rate === null ? null : percent(rate);
}
