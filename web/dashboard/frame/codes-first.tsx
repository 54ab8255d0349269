import { Button, Stack } from "@mantine/core";
import { OneTimeCodes } from "../account/one-time-codes.tsx";
import { EntryCard } from "../entry/entry-card.tsx";
import { useTexts } from "../language.tsx";
import { type Session, SessionContext } from "../session.tsx";
import { shellTexts } from "../texts/shell.ts";
import { useSignOut } from "./account-menu.tsx";

/** Replaces every view until the member has set up the one-time codes that the team or the server requires. */
export function CodesFirst({ session }: { session: Session }) {
  const t = useTexts(shellTexts);
  const signOut = useSignOut();
  return (
    <SessionContext value={session}>
      <EntryCard title={t.codesFirst} lead={t.codesFirstHint(session.team.name)}>
        <Stack gap="md">
          <OneTimeCodes />
          <Button variant="default" onClick={() => void signOut()}>
            {t.signOut}
          </Button>
        </Stack>
      </EntryCard>
    </SessionContext>
  );
}
