import type { LinkedAccountAnswer } from "../answers.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { Days, useDays } from "../ledger/days.tsx";
import { useLinkedAccountColumns } from "../linked-accounts/columns.tsx";
import { useListed } from "../listed.ts";
import { linkedAccountsTexts } from "../texts/linked-accounts.ts";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";

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
        <Days days={days} total={pages.total} />
        <Listing
          label={t.title}
          pages={pages}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/linked-accounts/${id}`}
          empty={
            days.from || days.to ? (
              <Empty title={t.nothingTitle} icon="search">
                {t.nothingHint}
              </Empty>
            ) : (
              <Empty title={t.emptyTitle} icon="links">
                {t.emptyHint}
              </Empty>
            )
          }
        />
      </Section>
    </>
  );
}
