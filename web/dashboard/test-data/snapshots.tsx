import { Group, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ListAnswer, SnapshotAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { testDataTexts } from "../texts/test-data.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { DeleteDialog } from "../ui/delete-dialog.tsx";
import { Section } from "../ui/layout.tsx";
import { Answered, Empty } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { changedEverywhere } from "./account-data.tsx";

type Asked = { act: "restore" | "delete"; name: string };

/** Snapshots of the account: few enough for one page. */
export function Snapshots() {
  const t = useTexts(testDataTexts);
  const { language } = useLanguage();
  const snapshots = useAnswer<ListAnswer<SnapshotAnswer>>("test/snapshots", { query: { limit: 100 } });
  const [saving, setSaving] = useState(false);
  const [asked, ask] = useState<Asked | null>(null);
  const columns: Column<SnapshotAnswer>[] = [
    { key: "name", header: t.columns.name, phone: "title", cell: ({ name }) => <code>{name}</code> },
    { key: "rows", header: t.columns.rows, end: true, cell: ({ rows }) => counted(rows, language) },
    { key: "saved", header: t.columns.saved, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
    {
      key: "acts",
      header: t.restore,
      bare: true,
      end: true,
      cell: ({ name }) => (
        <Group gap="xs" justify="flex-end">
          <ActButton
            right="money"
            variant="default"
            size="compact-sm"
            of={name}
            onClick={() => ask({ act: "restore", name })}
          >
            {t.restore}
          </ActButton>
          <ActButton
            right="money"
            variant="default"
            size="compact-sm"
            of={name}
            onClick={() => ask({ act: "delete", name })}
          >
            {t.delete}
          </ActButton>
        </Group>
      ),
    },
  ];
  return (
    <Section
      flush
      title={t.snapshots}
      lead={t.snapshotsHint}
      actions={
        <ActButton right="money" variant="default" onClick={() => setSaving(true)}>
          {t.save}
        </ActButton>
      }
    >
      <Answered answer={snapshots} lines={3}>
        {({ data }) =>
          data.length > 0 ? (
            <Table label={t.snapshots} rows={data} columns={columns} keyOf={({ name }) => name} />
          ) : (
            <Empty title={t.noSnapshots}>{t.noSnapshotsHint}</Empty>
          )
        }
      </Answered>
      {saving && <SaveDialog close={() => setSaving(false)} />}
      {asked?.act === "restore" && <RestoreDialog name={asked.name} close={() => ask(null)} />}
      {asked?.act === "delete" && <Deletion name={asked.name} close={() => ask(null)} />}
    </Section>
  );
}

const addressOf = (name: string) => `test/snapshots/${encodeURIComponent(name)}`;

/** Names that can stand in an address, as the API has it. */
const isName = (text: string): boolean => /^[\w-]{1,64}$/.test(text);

function SaveDialog({ close }: { close: () => void }) {
  const t = useTexts(testDataTexts);
  const [name, setName] = useState("");
  const save = useAct<{ name: string }>("test/snapshots", {
    refreshes: ["test/snapshots"],
    said: t.saved,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.saveTitle}
      action={t.saveAction}
      busy={save.isPending}
      error={save.error}
      disabled={!isName(name)}
      act={() => save.mutate({ name })}
    >
      <p>{t.saveHint}</p>
      <TextInput
        label={t.name}
        description={t.nameHint}
        maxLength={64}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </Confirm>
  );
}

function RestoreDialog({ name, close }: { name: string; close: () => void }) {
  const t = useTexts(testDataTexts);
  const restore = useAct<Record<string, never>>(`${addressOf(name)}/restore`, {
    said: t.restored,
    onDone: () => {
      changedEverywhere();
      close();
    },
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.restoreTitle(name)}
      action={t.restore}
      danger
      busy={restore.isPending}
      error={restore.error}
      act={() => restore.mutate({})}
    >
      <p>{t.restoreHint}</p>
    </Confirm>
  );
}

function Deletion({ name, close }: { name: string; close: () => void }) {
  const t = useTexts(testDataTexts);
  return (
    <DeleteDialog
      path={addressOf(name)}
      title={t.deleteTitle(name)}
      action={t.delete}
      said={t.deleted}
      refreshes={["test/snapshots"]}
      close={close}
    >
      <p>{t.deleteHint}</p>
    </DeleteDialog>
  );
}
