import type { TransactionAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { Money } from "../money/shown.tsx";
import { Go } from "../navigation.tsx";
import { transactionsTexts } from "../texts/ledger.ts";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** Columns of the table of transactions: amount, deductions, net. Interest has a column only if there is any. */
export function useTransactionColumns(rows: readonly TransactionAnswer[]): Column<TransactionAnswer>[] {
  const { columns, kinds } = useTexts(transactionsTexts);
  const names: Record<string, string> = kinds;
  return [
    {
      key: "net",
      header: columns.net,
      phone: "title",
      cell: ({ net }) => <strong className="number">{net > 0 ? `+${money(net)}` : money(net)}</strong>,
    },
    {
      key: "kind",
      header: columns.kind,
      bare: true,
      cell: ({ key, id, origin }) => (
        <>
          {names[key] ?? key}
          <br />
          <span className="small">
            <Origin id={origin} />
          </span>
          <br />
          <code className="quiet small">{id}</code>
        </>
      ),
    },
    amount("gross", columns.gross, ({ gross }) => gross),
    amount("fee", columns.fee, ({ fee }) => -fee),
    ...(rows.some(({ interest }) => interest !== 0)
      ? [amount("interest", columns.interest, ({ interest }) => -interest)]
      : []),
    amount("vat", columns.vat, ({ fee_vat, interest_vat }) => -(fee_vat + interest_vat)),
    {
      key: "transferable",
      header: columns.transferable,
      cell: ({ transferable_at }) => <Time at={transferable_at} form="day" />,
    },
    { key: "created", header: columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
}

function amount(
  key: string,
  header: string,
  amountOf: (transaction: TransactionAnswer) => number,
): Column<TransactionAnswer> {
  return { key, header, end: true, cell: (transaction) => <Money amount={amountOf(transaction)} /> };
}

/** Link to the charge or the dispute; for a refund, to the charge that a search by its id finds; for a transfer, to the page of payouts. */
function Origin({ id }: { id: string }) {
  const [path, search] = placeOf(id);
  return (
    <Go to={path} search={search}>
      <code>{id}</code>
    </Go>
  );
}

function placeOf(id: string): [path: string, search: Record<string, string>] {
  if (id.startsWith("chrg_")) return [`/charges/${id}`, {}];
  if (id.startsWith("dspt_")) return [`/disputes/${id}`, {}];
  if (id.startsWith("trsf_")) return ["/payouts", {}];
  return ["/charges", { q: id }];
}
