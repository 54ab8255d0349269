import { PasswordInput, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import { useAct } from "../queries.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import { Confirm } from "../ui/confirm.tsx";
import type { UpstreamAnswer } from "./answers.ts";
import { changedByUpstreams } from "./changed.ts";

type Field = UpstreamAnswer["credentials"][number];

/** Asks for the credentials of an upstream; those before are never shown. */
export function ConnectDialog({ upstream, close }: { upstream: UpstreamAnswer; close: () => void }) {
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const connect = useAct<{ credentials: Record<string, string> }>(`upstreams/${upstream.name}/connect`, {
    refreshes: changedByUpstreams,
    said: t.saved,
    onDone: close,
  });
  const name = upstream.label[language];
  const isNew = upstream.connection === null;
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== ""));
  const blank = upstream.credentials.some(({ name: field, required }) => required && given[field] === undefined);
  return (
    <Confirm
      opened
      close={close}
      title={isNew ? t.connectTitle(name) : t.changeTitle(name)}
      action={isNew ? t.connect : t.change}
      disabled={blank}
      busy={connect.isPending}
      error={connect.error}
      act={() => connect.mutate({ credentials: given })}
    >
      <Stack gap="sm">
        <p>{isNew ? t.connectLead : t.changeLead}</p>
        {upstream.credentials.map((field) => (
          <Credential
            key={field.name}
            field={field}
            typed={typed[field.name] ?? ""}
            type={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
      </Stack>
    </Confirm>
  );
}

function Credential({ field, typed, type }: { field: Field; typed: string; type: (value: string) => void }) {
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  const { label, hint, secret, required, lines } = field;
  const shared = {
    label: label[language],
    description: required ? hint[language] : `${hint[language]} ${t.optional}`,
    value: typed,
    autoComplete: "off",
    spellCheck: false,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => type(currentTarget.value),
  };
  if (lines) return <Textarea {...shared} autosize minRows={3} maxRows={8} />; // a key in PEM, which one line would break
  return secret ? <PasswordInput {...shared} autoComplete="new-password" /> : <TextInput {...shared} />;
}
