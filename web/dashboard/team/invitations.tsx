import { useTexts } from "../language.tsx";
import { useTeamAct } from "../queries.ts";
import { shellTexts } from "../texts/shell.ts";
import { teamTexts } from "../texts/team.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Section } from "../ui/layout.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import type { TeamAnswer } from "./roles-table.tsx";

type Invitation = TeamAnswer["invitations"][number];

/** Open invitations. */
export function Invitations({ invitations }: { invitations: Invitation[] }) {
  const t = useTexts(teamTexts);
  const words = useTexts(shellTexts);
  const columns: readonly Column<Invitation>[] = [
    { key: "email", header: t.email, cell: ({ email }) => email, phone: "title" },
    { key: "role", header: t.role, cell: ({ role }) => words.roles[role], phone: "corner" },
    { key: "until", header: t.expires, cell: ({ expires_at: at }) => <Time at={at} /> },
    { key: "acts", header: t.acts, bare: true, end: true, cell: (invitation) => <TakeBack invitation={invitation} /> },
  ];
  return (
    <Section title={t.invitations} flush>
      <Table label={t.invitations} rows={invitations} columns={columns} keyOf={({ id }) => id} />
    </Section>
  );
}

function TakeBack({ invitation }: { invitation: Invitation }) {
  const t = useTexts(teamTexts);
  const revoke = useTeamAct<Record<string, never>>(`team/invitations/${invitation.id}/revoke`, {
    refreshes: ["team"],
    said: t.takenBack,
  });
  return (
    <ActButton
      right="team"
      size="compact-sm"
      variant="default"
      of={invitation.email}
      loading={revoke.isPending}
      onClick={() => revoke.mutate({})}
    >
      {t.takeBack}
    </ActButton>
  );
}
