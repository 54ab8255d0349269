import type { SumsAnswer, TransactionAnswer } from "../answers.ts";
import type { Query } from "../api.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { useTransactionColumns } from "../ledger/columns.tsx";
import { Days, useDays } from "../ledger/days.tsx";
import classes from "../ledger/ledger.module.css";
import { useListed } from "../listed.ts";
import { Money } from "../money/shown.tsx";
import { useAnswer } from "../queries.ts";
import { transactionsTexts } from "../texts/ledger.ts";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";

export function Transactions() {
  const t = useTexts(transactionsTexts);
  const days = useDays();
  const pages = useListed<TransactionAnswer>("ledger/transactions", days.query);
  const columns = useTransactionColumns(pages.rows);
  const narrowed = days.from || days.to;
  return (
    <>
      <PageHead title={t.title} lead={t.intro} actions={<DownloadCsv what="transactions" query={days.query} />} />
      <Section flush>
        <Days days={days} total={pages.total} />
        <Sums query={days.query} />
        <Listing
          label={t.title}
          pages={pages}
          columns={columns}
          keyOf={({ id }) => id}
          empty={
            <Empty title={narrowed ? t.nothingTitle : t.emptyTitle} icon="transactions">
              {narrowed ? t.nothingHint : t.emptyHint}
            </Empty>
          }
        />
      </Section>
    </>
  );
}

/** Totals of the chosen days, including rows that are not loaded yet. */
function Sums({ query }: { query: Query }) {
  const { sums: label, tooMany, columns } = useTexts(transactionsTexts);
  const { data } = useAnswer<SumsAnswer>("ledger/sums", { query });
  if (data?.sums === null) return <p className={`quiet small ${classes.sums}`}>{tooMany}</p>;
  const sums = data?.sums;
  if (!sums || sums.count === 0) return null;
  const parts: [name: string, minor: number][] = [
    [columns.gross, sums.gross],
    [columns.fee, -sums.fee],
    ...(sums.interest === 0 ? [] : [[columns.interest, -sums.interest] as [string, number]]),
    [columns.vat, -sums.vat],
    [columns.net, sums.net],
  ];
  return (
    <section className={classes.sums} aria-label={label}>
      <dl>
        {parts.map(([name, minor]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Money amount={minor} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
