import { VisuallyHidden } from "@mantine/core";
import type { LinkedAccountAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { linkedAccountsTexts } from "../texts/linked-accounts.ts";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { useLinkedName } from "./name.tsx";
import { LinkedStatus } from "./status.tsx";

/** The columns of a list of linked accounts. */
export function useLinkedAccountColumns(): Column<LinkedAccountAnswer>[] {
  const t = useTexts(linkedAccountsTexts);
  const nameOf = useLinkedName();
  return [
    {
      key: "method",
      header: t.columns.method,
      phone: "title",
      cell: (linked) => (
        <>
          <span className="number">{nameOf(linked)}</span> <VisuallyHidden>{linked.id}</VisuallyHidden>
        </>
      ),
    },
    {
      key: "status",
      header: t.columns.status,
      phone: "corner",
      cell: ({ status }) => <LinkedStatus status={status} />,
    },
    { key: "created", header: t.columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
}
