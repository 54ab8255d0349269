import { useState } from "react";
import type { ScheduleAnswer } from "../answers.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { useScheduleColumns } from "../schedules/columns.tsx";
import { CreateDialog } from "../schedules/create-dialog.tsx";
import { schedulesTexts } from "../texts/schedules.ts";
import { ActButton } from "../ui/act-button.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";

/** Schedules that charge customers, newest first; those that pay out are on the page of payouts. */
export function Schedules() {
  const t = useTexts(schedulesTexts);
  const [creating, create] = useState(false);
  const pages = useListed<ScheduleAnswer>("charges/schedules");
  const columns = useScheduleColumns();
  const button = (
    <ActButton right="schedules" onClick={() => create(true)}>
      {t.create}
    </ActButton>
  );
  return (
    <>
      <PageHead
        title={t.title}
        actions={
          <>
            <DownloadCsv what="schedules" query={{}} />
            {button}
          </>
        }
      />
      <Section flush>
        <Listing
          label={t.title}
          pages={pages}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/schedules/${id}`}
          empty={
            <Empty title={t.emptyTitle} icon="schedules">
              {t.emptyHint}
            </Empty>
          }
        />
      </Section>
      {creating && <CreateDialog close={() => create(false)} />}
    </>
  );
}
