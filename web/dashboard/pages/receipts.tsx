import type { ReceiptAnswer, ReceiptMonthsAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { DayListing } from "../ledger/day-listing.tsx";
import { useDays } from "../ledger/days.tsx";
import { useListed } from "../listed.ts";
import { useMode } from "../mode.ts";
import { Money } from "../money/shown.tsx";
import { useAnswer } from "../queries.ts";
import { dayText, monthText } from "../receipts/day.ts";
import { receiptsTexts } from "../texts/receipts.ts";
import { Badge } from "../ui/badge.tsx";
import { PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { Answered } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";

/** Receipts for fees: the months, each with its tax invoice, and all days. In live mode it says whose fees are on none. */
export function Receipts() {
  const t = useTexts(receiptsTexts);
  const { language } = useLanguage();
  const isLive = useMode() === "live";
  const days = useDays();
  const pages = useListed<ReceiptAnswer>("receipts", days.query);
  const months = useAnswer<ReceiptMonthsAnswer>("receipts/months");
  const columns: Column<ReceiptAnswer>[] = [
    { key: "day", header: t.columns.day, phone: "title", cell: ({ issued_on }) => dayText(issued_on, language) },
    {
      key: "number",
      header: t.columns.number,
      phone: "corner",
      cell: ({ number, credit_note }) => (
        <>
          <code>{number}</code> {credit_note && <Badge tone="warn">{t.credit}</Badge>}
        </>
      ),
    },
    amount("subtotal", t.columns.subtotal),
    amount("vat", t.columns.vat),
    amount("total", t.columns.total),
  ];
  return (
    <>
      <PageHead
        title={t.title}
        lead={isLive ? t.liveLead : t.lead}
        actions={<DownloadCsv what="receipts" query={days.query} />}
      />
      <Sheets>
        {isLive && <Notice icon="receipts">{t.ofUpstreams}</Notice>}
        <Answered answer={months} lines={3}>
          {({ data }) => (data.length === 0 ? null : <Months months={data} />)}
        </Answered>
        <Section flush title={t.days}>
          <DayListing
            label={t.days}
            days={days}
            pages={pages}
            columns={columns}
            to={({ issued_on }) => `/receipts/${issued_on.slice(0, 7)}`}
            icon="receipts"
            words={{ ...t, emptyHint: isLive ? t.liveEmptyHint : t.emptyHint }}
          />
        </Section>
      </Sheets>
    </>
  );
}

type Month = ReceiptMonthsAnswer["data"][number];

function Months({ months }: { months: readonly Month[] }) {
  const t = useTexts(receiptsTexts);
  const { language } = useLanguage();
  const columns: Column<Month>[] = [
    { key: "month", header: t.monthColumns.month, phone: "title", cell: ({ month }) => monthText(month, language) },
    {
      key: "receipts",
      header: t.monthColumns.receipts,
      end: true,
      cell: ({ receipts }) => counted(receipts, language),
    },
    amount("subtotal", t.monthColumns.subtotal),
    amount("vat", t.monthColumns.vat),
    amount("total", t.monthColumns.total),
  ];
  return (
    <Section flush title={t.months}>
      <Table
        label={t.months}
        rows={months}
        columns={columns}
        keyOf={({ month }) => month}
        to={({ month }) => `/receipts/${month}`}
      />
    </Section>
  );
}

function amount<Name extends "subtotal" | "vat" | "total", Row extends Record<Name, number>>(
  name: Name,
  header: string,
): Column<Row> {
  return { key: name, header, end: true, cell: (row) => <Money amount={row[name]} /> };
}
