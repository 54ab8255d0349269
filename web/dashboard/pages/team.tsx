import { useState } from "react";
import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { useTeamAnswer } from "../queries.ts";
import { InviteDialog } from "../team/dialogs.tsx";
import { Invitations } from "../team/invitations.tsx";
import { Members } from "../team/members.tsx";
import { RequiredCodes } from "../team/required-codes.tsx";
import { RolesTable, type TeamAnswer } from "../team/roles-table.tsx";
import { teamTexts } from "../texts/team.ts";
import { ActButton } from "../ui/act-button.tsx";
import { PageHead, Sheets } from "../ui/layout.tsx";
import { Answered } from "../ui/state.tsx";

/** Members of the team and their roles. */
export function Team() {
  const t = useTexts(teamTexts);
  const team = useTeamAnswer<TeamAnswer>("team");
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHead
        title={usePageTitle()}
        lead={t.lead}
        actions={
          <ActButton right="team" onClick={() => setInviting(true)}>
            {t.invite}
          </ActButton>
        }
      />
      <Answered answer={team}>
        {({ members, invitations, roles, codes_required: required }) => (
          <Sheets>
            <Members members={members} />
            {invitations.length > 0 && <Invitations invitations={invitations} />}
            <RequiredCodes required={required} />
            <RolesTable roles={roles} />
          </Sheets>
        )}
      </Answered>
      <InviteDialog opened={inviting} close={() => setInviting(false)} />
    </>
  );
}
