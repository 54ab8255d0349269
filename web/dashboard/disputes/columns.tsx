import { VisuallyHidden } from "@mantine/core";
import type { DisputeAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { disputesTexts } from "../texts/disputes.ts";
import { Status } from "../ui/badge.tsx";
import { Id } from "../ui/id.tsx";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { standingOf } from "./status.ts";

/** Columns of the list of disputes. */
export function useDisputeColumns(): Column<DisputeAnswer>[] {
  const { columns } = useTexts(disputesTexts);
  return [
    {
      key: "amount",
      header: columns.amount,
      phone: "title",
      cell: ({ amount, id }) => (
        <>
          <Money amount={amount} /> <VisuallyHidden>{id}</VisuallyHidden>
        </>
      ),
    },
    {
      key: "status",
      header: columns.status,
      phone: "corner",
      cell: (dispute) => <Status state={standingOf(dispute)} />,
    },
    {
      key: "respond_by",
      header: columns.respondBy,
      cell: ({ respond_by }) => (respond_by === null ? "–" : <Time at={respond_by} />),
    },
    { key: "charge", header: columns.charge, cell: ({ charge }) => <Id id={charge} /> },
    { key: "opened", header: columns.opened, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
}
