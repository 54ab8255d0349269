import { Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FaultsAnswer, RuleAnswer } from "../answers.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useAct } from "../queries.ts";
import { faultsTexts } from "../texts/faults.ts";
import { Confirm } from "../ui/confirm.tsx";

type Field = "by" | "events" | "charge" | "metadata" | "method" | "card" | "phone" | "times";

/** Dialog for a new fault on purpose; the gateway checks what was filled in. */
export function AddDialog({ faults, close }: { faults: FaultsAnswer; close: () => void }) {
  const t = useTexts(faultsTexts);
  const { language } = useLanguage();
  const [chosen, choose] = useState<string>(faults.data[0]?.fault ?? "");
  const [code, setCode] = useState<string | null>(null);
  const [typed, type] = useState<Partial<Record<Field, string>>>({});
  const add = useAct<object, RuleAnswer>("test/rules", { refreshes: ["test/rules"], said: t.added, onDone: close });
  const entry = faults.data.find(({ fault }) => fault === chosen);
  const said = (field: Field): string | undefined => typed[field]?.trim() || undefined;
  const text = (field: Field, label: string, description?: string) => (
    <TextInput
      label={label}
      description={description}
      value={typed[field] ?? ""}
      onChange={({ currentTarget: { value } }) => type((before) => ({ ...before, [field]: value }))}
    />
  );
  const rule = () => ({
    fault: chosen,
    on: {
      charge: said("charge"),
      metadata: said("metadata") && pairIn(said("metadata") ?? ""),
      method: said("method"),
      card: said("card"),
      phone: said("phone"),
    },
    by: entry?.by ? said("by") : undefined,
    code: entry?.code ? (code ?? undefined) : undefined,
    events: entry?.events ? said("events") : undefined,
    times: said("times"),
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.addTitle}
      action={t.add}
      busy={add.isPending}
      error={add.error}
      act={() => add.mutate(rule())}
    >
      <Stack gap="sm">
        <Select
          label={t.fault}
          description={entry?.what[language]}
          value={chosen}
          onChange={(value) => choose(value ?? chosen)}
          data={faults.data.map(({ fault }) => fault)}
          allowDeselect={false}
        />
        {entry?.by && text("by", t.by, t.byHint(entry.by))}
        {entry?.code && <Select label={t.code} value={code} onChange={setCode} data={faults.codes} clearable />}
        {entry?.events && text("events", t.events, t.eventsHint)}
        {text("charge", t.charge, t.chargeHint)}
        {text("metadata", t.metadata, t.metadataHint)}
        {text("method", t.method, t.methodHint)}
        {text("card", t.card, t.cardHint)}
        {text("phone", t.phone)}
        {text("times", t.times, t.timesHint)}
      </Stack>
    </Confirm>
  );
}

/** Reads `order=1042`, and `order` for any value. */
function pairIn(written: string): Record<string, string | true> {
  const [key = "", ...value] = written.split("=");
  return { [key.trim()]: value.length === 0 ? true : value.join("=") };
}
