import type { DisputeAnswer } from "../answers.ts";
import { useDisputeColumns } from "../disputes/columns.tsx";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { Days, useDays } from "../ledger/days.tsx";
import { useListed } from "../listed.ts";
import { disputesTexts } from "../texts/disputes.ts";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";

/** List of disputes, each with the end of the time to answer it. */
export function Disputes() {
  const t = useTexts(disputesTexts);
  const days = useDays();
  const pages = useListed<DisputeAnswer>("dispute_cases", days.query);
  const chosen = days.from || days.to;
  return (
    <>
      <PageHead title={t.title} lead={t.lead} actions={<DownloadCsv what="disputes" query={days.query} />} />
      <Section flush>
        <Days days={days} total={pages.total} />
        <Listing
          label={t.title}
          pages={pages}
          columns={useDisputeColumns()}
          keyOf={({ id }) => id}
          to={({ id }) => `/disputes/${id}`}
          empty={
            <Empty title={chosen ? t.nothingTitle : t.emptyTitle} icon="disputes">
              {chosen ? t.nothingHint : t.emptyHint}
            </Empty>
          }
        />
      </Section>
    </>
  );
}
