import { VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import type { LinkAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { DayListing } from "../ledger/day-listing.tsx";
import { useDays } from "../ledger/days.tsx";
import { CreateDialog } from "../links/dialogs.tsx";
import { stateOf } from "../links/status.ts";
import { useListed } from "../listed.ts";
import { Money } from "../money/shown.tsx";
import { useOpen } from "../navigation.tsx";
import { linksTexts } from "../texts/links.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** List of payment links, and a dialog that makes one. */
export function Links() {
  const t = useTexts(linksTexts);
  const { language } = useLanguage();
  const days = useDays();
  const go = useOpen();
  const [creating, setCreating] = useState(false);
  const pages = useListed<LinkAnswer>("links", days.query);
  const columns: Column<LinkAnswer>[] = [
    {
      key: "amount",
      header: t.columns.amount,
      phone: "title",
      cell: ({ amount, id }) => (
        <>
          <Money amount={amount} /> <VisuallyHidden>{id}</VisuallyHidden>
        </>
      ),
    },
    { key: "status", header: t.columns.status, phone: "corner", cell: (link) => <Status state={stateOf(link)} /> },
    { key: "title", header: t.columns.title, cell: ({ title }) => title },
    {
      key: "charges",
      header: t.columns.charges,
      end: true,
      cell: ({ charges }) => counted(charges.total, language),
    },
    { key: "created", header: t.columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
  return (
    <>
      <PageHead
        title={t.title}
        lead={t.lead}
        actions={
          <>
            <DownloadCsv what="links" query={days.query} />
            <ActButton right="links" onClick={() => setCreating(true)}>
              {t.create}
            </ActButton>
          </>
        }
      />
      <Section flush>
        <DayListing
          label={t.title}
          days={days}
          pages={pages}
          columns={columns}
          to={({ id }) => `/links/${id}`}
          icon="links"
          words={t}
        />
      </Section>
      {creating && <CreateDialog close={() => setCreating(false)} show={({ id }) => go(`/links/${id}`)} />}
    </>
  );
}
