import type { LinkedAccountAnswer } from "../answers.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { DayListing } from "../ledger/day-listing.tsx";
import { useDays } from "../ledger/days.tsx";
import { useLinkedAccountColumns } from "../linked-accounts/columns.tsx";
import { useListed } from "../listed.ts";
import { linkedAccountsTexts } from "../texts/linked-accounts.ts";
import { PageHead, Section } from "../ui/layout.tsx";

/** List of linked accounts. */
export function LinkedAccounts() {
  const t = useTexts(linkedAccountsTexts);
  const days = useDays();
  const pages = useListed<LinkedAccountAnswer>("linked_accounts", days.query);
  const columns = useLinkedAccountColumns();
  return (
    <>
      <PageHead title={t.title} lead={t.lead} actions={<DownloadCsv what="linked_accounts" query={days.query} />} />
      <Section flush>
        <DayListing
          label={t.title}
          days={days}
          pages={pages}
          columns={columns}
          to={({ id }) => `/linked-accounts/${id}`}
          icon="links"
          words={t}
        />
      </Section>
    </>
  );
}
