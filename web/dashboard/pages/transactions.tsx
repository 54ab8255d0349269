import type { SumsAnswer, TransactionAnswer } from "../answers.ts";
import type { Query } from "../api.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { useTransactionColumns } from "../ledger/columns.tsx";
import { DayListing } from "../ledger/day-listing.tsx";
import { useDays } from "../ledger/days.tsx";
import classes from "../ledger/ledger.module.css";
import { useListed } from "../listed.ts";
import { Money } from "../money/shown.tsx";
import { useAnswer } from "../queries.ts";
import { transactionsTexts } from "../texts/ledger.ts";
import { PageHead, Section } from "../ui/layout.tsx";

export function Transactions() {
  const t = useTexts(transactionsTexts);
  const days = useDays();
  const pages = useListed<TransactionAnswer>("ledger/transactions", days.query);
  const columns = useTransactionColumns(pages.rows);
  return (
    <>
      <PageHead title={t.title} lead={t.intro} actions={<DownloadCsv what="transactions" query={days.query} />} />
      <Section flush>
        <DayListing label={t.title} days={days} pages={pages} columns={columns} icon="transactions" words={t}>
          <Sums query={days.query} />
        </DayListing>
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
