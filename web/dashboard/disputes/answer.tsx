import { Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { acceptance } from "../../../src/domain/dispute/dispute-row.ts";
import type { DisputeAnswer } from "../answers.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { useAct } from "../queries.ts";
import { disputesTexts } from "../texts/disputes.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/layout.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { changedByDisputes } from "./changed.ts";
import classes from "./disputes.module.css";

/** Maximum length of the API, in characters. */
const messageMax = 2_000;

/** What the merchant said, or the form for it. */
export function Answer({ dispute }: { dispute: DisputeAnswer }) {
  const t = useTexts(disputesTexts);
  const [message, setMessage] = useState("");
  const [asking, setAsking] = useState(false);
  if (dispute.message !== null)
    return (
      <Section title={t.answer}>
        <p className={classes.text}>{dispute.message === acceptance ? t.acceptedAnswer : dispute.message}</p>
      </Section>
    );
  if (dispute.status !== "open") return null;
  return (
    <Section title={t.answer}>
      <Stack gap="sm">
        <Textarea
          label={t.message}
          description={t.messageHint}
          maxLength={messageMax}
          autosize
          minRows={3}
          value={message}
          onChange={({ currentTarget }) => setMessage(currentTarget.value)}
        />
        <Group>
          <ActButton right="disputes" disabled={message.trim() === ""} onClick={() => setAsking(true)}>
            {t.send}
          </ActButton>
        </Group>
      </Stack>
      {asking && <SendDialog dispute={dispute} message={message} close={() => setAsking(false)} />}
    </Section>
  );
}

type DialogProps = { dispute: DisputeAnswer; close: () => void };

function SendDialog({ dispute, message, close }: DialogProps & { message: string }) {
  const t = useTexts(disputesTexts);
  const { language } = useLanguage();
  const run = useAct<{ message: string }>(`disputes/${dispute.id}`, {
    method: "PATCH",
    refreshes: changedByDisputes,
    said: t.sent,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.sendTitle}
      action={t.send}
      busy={run.isPending}
      error={toldPlainly(run.error, language)}
      act={() => run.mutate({ message })}
    >
      <p>{t.sendHint(dispute.documents.total)}</p>
    </Confirm>
  );
}

export function AcceptDialog({ dispute, close }: DialogProps) {
  const t = useTexts(disputesTexts);
  const { language } = useLanguage();
  const run = useAct<Record<string, never>>(`disputes/${dispute.id}/accept`, {
    method: "PATCH",
    refreshes: changedByDisputes,
    said: t.accepted,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.acceptTitle}
      action={t.acceptAction}
      danger
      busy={run.isPending}
      error={toldPlainly(run.error, language)}
      act={() => run.mutate({})}
    >
      <p>{t.acceptHint(money(dispute.amount))}</p>
    </Confirm>
  );
}
