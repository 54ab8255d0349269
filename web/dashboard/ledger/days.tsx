import { TextInput } from "@mantine/core";
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

/** Choice of the range of days, with the number of rows. */
export function Days({ days, total }: { days: ReturnType<typeof useDays>; total: number | null }) {
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
      {total !== null && <p className={classes.total}>{t.total(counted(total, language))}</p>}
    </div>
  );
}
