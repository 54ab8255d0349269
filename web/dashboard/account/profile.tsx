import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../language.tsx";
import { useTeamAct } from "../queries.ts";
import { useSession } from "../session.tsx";
import { accountTexts } from "../texts/account.ts";
import { shellTexts } from "../texts/shell.ts";
import { Section } from "../ui/layout.tsx";
import { Refused } from "../ui/state.tsx";

type Patch = { name?: string; email?: string; current?: string };

/** Name and e-mail; a change of the e-mail requires the password. */
export function Profile() {
  const t = useTexts(accountTexts);
  const words = useTexts(shellTexts);
  const { member } = useSession();
  const [name, setName] = useState(member.name);
  const [email, setEmail] = useState(member.email);
  const [current, setCurrent] = useState("");
  const save = useTeamAct<Patch>("me", {
    refreshes: ["session", "team"],
    said: t.profileSaved,
    onDone: () => setCurrent(""),
  });
  const patch: Patch = {
    ...(name.trim() !== member.name && { name: name.trim() }),
    ...(email.trim() !== member.email && { email: email.trim() }),
  };
  const asksForPassword = patch.email !== undefined && member.has_password;
  return (
    <Section title={t.profile}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ ...patch, ...(asksForPassword && { current }) });
        }}
      >
        <Stack gap="md" maw={420}>
          <TextInput
            label={t.name}
            autoComplete="name"
            required
            withAsterisk={false}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <TextInput
            label={t.email}
            description={t.emailHint}
            type="email"
            autoComplete="email"
            required
            withAsterisk={false}
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          {asksForPassword && (
            <PasswordInput
              label={t.current}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={current}
              onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
            />
          )}
          <Refused error={save.error} />
          <div>
            <Button
              type="submit"
              disabled={Object.keys(patch).length === 0}
              loading={save.isPending}
              aria-label={`${words.save}: ${t.profile}`}
            >
              {words.save}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}
