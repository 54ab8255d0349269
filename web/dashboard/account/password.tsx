import { Button, PasswordInput, Stack } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../language.tsx";
import { useTeamAct } from "../queries.ts";
import { useSession } from "../session.tsx";
import { accountTexts } from "../texts/account.ts";
import { Section } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { Refused } from "../ui/state.tsx";

/** Sets a first password (for members who signed in by a link) or changes it. */
export function Password() {
  const t = useTexts(accountTexts);
  const { member } = useSession();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useTeamAct<{ current?: string; password: string }>("me/password", {
    refreshes: ["session", "me"],
    said: t.passwordChanged,
    onDone: () => {
      setCurrent("");
      setPassword("");
    },
  });
  return (
    <Section title={t.password} lead={t.passwordLead}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ password, ...(member.has_password && { current }) });
        }}
      >
        <Stack gap="md" maw={420}>
          {member.has_password ? (
            <PasswordInput
              label={t.current}
              autoComplete="current-password"
              value={current}
              onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
            />
          ) : (
            <Notice tone="warn" icon="lock">
              {t.noPassword}
            </Notice>
          )}
          <PasswordInput
            label={t.newPassword}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={12}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Refused error={change.error} />
          <div>
            <Button type="submit" loading={change.isPending} disabled={password === ""}>
              {member.has_password ? t.changePassword : t.setPassword}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
}
