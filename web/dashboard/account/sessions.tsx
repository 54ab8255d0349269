import { Button } from "@mantine/core";
import type { z } from "zod";
import type { sessionsShape } from "../../../src/api/team/session.shape.ts";
import { useTexts } from "../language.tsx";
import { useTeamAct, useTeamAnswer } from "../queries.ts";
import { accountTexts } from "../texts/account.ts";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/layout.tsx";
import { Answered } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import classes from "./account.module.css";
import { browserOf } from "./browser-name.ts";

type Answer = z.output<typeof sessionsShape.schema>;
type OpenSession = Answer["data"][number];

/** The member's sessions, one for each browser. */
export function Sessions() {
  const t = useTexts(accountTexts);
  const sessions = useTeamAnswer<Answer>("me/sessions");
  const columns: readonly Column<OpenSession>[] = [
    {
      key: "browser",
      header: t.browser,
      phone: "title",
      cell: ({ user_agent: agent, current }) => (
        <span className={classes.browser}>
          {browserOf(agent) ?? t.unknownBrowser} {current && <Badge tone="good">{t.thisOne}</Badge>}
        </span>
      ),
    },
    { key: "ip", header: t.address, cell: ({ ip }) => <code>{ip}</code> },
    { key: "seen", header: t.seen, cell: ({ seen_at: at }) => <Time at={at} form="relative" /> },
    { key: "begun", header: t.begun, cell: ({ created_at: at }) => <Time at={at} /> },
    { key: "acts", header: t.acts, bare: true, end: true, cell: (session) => <End session={session} /> },
  ];
  return (
    <Section title={t.sessions} lead={t.sessionsLead} flush>
      <Answered answer={sessions} lines={3}>
        {({ data }) => <Table label={t.sessions} rows={data} columns={columns} keyOf={({ id }) => id} />}
      </Answered>
    </Section>
  );
}

function End({ session }: { session: OpenSession }) {
  const t = useTexts(accountTexts);
  const end = useTeamAct<Record<string, never>>(`me/sessions/${session.id}/revoke`, {
    refreshes: ["me"],
    said: t.ended,
  });
  // the member ends the current session by signing out
  return session.current ? null : (
    <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate({})}>
      {t.end}
    </Button>
  );
}
