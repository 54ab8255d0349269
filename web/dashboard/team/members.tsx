import { useState } from "react";
import { useTexts } from "../language.tsx";
import { useSession } from "../session.tsx";
import { shellTexts } from "../texts/shell.ts";
import { teamTexts } from "../texts/team.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/layout.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { ChangeRoleDialog, RemoveDialog } from "./dialogs.tsx";
import type { TeamAnswer } from "./roles-table.tsx";
import classes from "./team.module.css";

type Member = TeamAnswer["members"][number];

/** Members of the team. */
export function Members({ members }: { members: Member[] }) {
  const t = useTexts(teamTexts);
  const words = useTexts(shellTexts);
  const columns: readonly Column<Member>[] = [
    { key: "who", header: t.member, cell: (member) => <Who member={member} />, phone: "title" },
    { key: "role", header: t.role, cell: ({ role }) => words.roles[role], phone: "corner" },
    {
      key: "codes",
      header: t.codes,
      cell: ({ totp_enabled: on }) => <Badge tone={on ? "good" : "quiet"}>{on ? t.on : t.off}</Badge>,
    },
    {
      key: "seen",
      header: t.seen,
      cell: ({ seen_at: at }) => (at ? <Time at={at} form="relative" /> : <span className="quiet">{t.never}</span>),
    },
    { key: "acts", header: t.acts, bare: true, end: true, cell: (member) => <Acts member={member} /> },
  ];
  return (
    <Section title={t.members} flush>
      <Table label={t.members} rows={members} columns={columns} keyOf={({ id }) => id} />
    </Section>
  );
}

function Who({ member }: { member: Member }) {
  const t = useTexts(teamTexts);
  const session = useSession();
  return (
    <span className={classes.who}>
      <span className={classes.name}>
        <strong>{member.name}</strong>
        {member.id === session.member.id && <Badge tone="info">{t.you}</Badge>}
        {member.operator && <Badge tone="quiet">{t.operator}</Badge>}
      </span>
      <span className="quiet small">{member.email}</span>
    </span>
  );
}

function Acts({ member }: { member: Member }) {
  const t = useTexts(teamTexts);
  const session = useSession();
  const [open, setOpen] = useState<"role" | "remove" | null>(null);
  // Only owners change owners, and only operators change operators; the gateway checks it, too.
  if (member.role === "owner" && session.member.role !== "owner") return null;
  if (member.operator && !session.member.operator) return null;
  const close = () => setOpen(null);
  return (
    <span className={classes.acts}>
      <ActButton right="team" size="compact-sm" variant="default" of={member.name} onClick={() => setOpen("role")}>
        {t.changeRole}
      </ActButton>
      <ActButton right="team" size="compact-sm" variant="default" of={member.name} onClick={() => setOpen("remove")}>
        {t.remove}
      </ActButton>
      {open === "role" && <ChangeRoleDialog member={member} opened close={close} />}
      <RemoveDialog member={member} opened={open === "remove"} close={close} />
    </span>
  );
}
