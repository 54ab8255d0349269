import type { BalanceAnswer, TransactionAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { BalanceParts } from "../ledger/balance-parts.tsx";
import { useTransactionColumns } from "../ledger/columns.tsx";
import classes from "../ledger/ledger.module.css";
import { Go } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { balanceTexts, transactionsTexts } from "../texts/ledger.ts";
import { PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered } from "../ui/state.tsx";
import { Table } from "../ui/table.tsx";

const latestQuery = { limit: 8, order: "reverse_chronological" };

export function Balance() {
  const t = useTexts(balanceTexts);
  const balance = useAnswer<BalanceAnswer>("balance");
  const latest = useAnswer<{ data: TransactionAnswer[] }>("ledger/transactions", { query: latestQuery });
  return (
    <>
      <PageHead title={t.title} lead={t.live} />
      <Sheets>
        <Answered answer={balance} lines={3}>
          {(balance) => <Parts balance={balance} />}
        </Answered>
        <Section
          flush
          title={t.latest}
          actions={
            <Go to="/transactions" className="small">
              {t.seeAll}
            </Go>
          }
        >
          <Answered answer={latest}>{({ data }) => <Latest transactions={data} />}</Answered>
        </Section>
      </Sheets>
    </>
  );
}

function Parts({ balance: { total, transferable, on_hold } }: { balance: BalanceAnswer }) {
  const t = useTexts(balanceTexts);
  const parts = [
    [t.total, total, t.totalHint],
    [t.transferable, transferable, t.transferableHint],
    [t.onHold, on_hold, t.onHoldHint],
  ] as const;
  return <BalanceParts parts={parts} />;
}

function Latest({ transactions }: { transactions: readonly TransactionAnswer[] }) {
  const t = useTexts(transactionsTexts);
  const columns = useTransactionColumns(transactions);
  if (transactions.length === 0) return <p className={`quiet ${classes.none}`}>{t.emptyHint}</p>;
  return <Table label={t.title} rows={transactions} columns={columns} keyOf={({ id }) => id} />;
}
