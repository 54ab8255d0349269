import { Button, Modal, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { rolledKeyShape } from "../../../src/api/merchant/key.shape.ts";
import { rightOver } from "../../../src/domain/team/role.ts";
import { useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { useAct } from "../queries.ts";
import { useCan } from "../session.tsx";
import { keyTexts } from "../texts/keys.ts";
import { shellTexts } from "../texts/shell.ts";
import { CodeBlock } from "../ui/code.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyButton } from "../ui/copy.tsx";
import { Notice } from "../ui/notice.tsx";
import { PermissionsInput } from "./permissions.tsx";
import type { Key, Permissions } from "./shown-key.tsx";

type Dialog = { opened: boolean; close: () => void };

/** Rolls a key: creates a new one; the old one stays valid for a chosen time. */
export function RollDialog({ apiKey, opened, close, show }: Dialog & { apiKey: Key; show: (key: Key) => void }) {
  const t = useTexts(keyTexts);
  const [hours, setHours] = useState("24");
  const roll = useAct<{ overlap_hours: number }, z.output<typeof rolledKeyShape.schema>>(`keys/${apiKey.id}/roll`, {
    refreshes: ["keys"],
    said: t.rolled,
    onDone: ({ key }) => {
      close();
      show(key);
    },
  });
  return (
    <Confirm
      opened={opened}
      close={close}
      title={t.rollTitle(t.kinds[apiKey.kind])}
      action={t.rollAction}
      busy={roll.isPending}
      error={roll.error}
      act={() => roll.mutate({ overlap_hours: Number(hours) })}
    >
      <p>{t.rollHint}</p>
      <Select
        label={t.overlap}
        value={hours}
        onChange={(chosen) => chosen && setHours(chosen)}
        data={Object.entries(t.overlaps).map(([value, label]) => ({ value, label }))}
      />
    </Confirm>
  );
}

export function RevokeDialog({ apiKey, opened, close }: Dialog & { apiKey: Key }) {
  const t = useTexts(keyTexts);
  const revoke = useAct<Record<string, never>>(`keys/${apiKey.id}/revoke`, {
    refreshes: ["keys"],
    said: t.revoked,
    onDone: close,
  });
  return (
    <Confirm
      opened={opened}
      close={close}
      title={t.revokeTitle(apiKey.last ?? apiKey.id)}
      action={t.revoke}
      danger
      busy={revoke.isPending}
      error={revoke.error}
      act={() => revoke.mutate({})}
    >
      <p>{t.revokeHint}</p>
    </Confirm>
  );
}

/** Maximum length of a key's name in the API, in characters. */
const nameMax = 60;

export function RenameDialog({ apiKey, opened, close }: Dialog & { apiKey: Key }) {
  const t = useTexts(keyTexts);
  const [name, setName] = useState(apiKey.name ?? "");
  const rename = useAct<{ name: string }>(`keys/${apiKey.id}/rename`, {
    refreshes: ["keys"],
    said: t.renamed,
    onDone: close,
  });
  return (
    <Confirm
      opened={opened}
      close={close}
      title={t.renameTitle(apiKey.last ?? apiKey.id)}
      action={t.renameAction}
      busy={rename.isPending}
      error={rename.error}
      act={() => rename.mutate({ name: name.trim() })}
    >
      <KeyName value={name} change={setName} />
    </Confirm>
  );
}

function KeyName({ value, change }: { value: string; change: (name: string) => void }) {
  const t = useTexts(keyTexts);
  return (
    <TextInput
      label={t.name}
      description={t.nameHint}
      maxLength={nameMax}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

export function CreateDialog({
  opened,
  close,
  show,
  grantable,
}: Dialog & { show: (key: Key) => void; grantable: Permissions }) {
  const t = useTexts(keyTexts);
  const can = useCan();
  const kinds = (["secret", "public"] as const).filter((each) => can(rightOver[each]));
  const [chosen, setChosen] = useState<Key["kind"]>("secret");
  const kind = kinds.includes(chosen) ? chosen : "public";
  const [name, setName] = useState("");
  const [permissions, setPermissions] = useState<Permissions | null>(null);
  const restriction = kind === "secret" && permissions !== null ? { permissions } : {};
  const create = useAct<{ kind: Key["kind"]; name: string; permissions?: Permissions }, Key>("keys", {
    refreshes: ["keys"],
    said: t.createdNow,
    onDone: (key) => {
      setName("");
      setPermissions(null);
      close();
      show(key);
    },
  });
  return (
    <Confirm
      opened={opened}
      close={close}
      title={t.create}
      action={t.createAction}
      busy={create.isPending}
      error={create.error}
      act={() => create.mutate({ kind, name: name.trim(), ...restriction })}
    >
      <p>
        {t.createHint} {t.createLead}
      </p>
      <SegmentedControl
        aria-label={t.kind}
        value={kind}
        onChange={setChosen}
        data={kinds.map((value) => ({ value, label: t.kinds[value] }))}
      />
      <KeyName value={name} change={setName} />
      {kind === "secret" && <PermissionsInput grantable={grantable} value={permissions} change={setPermissions} />}
    </Confirm>
  );
}

/** Shows the new key once; a live secret key is never shown again. */
export function NewKeyDialog({ apiKey, close }: { apiKey: Key | null; close: () => void }) {
  const t = useTexts(keyTexts);
  const words = useTexts(shellTexts);
  const once = useMode() === "live" && apiKey?.kind === "secret";
  return (
    <Modal
      opened={apiKey !== null}
      onClose={close}
      title={t.newKey}
      closeOnClickOutside={!once}
      closeButtonProps={{ "aria-label": words.close }}
    >
      {apiKey?.key && (
        <Stack gap="md">
          <Notice tone={once ? "warn" : "info"} icon="keys">
            {once ? t.onceHint : t.againHint}
          </Notice>
          <CodeBlock label={t.kinds[apiKey.kind]} code={apiKey.key} />
          <Stack gap="xs">
            <CopyButton text={apiKey.key} labelled />
            <Button onClick={close}>{t.done}</Button>
          </Stack>
        </Stack>
      )}
    </Modal>
  );
}
