import { Button, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { SandboxAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { useAct } from "../queries.ts";
import { shellTexts } from "../texts/shell.ts";
import { testDataTexts } from "../texts/test-data.ts";
import { ActButton } from "../ui/act-button.tsx";
import { CodeBlock } from "../ui/code.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Copyable } from "../ui/copy.tsx";
import { DeleteDialog } from "../ui/delete-dialog.tsx";
import { Section } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { fullAddress } from "../webhooks/full-address.ts";

/** Throw-away accounts that were made by this account and have not ended. */
export function Sandboxes() {
  const t = useTexts(testDataTexts);
  const pages = useListed<SandboxAnswer>("test/accounts");
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<SandboxAnswer | null>(null);
  const [ending, setEnding] = useState<string | null>(null);
  const columns: Column<SandboxAnswer>[] = [
    { key: "id", header: t.sandboxColumns.id, phone: "title", cell: ({ id }) => <Copyable text={id} /> },
    { key: "created", header: t.sandboxColumns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
    {
      key: "ends",
      header: t.sandboxColumns.ends,
      end: true,
      cell: ({ expires_at }) => <Time at={expires_at} form="relative" />,
    },
    {
      key: "end",
      header: t.end,
      bare: true,
      end: true,
      cell: ({ id }) => (
        <ActButton right="secret_keys" variant="default" size="compact-sm" of={id} onClick={() => setEnding(id)}>
          {t.end}
        </ActButton>
      ),
    },
  ];
  return (
    <Section
      flush
      title={t.sandboxes}
      lead={t.sandboxesHint}
      actions={
        <ActButton right="secret_keys" variant="default" onClick={() => setMaking(true)}>
          {t.make}
        </ActButton>
      }
    >
      <Listing
        label={t.sandboxes}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        empty={<Empty title={t.noSandboxes}>{t.noSandboxesHint}</Empty>}
      />
      {making && <MakeDialog close={() => setMaking(false)} show={setMade} />}
      {made && <Made sandbox={made} close={() => setMade(null)} />}
      {ending !== null && <EndDialog id={ending} close={() => setEnding(null)} />}
    </Section>
  );
}

type NewSandbox = { name?: string; expires_in: number; webhook_uri?: string };

function MakeDialog({ close, show }: { close: () => void; show: (sandbox: SandboxAnswer) => void }) {
  const t = useTexts(testDataTexts);
  const [name, setName] = useState("");
  const [lasts, setLasts] = useState("3600");
  const [webhook, setWebhook] = useState("");
  const make = useAct<NewSandbox, SandboxAnswer>("test/accounts", {
    refreshes: ["test/accounts"],
    onDone: (sandbox) => {
      close();
      show(sandbox);
    },
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.makeTitle}
      action={t.makeAction}
      busy={make.isPending}
      error={make.error}
      act={() =>
        make.mutate({
          expires_in: Number(lasts),
          ...(name.trim() !== "" && { name: name.trim() }),
          ...(webhook.trim() !== "" && { webhook_uri: fullAddress(webhook, "test") }),
        })
      }
    >
      <Stack gap="sm">
        <TextInput
          label={t.payersRead}
          description={t.payersReadHint}
          maxLength={255}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Select
          label={t.lasts}
          data={Object.entries(t.spans).map(([value, label]) => ({ value, label }))}
          value={lasts}
          onChange={(chosen) => chosen && setLasts(chosen)}
        />
        <TextInput
          label={t.webhook}
          description={t.webhookHint}
          value={webhook}
          onChange={({ currentTarget }) => setWebhook(currentTarget.value)}
        />
      </Stack>
    </Confirm>
  );
}

/** Shows the secrets of a new account, which are told once. */
function Made({ sandbox, close }: { sandbox: SandboxAnswer; close: () => void }) {
  const t = useTexts(testDataTexts);
  const words = useTexts(shellTexts);
  const secrets = [
    [t.publicKey, sandbox.public_key],
    [t.secretKey, sandbox.secret_key],
    [t.webhookSecret, sandbox.webhook_secret],
  ] as const;
  return (
    <Modal
      opened
      onClose={close}
      title={t.made}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": words.close }}
    >
      <Stack gap="md">
        <Notice tone="warn" icon="keys">
          {t.madeHint}
        </Notice>
        {secrets.map(
          ([label, secret]) =>
            secret !== null && (
              <Stack key={label} gap={4}>
                <strong className="small">{label}</strong>
                <CodeBlock label={label} code={secret} />
              </Stack>
            ),
        )}
        <Button onClick={close}>{t.done}</Button>
      </Stack>
    </Modal>
  );
}

function EndDialog({ id, close }: { id: string; close: () => void }) {
  const t = useTexts(testDataTexts);
  return (
    <DeleteDialog
      path={`test/accounts/${id}`}
      title={t.endTitle}
      action={t.end}
      said={t.ended}
      refreshes={["test/accounts"]}
      close={close}
    >
      <p>{t.endHint}</p>
    </DeleteDialog>
  );
}
