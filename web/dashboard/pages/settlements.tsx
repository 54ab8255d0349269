import { Button, SegmentedControl } from "@mantine/core";
import type { z } from "zod";
import type { settlementShape } from "../../../src/api/ledger/settlement.shape.ts";
import { type SettledBy, settledBy } from "../../../src/domain/ledger/settlement.ts";
import { counted } from "../count.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { Days, useDays } from "../ledger/days.tsx";
import classes from "../ledger/ledger.module.css";
import { Money } from "../money/shown.tsx";
import { useSearchParts } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { settlementsTexts } from "../texts/settlements.ts";
import { Id } from "../ui/id.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import { Answered, Empty } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

type SettlementAnswer = z.output<typeof settlementShape.schema>;
type Row = SettlementAnswer["rows"][number];

/** Report for accountants: the movements of the balance by day or by payout, to print and to download. */
export function Settlements() {
  const t = useTexts(settlementsTexts);
  const days = useDays();
  const [search, change] = useSearchParts();
  const by: SettledBy = search["by"] === "payout" ? "payout" : "day";
  const query = { ...days.query, by };
  const answer = useAnswer<SettlementAnswer>("settlements", { query });
  return (
    <>
      <PageHead
        title={t.title}
        lead={t.lead}
        actions={
          <>
            <Button variant="default" onClick={() => window.print()}>
              {t.print}
            </Button>
            <DownloadCsv what="settlements" query={query} />
          </>
        }
      />
      <Section flush>
        <Days days={days} total={null}>
          <div>
            <span id="settled-by" className={classes.label}>
              {t.by}
            </span>
            <SegmentedControl<SettledBy>
              aria-labelledby="settled-by"
              value={by}
              onChange={(chosen) => change({ by: chosen })}
              data={settledBy.map((value) => ({ value, label: t.rows[value] }))}
            />
          </div>
        </Days>
        <Answered answer={answer} lines={8}>
          {(report) => <Report report={report} />}
        </Answered>
      </Section>
    </>
  );
}

function Report({ report: { rows, total, by } }: { report: SettlementAnswer }) {
  const t = useTexts(settlementsTexts);
  const { language } = useLanguage();
  const columns = useColumns(by, total);
  const [, ...amounts] = columns;
  return (
    <>
      <section className={classes.sums} aria-label={t.sums}>
        <p className="small">
          <Time at={total.from} form="day" /> – <Time at={total.to} form="day" />
        </p>
        <dl>
          {[line("opening", t.columns.opening), ...amounts].map(({ key, header, cell }) => (
            <div key={key}>
              <dt>{header}</dt>
              <dd>{cell(total)}</dd>
            </div>
          ))}
        </dl>
        <p className="quiet small">{t.count(counted(total.count, language))}</p>
      </section>
      {rows.length === 0 ? (
        <Empty title={t.emptyTitle} icon="settlements">
          {t.emptyHint}
        </Empty>
      ) : (
        <Table dense label={t.title} rows={rows} columns={columns} keyOf={({ from, payout }) => payout ?? from} />
      )}
    </>
  );
}

/** The columns of a report; what happened nowhere in it has none. */
function useColumns(by: SettledBy, total: Row): Column<Row>[] {
  const t = useTexts(settlementsTexts);
  const { columns } = t;
  const some = (there: boolean, ...found: Column<Row>[]) => (there ? found : []);
  return [
    {
      key: by,
      header: t.rows[by],
      phone: "title",
      cell: ({ from, to, payout }) =>
        by === "day" ? (
          <Time at={from} form="day" />
        ) : (
          <>
            {payout ? <Id id={payout} /> : t.notPaidOut}
            <br />
            <span className="quiet small">
              <Time at={from} /> – <Time at={to} />
            </span>
          </>
        ),
    },
    line("gross", columns.gross),
    ...some(total.refunded !== 0, line("refunded", columns.refunded, -1)),
    ...some(total.disputed !== 0, line("disputed", columns.disputed, -1)),
    line("fee", columns.fee, -1),
    ...some(total.interest !== 0, line("interest", columns.interest, -1)),
    amount("vat", columns.vat, ({ fee_vat, interest_vat }) => -(fee_vat + interest_vat)),
    line("net", columns.net),
    ...some(
      total.paid_out !== 0 || total.payout_fee !== 0,
      line("paid_out", columns.paid_out, -1),
      amount("payout_fee", columns.payout_fee, ({ payout_fee, payout_fee_vat }) => -(payout_fee + payout_fee_vat)),
    ),
    line("closing", columns.closing),
  ];
}

type AmountName = { [Name in keyof Row]: Row[Name] extends number ? Name : never }[keyof Row];

const line = (name: AmountName, header: string, sign: 1 | -1 = 1): Column<Row> =>
  amount(name, header, (row) => sign * row[name]);

function amount(key: string, header: string, amountOf: (row: Row) => number): Column<Row> {
  return { key, header, end: true, cell: (row) => <Money amount={0 + amountOf(row)} /> };
}
