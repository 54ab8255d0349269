import type { ChargeOverviewAnswer } from "../../../src/api/insight/charge-overview.shape.ts";
import { Actions, Impossible } from "../charge/actions.tsx";
import { Amounts } from "../charge/amounts.tsx";
import classes from "../charge/charge.module.css";
import { Details, Dispute, Metadata, Refunds } from "../charge/facts.tsx";
import { Notes } from "../charge/notes.tsx";
import { ChargeStatus } from "../charges/charge-status.tsx";
import { PaidWith } from "../charges/method.tsx";
import { useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { Go, useParameter } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { chargeTexts } from "../texts/charge.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { Copyable } from "../ui/copy.tsx";
import { PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Missing } from "../ui/state.tsx";

export function Charge() {
  const t = useTexts(chargeTexts);
  const id = useParameter("id");
  const answer = useAnswer<ChargeOverviewAnswer>(`charges/${id}/overview`);
  return (
    <Answered answer={answer} lines={10} missing={<Missing id={id} list={{ to: "/charges", name: t.back }} search />}>
      {(overview) => <View overview={overview} />}
    </Answered>
  );
}

function View({ overview }: { overview: ChargeOverviewAnswer }) {
  const t = useTexts(chargeTexts);
  const { charge, plan, actions, timeline } = overview;
  return (
    <>
      <PageHead
        above={<Go to="/charges">{t.back}</Go>}
        title={
          <span className={classes.title}>
            <Money amount={charge.amount} currency={charge.currency} /> <ChargeStatus charge={charge} />
          </span>
        }
        lead={
          <span className={classes.lead}>
            <PaidWith charge={charge} />
            <Copyable text={charge.id} />
          </span>
        }
        actions={<Actions overview={overview} />}
      />
      <div className={classes.columns}>
        <Sheets>
          <Amounts charge={charge} plan={plan} left={overview.net_left} />
          <Timeline title={t.timeline} items={timeline} />
        </Sheets>
        <div className={classes.side}>
          <Sheets>
            <Details overview={overview} />
            <Dispute charge={charge} />
            <Refunds charge={charge} />
            <Notes charge={charge.id} />
            <Metadata metadata={charge.metadata} />
            <Section>
              <Impossible actions={actions} />
            </Section>
          </Sheets>
        </div>
      </div>
    </>
  );
}
