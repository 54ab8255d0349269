import type { z } from "zod";
import type { totalsShape } from "../../../src/api/insight/search.shape.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { useAnswer } from "../queries.ts";
import { chargesTexts } from "../texts/charges.ts";
import classes from "./filter.module.css";

type TotalsAnswer = z.output<typeof totalsShape.schema>;

/** Sums of the charges that a filter finds, in one line for each currency. Nothing is shown where they cannot be had: the list says why. */
export function Totals({ query }: { query: Record<string, string> }) {
  const t = useTexts(chargesTexts);
  const { language } = useLanguage();
  const { data: answer } = useAnswer<TotalsAnswer>("search/charges/totals", { query });
  if (!answer || (answer.complete && answer.data.length === 0)) return null;
  return (
    <section className={classes.totals} aria-label={t.totals.label}>
      {answer.data.map(({ currency, count, paid_count, ...sums }) => {
        const shown = (amount: number) => amountText(amount, currency, language);
        return (
          <dl key={currency}>
            {[
              [t.totals.count, t.totals.paidOf(paid_count, count)],
              [t.totals.amount, shown(sums.amount)],
              [t.totals.captured, shown(sums.captured)],
              [t.totals.refunded, shown(sums.refunded)],
              [t.totals.fees, shown(sums.fees)],
              [t.totals.net, shown(sums.net)],
            ].map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="number">{value}</dd>
              </div>
            ))}
          </dl>
        );
      })}
      {!answer.complete && <p className="quiet small">{t.totals.incomplete}</p>}
    </section>
  );
}

function amountText(amount: number, currency: string, language: string): string {
  if (currency === "THB") return money(amount, currency);
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
}
