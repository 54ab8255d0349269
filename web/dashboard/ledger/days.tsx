import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { queryOf, readFilter } from "../charges/filter.ts";
import { counted } from "../count.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useSearchParts } from "../navigation.tsx";
import { daysTexts } from "../texts/ledger.ts";
import classes from "./ledger.module.css";

/** The range of days in the address, and the API's parameters for it. */
export function useDays() {
  const [search, change] = useSearchParts();
  const { from, to } = readFilter(search);
  return { from, to, change, query: queryOf({ ...(from && { from }), ...(to && { to }) }) };
}

type DaysProps = { days: ReturnType<typeof useDays>; total: number | null; children?: ReactNode };

/** Choice of the range of days, with further choices and the number of rows. */
export function Days({ days, total, children }: DaysProps) {
  const t = useTexts(daysTexts);
  const { language } = useLanguage();
  const { from, to, change } = days;
  return (
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
      {children}
      {total !== null && <p className={classes.total}>{t.total(counted(total, language))}</p>}
    </div>
  );
}
