import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../api.ts";
import { useLanguage, useTexts } from "../language.tsx";
import type { Session } from "../session.tsx";
import { doorTexts } from "../texts/doors.ts";
import { toldPlainly } from "../ui/refusal.ts";
import { Refused } from "../ui/state.tsx";
import { useAfterSignIn } from "./after-sign-in.ts";
import { EntryCard } from "./entry-card.tsx";
import { takeToken } from "./token.ts";

/** Accepts an invitation: the holder of the link becomes a member by giving a name and a password. */
export function Join() {
  const t = useTexts(doorTexts);
  const { language } = useLanguage();
  const arrive = useAfterSignIn();
  const [token] = useState(takeToken);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const join = useMutation({
    mutationFn: () => post<Session>(null, "join", { token, name, password }),
    onSuccess: arrive,
  });
  if (token === "")
    return (
      <EntryCard title={t.badLink} lead={t.badLinkHint}>
        <Link to="/sign-in">{t.toSignIn}</Link>
      </EntryCard>
    );
  return (
    <EntryCard title={t.join} lead={t.joinLead}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          join.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t.name}
            autoComplete="name"
            required
            withAsterisk={false}
            autoFocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <PasswordInput
            label={t.password}
            description={t.passwordHint}
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <Refused error={toldPlainly(join.error, language)} />
          <Button type="submit" fullWidth loading={join.isPending}>
            {t.joinAction}
          </Button>
        </Stack>
      </form>
    </EntryCard>
  );
}
