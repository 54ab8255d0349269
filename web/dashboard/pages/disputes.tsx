import type { DisputeAnswer } from "../answers.ts";
import { useDisputeColumns } from "../disputes/columns.tsx";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { DayListing } from "../ledger/day-listing.tsx";
import { useDays } from "../ledger/days.tsx";
import { useListed } from "../listed.ts";
import { disputesTexts } from "../texts/disputes.ts";
import { PageHead, Section } from "../ui/layout.tsx";

/** List of disputes, each with the end of the time to answer it. */
export function Disputes() {
  const t = useTexts(disputesTexts);
  const days = useDays();
  const pages = useListed<DisputeAnswer>("dispute_cases", days.query);
  return (
    <>
      <PageHead title={t.title} lead={t.lead} actions={<DownloadCsv what="disputes" query={days.query} />} />
      <Section flush>
        <DayListing
          label={t.title}
          days={days}
          pages={pages}
          columns={useDisputeColumns()}
          to={({ id }) => `/disputes/${id}`}
          icon="disputes"
          words={t}
        />
      </Section>
    </>
  );
}
