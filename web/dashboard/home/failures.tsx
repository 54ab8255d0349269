import type { OverviewAnswer } from "../../../src/api/insight/overview.shape.ts";
import { useTexts } from "../language.tsx";
import { Go } from "../navigation.tsx";
import { failureTexts } from "../texts/failures.ts";
import { homeTexts } from "../texts/home.ts";
import { Section } from "../ui/layout.tsx";
import type { Period } from "./charts.tsx";
import classes from "./home.module.css";

/** Bars of failure reasons, the most frequent first. */
export function Failures({ failures, period }: Pick<OverviewAnswer, "failures"> & { period: Period }) {
  const t = useTexts(homeTexts);
  const failureNames = useTexts(failureTexts);
  const most = Math.max(1, ...failures.map(({ count }) => count));
  return (
    <Section
      title={t.failures}
      lead={t.periods[period]}
      actions={
        <Go to="/charges" search={{ status: "failed" }} className="small">
          {t.seeFailed}
        </Go>
      }
    >
      {failures.length === 0 ? (
        <p className="quiet">{t.failuresNone}</p>
      ) : (
        <ol className={classes.failures}>
          {failures.map(({ code, words, count }) => (
            <li key={`${code} ${words}`}>
              <div className={classes.failure}>
                <span>
                  {failureNames[words]} <code className="quiet">{code}</code>
                </span>
                <span className="number">{t.failuresCount(count)}</span>
              </div>
              <svg className={classes.share} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(count / most) * 100} height="4" rx="1" />
              </svg>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
