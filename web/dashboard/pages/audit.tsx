import { Button } from "@mantine/core";
import { Acts } from "../audit/acts.tsx";
import type { Act } from "../audit/lines.ts";
import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { useTeamPages } from "../queries.ts";
import { auditTexts } from "../texts/audit.ts";
import { shellTexts } from "../texts/shell.ts";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty, Failure, Loading } from "../ui/state.tsx";

/** The audit log. */
export function Audit() {
  const t = useTexts(auditTexts);
  const words = useTexts(shellTexts);
  const acts = useTeamPages<Act>("audit");
  return (
    <>
      <PageHead title={usePageTitle()} lead={t.lead} />
      {acts.error ? (
        <Failure error={acts.error} retry={acts.retry} />
      ) : acts.isPending ? (
        <Loading lines={10} />
      ) : (
        <Section flush>
          {acts.rows.length > 0 ? (
            <Acts acts={acts.rows} />
          ) : (
            <Empty title={t.empty} icon="audit">
              {t.emptyHint}
            </Empty>
          )}
        </Section>
      )}
      {acts.hasMore && (
        <Button mt="md" variant="default" onClick={acts.loadMore} loading={acts.isLoadingMore}>
          {words.loadMore}
        </Button>
      )}
    </>
  );
}
