import { VisuallyHidden } from "@mantine/core";
import type { CheckoutSessionAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { DayListing } from "../ledger/day-listing.tsx";
import { useDays } from "../ledger/days.tsx";
import { useListed } from "../listed.ts";
import { Money } from "../money/shown.tsx";
import { sessionsTexts } from "../texts/checkout-sessions.ts";
import { Status } from "../ui/badge.tsx";
import { Id } from "../ui/id.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** List of checkout sessions. */
export function CheckoutSessions() {
  const t = useTexts(sessionsTexts);
  const { language } = useLanguage();
  const days = useDays();
  const pages = useListed<CheckoutSessionAnswer>("checkout_sessions", days.query);
  const columns: Column<CheckoutSessionAnswer>[] = [
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
    { key: "status", header: t.columns.status, phone: "corner", cell: ({ status }) => <Status state={status} /> },
    { key: "order", header: t.columns.order, cell: ({ order_id, id }) => order_id ?? <Id id={id} /> },
    {
      key: "attempts",
      header: t.columns.attempts,
      end: true,
      cell: ({ payments }) => counted(payments.length, language),
    },
    { key: "created", header: t.columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      <Section flush>
        <DayListing
          label={t.title}
          days={days}
          pages={pages}
          columns={columns}
          to={({ id }) => `/checkout-sessions/${id}`}
          icon="external"
          words={t}
        />
      </Section>
    </>
  );
}
