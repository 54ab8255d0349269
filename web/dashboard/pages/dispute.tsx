import { Group } from "@mantine/core";
import { useState } from "react";
import type { DisputeAnswer } from "../answers.ts";
import { Metadata } from "../charge/facts.tsx";
import { AcceptDialog, Answer } from "../disputes/answer.tsx";
import { changedByDisputes } from "../disputes/changed.ts";
import { Evidence } from "../disputes/evidence.tsx";
import { standingOf } from "../disputes/status.ts";
import { AccountTime } from "../frame/account-time.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { Go, useParameter } from "../navigation.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { disputesTexts } from "../texts/disputes.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { Answered, Missing, Refused } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

/** One dispute: the time that is left, the answer and its evidence. */
export function Dispute() {
  const t = useTexts(disputesTexts);
  const id = useParameter("id");
  const answer = useAnswer<DisputeAnswer>(`dispute_cases/${id}`);
  return (
    <Answered answer={answer} lines={8} missing={<Missing id={id} list={{ to: "/disputes", name: t.back }} />}>
      {(dispute) => <View dispute={dispute} />}
    </Answered>
  );
}

function View({ dispute }: { dispute: DisputeAnswer }) {
  const t = useTexts(disputesTexts);
  const [accepting, setAccepting] = useState(false);
  const { status, charge, transactions, respond_by, closed_at } = dispute;
  const [given, taken] = status === "won" ? transactions : [undefined, transactions[0]];
  return (
    <>
      <PageHead
        above={<Go to="/disputes">{t.back}</Go>}
        title={
          <Group gap="sm" component="span">
            <Money amount={dispute.amount} /> <Status state={standingOf(dispute)} />
          </Group>
        }
        lead={<Copyable text={dispute.id} />}
        actions={
          status === "open" && (
            <ActButton right="disputes" variant="default" onClick={() => setAccepting(true)}>
              {t.accept}
            </ActButton>
          )
        }
      />
      <Sheets>
        {respond_by !== null && (
          <Notice tone="warn" icon="warning">
            <strong>
              {t.answerUntil} <Time at={respond_by} form="full" /> (<AccountTime at={respond_by} />)
            </strong>{" "}
            {t.unanswered}
          </Notice>
        )}
        {status === "pending" && <Notice>{t.withBank}</Notice>}
        <Evidence dispute={dispute} />
        <Answer dispute={dispute} />
        {!dispute.livemode && (status === "open" || status === "pending") && <PlayBank id={dispute.id} />}
        <Section title={t.details}>
          <Facts
            facts={[
              [t.reason, reasonOf(dispute, t.reasons)],
              [
                t.columns.charge,
                <Go key="charge" to={`/charges/${charge}`}>
                  {charge}
                </Go>,
              ],
              [t.columns.opened, <Time key="opened" at={dispute.created_at} form="full" />],
              closed_at === null ? null : [t.closedAt, <Time key="closed" at={closed_at} form="full" />],
              taken === undefined ? null : [t.taken, <Copyable key="taken" text={taken.id} of={t.taken} />],
              given === undefined ? null : [t.given, <Copyable key="given" text={given.id} of={t.given} />],
            ]}
          />
        </Section>
        <Metadata metadata={dispute.metadata} />
      </Sheets>
      {accepting && <AcceptDialog dispute={dispute} close={() => setAccepting(false)} />}
    </>
  );
}

/** Why the payment is disputed, in the reader's language; a reason without words of its own as the API says it. */
const reasonOf = (
  { reason_code, reason_message }: Pick<DisputeAnswer, "reason_code" | "reason_message">,
  reasons: Readonly<Record<string, string>>,
): string => reasons[reason_code] ?? reason_message;

/** Decides for the cardholder's bank, in test mode. */
function PlayBank({ id }: { id: string }) {
  const t = useTexts(disputesTexts);
  const { language } = useLanguage();
  const run = useAct<{ status: "won" | "lost" }>(`disputes/${id}/close`, {
    method: "PATCH",
    refreshes: changedByDisputes,
    said: t.closed,
  });
  return (
    <Section title={t.play} lead={t.playHint}>
      <Group gap="sm">
        <ActButton
          right="disputes"
          variant="default"
          loading={run.isPending}
          onClick={() => run.mutate({ status: "won" })}
        >
          {t.win}
        </ActButton>
        <ActButton
          right="disputes"
          variant="default"
          loading={run.isPending}
          onClick={() => run.mutate({ status: "lost" })}
        >
          {t.lose}
        </ActButton>
      </Group>
      <Refused error={toldPlainly(run.error, language)} />
    </Section>
  );
}
