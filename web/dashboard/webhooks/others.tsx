import { Checkbox, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { useAct } from "../queries.ts";
import { webhookTexts } from "../texts/webhooks.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/layout.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { type Column, Table } from "../ui/table.tsx";
import type { Webhook } from "./endpoint.tsx";
import { fullAddress } from "./full-address.ts";
import classes from "./webhooks.module.css";

type Other = Webhook["others"][number];

/** Further endpoints, each with its chosen events. */
export function OtherEndpoints({ webhook }: { webhook: Webhook }) {
  const t = useTexts(webhookTexts);
  const [edited, setEdited] = useState<Other | "new" | null>(null);
  const [removed, setRemoved] = useState<Other | null>(null);
  const columns: readonly Column<Other>[] = [
    { key: "uri", header: t.address, cell: ({ uri }) => <span className={classes.uri}>{uri}</span>, phone: "title" },
    {
      key: "events",
      header: t.events,
      cell: ({ events }) => (events === null ? t.everyEvent : <Keys keys={events} />),
    },
    {
      key: "acts",
      header: t.acts,
      bare: true,
      end: true,
      cell: (other) => (
        <span className={classes.acts}>
          <ActButton
            right="settings"
            size="compact-sm"
            variant="default"
            of={other.uri}
            onClick={() => setEdited(other)}
          >
            {t.change}
          </ActButton>
          <ActButton
            right="settings"
            size="compact-sm"
            variant="default"
            of={other.uri}
            onClick={() => setRemoved(other)}
          >
            {t.removeOther}
          </ActButton>
        </span>
      ),
    },
  ];
  return (
    <Section
      title={t.others}
      lead={t.othersLead}
      flush={webhook.others.length > 0}
      actions={
        <ActButton right="settings" variant="default" onClick={() => setEdited("new")}>
          {t.addOther}
        </ActButton>
      }
    >
      {webhook.others.length === 0 ? (
        <p className="quiet">{t.noOthers}</p>
      ) : (
        <Table label={t.others} rows={webhook.others} columns={columns} keyOf={({ uri }) => uri} />
      )}
      {edited && (
        <OtherDialog other={edited === "new" ? null : edited} keys={webhook.events} close={() => setEdited(null)} />
      )}
      {removed && <RemoveDialog uri={removed.uri} close={() => setRemoved(null)} />}
    </Section>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className={classes.keys}>
      {keys.map((key) => (
        <code key={key}>{key}</code>
      ))}
    </span>
  );
}

/** Adds an endpoint, or changes the events of an existing one. */
function OtherDialog({ other, keys, close }: { other: Other | null; keys: readonly string[]; close: () => void }) {
  const t = useTexts(webhookTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [uri, setUri] = useState(other?.uri ?? "");
  const [chosen, setChosen] = useState<readonly string[]>(other?.events ?? keys);
  const save = useAct<{ uri: string; events?: readonly string[] }>("webhook/others", {
    refreshes: ["webhook"],
    said: t.saved,
    onDone: close,
  });
  const all = chosen.length === keys.length;
  return (
    <Confirm
      opened
      close={close}
      title={other ? t.changeOther : t.addOther}
      action={t.saveOther}
      busy={save.isPending}
      error={toldPlainly(save.error, language)}
      disabled={chosen.length === 0 || uri.trim() === ""}
      act={() => {
        const full = fullAddress(uri, mode);
        setUri(full);
        save.mutate({ uri: full, ...(!all && { events: chosen }) });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t.address}
          description={mode === "test" ? t.addressHintTest : t.addressHintLive}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={other !== null}
          value={uri}
          onChange={({ currentTarget }) => setUri(currentTarget.value)}
        />
        <Checkbox
          label={t.everyEvent}
          checked={all}
          indeterminate={!all && chosen.length > 0}
          onChange={() => setChosen(all ? [] : keys)}
        />
        <Checkbox.Group label={t.events} value={[...chosen]} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {keys.map((key) => (
              <Checkbox key={key} value={key} label={<code>{key}</code>} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Stack>
    </Confirm>
  );
}

function RemoveDialog({ uri, close }: { uri: string; close: () => void }) {
  const t = useTexts(webhookTexts);
  const remove = useAct<{ uri: string }>("webhook/others/remove", {
    refreshes: ["webhook"],
    said: t.otherRemoved,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.removeOtherTitle}
      action={t.removeOther}
      danger
      busy={remove.isPending}
      error={remove.error}
      act={() => remove.mutate({ uri })}
    >
      <p className={classes.uri}>{uri}</p>
      <p>{t.removeOtherHint}</p>
    </Confirm>
  );
}
