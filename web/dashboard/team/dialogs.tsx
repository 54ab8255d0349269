import { Button, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Role } from "../../../src/domain/team/role.ts";
import { useTexts } from "../language.tsx";
import { useTeamAct } from "../queries.ts";
import { shellTexts } from "../texts/shell.ts";
import { teamTexts } from "../texts/team.ts";
import { CodeBlock } from "../ui/code.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { CopyButton } from "../ui/copy.tsx";
import { Notice } from "../ui/notice.tsx";
import { RoleChoice } from "./role-choice.tsx";
import type { TeamAnswer } from "./roles-table.tsx";

type Dialog = { opened: boolean; close: () => void };
type Member = TeamAnswer["members"][number];
type Invitation = TeamAnswer["invitations"][number];

/** Invites a member; shows the link once. */
export function InviteDialog({ opened, close }: Dialog) {
  const t = useTexts(teamTexts);
  const words = useTexts(shellTexts);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("developer");
  const [made, setMade] = useState<Invitation | null>(null);
  const invite = useTeamAct<{ email: string; role: Role }, Invitation>("team/invitations", {
    refreshes: ["team"],
    onDone: (invitation) => {
      setMade(invitation);
      setEmail("");
      close();
    },
  });
  return (
    <>
      <Confirm
        opened={opened}
        close={close}
        title={t.invite}
        action={t.inviteAction}
        busy={invite.isPending}
        error={invite.error}
        act={() => invite.mutate({ email, role })}
      >
        <p>{t.inviteLead}</p>
        <TextInput
          label={t.email}
          type="email"
          required
          withAsterisk={false}
          data-autofocus
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <RoleChoice role={role} choose={setRole} />
      </Confirm>
      <Modal
        opened={made !== null}
        onClose={() => setMade(null)}
        title={t.linkTitle(made?.email ?? "")}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": words.close }}
      >
        {made?.link && (
          <Stack gap="md">
            <Notice tone="warn" icon="keys">
              {t.linkHint}
            </Notice>
            <CodeBlock label={t.linkTitle(made.email)} code={made.link} />
            <Stack gap="xs">
              <CopyButton text={made.link} labelled />
              <Button onClick={() => setMade(null)}>{t.done}</Button>
            </Stack>
          </Stack>
        )}
      </Modal>
    </>
  );
}

export function ChangeRoleDialog({ member, opened, close }: Dialog & { member: Member }) {
  const t = useTexts(teamTexts);
  const words = useTexts(shellTexts);
  const [role, setRole] = useState<Role>(member.role);
  const change = useTeamAct<{ role: Role }>(`team/members/${member.id}`, {
    refreshes: ["team", "session"],
    said: t.changed,
    onDone: close,
  });
  return (
    <Confirm
      opened={opened}
      close={close}
      title={t.changeTitle(member.name)}
      action={words.save}
      disabled={role === member.role}
      busy={change.isPending}
      error={change.error}
      act={() => change.mutate({ role })}
    >
      <RoleChoice role={role} choose={setRole} />
    </Confirm>
  );
}

export function RemoveDialog({ member, opened, close }: Dialog & { member: Member }) {
  const t = useTexts(teamTexts);
  const remove = useTeamAct<Record<string, never>>(`team/members/${member.id}/remove`, {
    refreshes: ["team", "session"],
    said: t.removed,
    onDone: close,
  });
  return (
    <Confirm
      opened={opened}
      close={close}
      title={t.removeTitle(member.name)}
      action={t.remove}
      danger
      busy={remove.isPending}
      error={remove.error}
      act={() => remove.mutate({})}
    >
      <p>{t.removeHint}</p>
    </Confirm>
  );
}
