import type { TransactionAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { baht } from "../money/shown.tsx";
import { Go } from "../navigation.tsx";
import { transactionsTexts } from "../texts/ledger.ts";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** A movement of the balance as one line of a table. */
export function useTransactionColumns(): Column<TransactionAnswer>[] {
  const { columns, kinds } = useTexts(transactionsTexts);
  const names: Record<string, string> = kinds;
  return [
    {
      key: "amount",
      header: columns.amount,
      phone: "title",
      cell: ({ amount, direction }) => (
        <strong className="number">{direction === "credit" ? `+${baht(amount)}` : baht(-amount)}</strong>
      ),
    },
    {
      key: "kind",
      header: columns.kind,
      cell: ({ key, id }) => (
        <>
          {names[key] ?? key}
          <br />
          <code className="quiet">{id}</code>
        </>
      ),
    },
    { key: "origin", header: columns.origin, cell: ({ origin }) => <Origin id={origin} /> },
    {
      key: "transferable",
      header: columns.transferable,
      cell: ({ transferable_at }) => <Time at={transferable_at} form="day" />,
    },
    { key: "created", header: columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
}

/** The charge, or for a refund whatever charge is found by its id. */
function Origin({ id }: { id: string }) {
  const isCharge = id.startsWith("chrg_");
  return (
    <Go to={isCharge ? `/charges/${id}` : "/charges"} search={isCharge ? {} : { q: id }}>
      <code>{id}</code>
    </Go>
  );
}
