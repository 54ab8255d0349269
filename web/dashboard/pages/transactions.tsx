import { TextInput } from "@mantine/core";
import type { TransactionAnswer } from "../answers.ts";
import { queryOf, readFilter } from "../charges/filter.ts";
import { useTexts } from "../language.tsx";
import { useTransactionColumns } from "../ledger/columns.tsx";
import classes from "../ledger/ledger.module.css";
import { useListed } from "../listed.ts";
import { useSearchParts } from "../navigation.tsx";
import { transactionsTexts } from "../texts/ledger.ts";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";

export function Transactions() {
  const t = useTexts(transactionsTexts);
  const [search, change] = useSearchParts();
  const { from, to } = readFilter(search);
  const pages = useListed<TransactionAnswer>("transactions", queryOf({ ...(from && { from }), ...(to && { to }) }));
  const columns = useTransactionColumns();
  return (
    <>
      <PageHead title={t.title} lead={t.intro} />
      <Section flush>
        <div className={classes.bar}>
          <TextInput
            type="date"
            label={t.from}
            value={from ?? ""}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t.to}
            value={to ?? ""}
            onChange={(event) => change({ to: event.currentTarget.value })}
          />
          {pages.total !== null && <p className={classes.total}>{t.total(String(pages.total))}</p>}
        </div>
        <Listing
          label={t.title}
          pages={pages}
          columns={columns}
          keyOf={({ id }) => id}
          empty={
            <Empty title={from || to ? t.nothingTitle : t.emptyTitle} icon="transactions">
              {from || to ? t.nothingHint : t.emptyHint}
            </Empty>
          }
        />
      </Section>
    </>
  );
}
