import { useState } from "react";
import { useTexts } from "../language.tsx";
import { useTeamAct } from "../queries.ts";
import { teamTexts } from "../texts/team.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/layout.tsx";
import type { TeamAnswer } from "./roles-table.tsx";

/** Setting: one-time codes are required of every member. */
export function RequiredCodes({ required }: { required: TeamAnswer["codes_required"] }) {
  const t = useTexts(teamTexts);
  const [asking, setAsking] = useState(false);
  const next = required === "no";
  const change = useTeamAct<{ required: boolean }>("team/codes", {
    refreshes: ["team", "session"],
    said: next ? t.codesRequiredNow : t.codesOptionalNow,
    onDone: () => setAsking(false),
  });
  return (
    <Section
      title={t.requiredCodes}
      lead={t.requiredCodesLead}
      actions={
        required !== "server" && (
          <ActButton right="team" variant="default" onClick={() => setAsking(true)}>
            {next ? t.requireCodes : t.noLongerRequire}
          </ActButton>
        )
      }
    >
      <p>
        <Badge tone={next ? "quiet" : "good"}>{next ? t.off : t.on}</Badge> {t.codesRequired[required]}
      </p>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={next ? t.requireTitle : t.noLongerTitle}
        action={next ? t.requireCodes : t.noLongerRequire}
        danger={!next}
        busy={change.isPending}
        error={change.error}
        act={() => change.mutate({ required: next })}
      >
        <p>{next ? t.requireHint : t.noLongerHint}</p>
      </Confirm>
    </Section>
  );
}
