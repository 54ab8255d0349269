import { useState } from "react";
import type { OverviewAnswer } from "../../../src/api/insight/overview.shape.ts";
import { Charts, type Period, periods } from "../home/charts.tsx";
import { Expiring } from "../home/expiring.tsx";
import { Failures } from "../home/failures.tsx";
import { FirstPayment } from "../home/first-payment.tsx";
import classes from "../home/home.module.css";
import { ToReconcile } from "../home/to-reconcile.tsx";
import { Today } from "../home/today.tsx";
import { WebhookHealth } from "../home/webhook-health.tsx";
import { useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { Go, useSearchParts } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { homeTexts } from "../texts/home.ts";
import { PageHead, Sheets } from "../ui/layout.tsx";
import { Answered } from "../ui/state.tsx";

/** State is separate for each mode. */
export function Home() {
  return <OfMode key={useMode()} />;
}

function OfMode() {
  const [{ days }, change] = useSearchParts();
  const period: Period = periods.find((one) => one === days) ?? "7";
  const answer = useAnswer<OverviewAnswer>("overview", { query: { days: period } });
  // a member who has begun the guide keeps it when the first charge arrives
  const [guided, guide] = useState(false);
  const empty = answer.data?.ever_charged === false;
  if (empty && !guided) guide(true);
  if (empty || guided) return <FirstPayment />;
  return (
    <Answered answer={answer} lines={10} whole>
      {(overview) => (
        <View overview={overview} period={period} choose={(chosen) => change({ days: chosen === "7" ? "" : chosen })} />
      )}
    </Answered>
  );
}

function View(props: { overview: OverviewAnswer; period: Period; choose: (period: Period) => void }) {
  const t = useTexts(homeTexts);
  const { overview } = props;
  return (
    <>
      <PageHead title={t.title} lead={t.lead} actions={<Go to="/charges">{t.seeAll}</Go>} />
      <Sheets>
        <ToReconcile />
        <Today today={overview.today} yesterday={overview.yesterday} />
        <Charts {...props} />
        <div className={classes.halves}>
          <Failures failures={overview.failures} period={props.period} />
          <Sheets>
            <Expiring expiring={overview.expiring} />
            <WebhookHealth webhooks={overview.webhooks} period={props.period} />
          </Sheets>
        </div>
      </Sheets>
    </>
  );
}
