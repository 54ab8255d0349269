import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, post } from "../api.ts";
import { useLanguage, useTexts } from "../language.tsx";
import type { Session } from "../session.tsx";
import { doorTexts } from "../texts/doors.ts";
import { toldPlainly } from "../ui/refusal.ts";
import { Refused } from "../ui/state.tsx";
import { useAfterSignIn } from "./after-sign-in.ts";
import { EntryCard } from "./entry-card.tsx";

/** E-mail and password, and a code of the authenticator app where the member has one. */
export function SignIn() {
  const t = useTexts(doorTexts);
  const { language } = useLanguage();
  const arrive = useAfterSignIn();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const signIn = useMutation({
    mutationFn: () => post<Session>(null, "sign-in", { email, password, ...(code && { code }) }),
    onSuccess: arrive,
  });
  const [asksForCode, setAsksForCode] = useState(false);
  const needsCode = signIn.error instanceof ApiError && signIn.error.code === "code_needed";
  if (needsCode && !asksForCode) setAsksForCode(true);
  return (
    <EntryCard title={t.signIn} lead={t.lead}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t.email}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <PasswordInput
            label={t.password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          {asksForCode && (
            <TextInput
              label={t.code}
              description={t.codeHint}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              required
              withAsterisk={false}
              value={code}
              onChange={({ currentTarget }) => setCode(currentTarget.value)}
            />
          )}
          <Refused error={needsCode ? null : toldPlainly(signIn.error, language)} />
          <Button type="submit" fullWidth loading={signIn.isPending}>
            {t.signIn}
          </Button>
          <p className="quiet small">
            {t.noPassword} <code>chamra dashboard link</code>
          </p>
        </Stack>
      </form>
    </EntryCard>
  );
}
