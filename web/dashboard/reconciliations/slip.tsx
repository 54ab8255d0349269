import { FileButton, Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { textIn } from "../../scan/picture.ts";
import type { SlipAnswer } from "../answers.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { Go } from "../navigation.tsx";
import { useAct } from "../queries.ts";
import { reconciliationsTexts } from "../texts/reconciliations.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { Facts, Section } from "../ui/layout.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { Refused } from "../ui/state.tsx";

/** Reads a slip's code from a picture or as text, asks the bank about it, and settles the charge that it names. The picture stays in the browser. */
export function CheckSlip() {
  const { slip: t } = useTexts(reconciliationsTexts);
  const { language } = useLanguage();
  const [text, setText] = useState("");
  const [unread, setUnread] = useState(false);
  const [checked, setChecked] = useState<SlipAnswer | null>(null);
  const check = useAct<{ text: string }, SlipAnswer>("slips", { onDone: setChecked });
  const settle = useAct<{ text: string }, SlipAnswer>("slips/settle", {
    refreshes: ["charges"],
    said: t.settled,
    onDone: setChecked,
  });
  const change = (code: string) => {
    setText(code);
    setChecked(null);
  };
  const look = async (file: File | null) => {
    if (!file) return;
    const code = await textIn(file).catch(() => null); // no picture, or one that this browser cannot open
    setUnread(code === null);
    if (code !== null) change(code);
  };
  return (
    <Section title={t.title} lead={t.lead}>
      <Stack gap="sm">
        <Textarea
          label={t.code}
          autosize
          minRows={2}
          maxLength={512}
          value={text}
          error={unread ? t.unread : undefined}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        />
        <Group>
          <FileButton onChange={(file) => void look(file)} accept="image/*">
            {({ onClick }) => (
              <ActButton right="receipts" variant="default" onClick={onClick}>
                {t.picture}
              </ActButton>
            )}
          </FileButton>
          <ActButton
            right="receipts"
            loading={check.isPending}
            disabled={text.trim() === ""}
            onClick={() => check.mutate({ text })}
          >
            {t.check}
          </ActButton>
        </Group>
        <Refused error={toldPlainly(check.error, language)} />
        {checked && (
          <>
            <Facts
              facts={[
                [t.amount, checked.payment ? money(checked.payment.amount, checked.payment.currency) : t.unknown],
                checked.charge && [
                  t.charge,
                  <>
                    <Go to={`/charges/${checked.charge.id}`}>{checked.charge.id}</Go>{" "}
                    <Status state={checked.charge.status} />
                  </>,
                ],
              ]}
            />
            {checked.payment && checked.problem !== null && <p>{t.problem(checked.problem)}</p>}
            {checked.problem === null && checked.charge?.status === "pending" && (
              <Group>
                <ActButton right="payouts" loading={settle.isPending} onClick={() => settle.mutate({ text })}>
                  {t.settle}
                </ActButton>
              </Group>
            )}
            <Refused error={toldPlainly(settle.error, language)} />
          </>
        )}
      </Stack>
    </Section>
  );
}
