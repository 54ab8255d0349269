import { VisuallyHidden } from "@mantine/core";
import type { RefundAnswer } from "../answers.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { DayListing } from "../ledger/day-listing.tsx";
import { useDays } from "../ledger/days.tsx";
import { useListed } from "../listed.ts";
import { Money } from "../money/shown.tsx";
import { Go } from "../navigation.tsx";
import { refundsTexts } from "../texts/ledger.ts";
import { Status } from "../ui/badge.tsx";
import { Id } from "../ui/id.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** List of refunds; every row leads to the refund's charge. */
export function Refunds() {
  const t = useTexts(refundsTexts);
  const days = useDays();
  const pages = useListed<RefundAnswer>("refunds", days.query);
  const columns: Column<RefundAnswer>[] = [
    {
      key: "amount",
      header: t.columns.amount,
      phone: "title",
      cell: ({ amount, currency, id }) => (
        <>
          <Money amount={amount} currency={currency} /> <VisuallyHidden>{id}</VisuallyHidden>
        </>
      ),
    },
    {
      key: "status",
      header: t.columns.status,
      phone: "corner",
      cell: ({ status, voided }) => <Status state={voided && status === "closed" ? "voided" : status} />,
    },
    { key: "id", header: t.columns.id, phone: "hidden", cell: ({ id }) => <Id id={id} /> },
    { key: "charge", header: t.columns.charge, cell: ({ charge }) => <Id id={charge} /> },
    { key: "created", header: t.columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
  return (
    <>
      <PageHead title={t.title} actions={<DownloadCsv what="refunds" query={days.query} />} />
      <Section flush>
        <DayListing
          label={t.title}
          days={days}
          pages={pages}
          columns={columns}
          to={({ charge }) => `/charges/${charge}`}
          icon="refunds"
          words={t}
          begin={
            <Go to="/charges" search={{ status: "successful" }}>
              {t.toCharges}
            </Go>
          }
        />
      </Section>
    </>
  );
}
