import { VisuallyHidden } from "@mantine/core";
import type { ChargeAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { chargesTexts } from "../texts/charges.ts";
import { Id } from "../ui/id.tsx";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { ChargeStatus } from "./charge-status.tsx";
import { PaidWith } from "./method.tsx";

/** A charge as one line of a table. */
export function useChargeColumns(): Column<ChargeAnswer>[] {
  const { columns } = useTexts(chargesTexts);
  return [
    {
      key: "amount",
      header: columns.amount,
      phone: "title",
      cell: ({ amount, currency, id }) => (
        <>
          <Money amount={amount} currency={currency} /> <VisuallyHidden>{id}</VisuallyHidden>
        </>
      ),
    },
    { key: "status", header: columns.status, phone: "corner", cell: (charge) => <ChargeStatus charge={charge} /> },
    { key: "method", header: columns.method, cell: (charge) => <PaidWith charge={charge} /> },
    {
      key: "description",
      header: columns.description,
      cell: ({ description, id }) => (description ? description : <Id id={id} />),
    },
    {
      key: "schedule",
      header: columns.schedule,
      phone: "hidden",
      cell: ({ schedule }) => schedule && <Id id={schedule} />,
    },
    { key: "created", header: columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
}
