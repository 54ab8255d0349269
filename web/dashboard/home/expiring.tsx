import type { OverviewAnswer } from "../../../src/api/insight/overview.shape.ts";
import { PaidWith } from "../charges/method.tsx";
import { AccountTime } from "../frame/account-time.tsx";
import { useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { Go } from "../navigation.tsx";
import { homeTexts } from "../texts/home.ts";
import { Section } from "../ui/layout.tsx";
import classes from "./home.module.css";

/** Charges that expire within the next hour. */
export function Expiring({ expiring }: Pick<OverviewAnswer, "expiring">) {
  const t = useTexts(homeTexts);
  return (
    <Section title={t.expiring} lead={expiring.length > 0 && t.expiringHint}>
      {expiring.length === 0 ? (
        <p className="quiet">{t.expiringNone}</p>
      ) : (
        <ul className={classes.expiring}>
          {expiring.map((charge) => (
            <li key={charge.id}>
              <Go to={`/charges/${charge.id}`}>
                <Money amount={charge.amount} currency={charge.currency} />
              </Go>
              <PaidWith charge={charge} />
              {charge.expires_at && <AccountTime at={charge.expires_at} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
