import { Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../language.tsx";
import { queries, useAct } from "../queries.ts";
import { testDataTexts } from "../texts/test-data.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/layout.tsx";

/** Fills the account with a month, or empties it. */
export function AccountData() {
  const t = useTexts(testDataTexts);
  const [open, setOpen] = useState<"fill" | "empty" | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title={t.data} lead={t.dataHint}>
      <Group gap="sm">
        <ActButton right="money" onClick={() => setOpen("fill")}>
          {t.fill}
        </ActButton>
        <ActButton right="money" variant="default" onClick={() => setOpen("empty")}>
          {t.empty}
        </ActButton>
      </Group>
      {open === "fill" && <FillDialog close={close} />}
      {open === "empty" && <EmptyDialog close={close} />}
    </Section>
  );
}

/** Asks every page anew: whatever it shows may have changed. */
export const changedEverywhere = (): void => void queries.invalidateQueries();

function FillDialog({ close }: { close: () => void }) {
  const t = useTexts(testDataTexts);
  const [seed, setSeed] = useState("");
  const fill = useAct<{ scenario: "month"; seed?: string }>("test/seed", {
    said: t.filled,
    onDone: () => {
      changedEverywhere();
      close();
    },
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.fillTitle}
      action={fill.isPending ? t.filling : t.fill}
      busy={fill.isPending}
      error={fill.error}
      act={() => fill.mutate({ scenario: "month", ...(seed !== "" && { seed }) })}
    >
      <p>{t.fillHint}</p>
      <TextInput
        label={t.seed}
        description={t.seedHint}
        maxLength={255}
        value={seed}
        onChange={({ currentTarget }) => setSeed(currentTarget.value)}
      />
    </Confirm>
  );
}

function EmptyDialog({ close }: { close: () => void }) {
  const t = useTexts(testDataTexts);
  const empty = useAct<Record<string, never>>("test/reset", {
    said: t.emptied,
    onDone: () => {
      changedEverywhere();
      close();
    },
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.emptyTitle}
      action={t.empty}
      danger
      busy={empty.isPending}
      error={empty.error}
      act={() => empty.mutate({})}
    >
      <p>{t.emptyHint}</p>
    </Confirm>
  );
}
