import { useLanguage, useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { chargesTexts } from "../texts/charges.ts";
import { timeText } from "../time.ts";
import { Icon } from "../ui/icon.tsx";
import classes from "./filter.module.css";
import type { ChargeFilter } from "./filter.ts";
import { useMethods } from "./method.tsx";

type Chip = { parts: (keyof ChargeFilter)[]; text: string };

/** The active filters, each with a button that removes it. */
export function FilterChips({ filter, drop }: { filter: ChargeFilter; drop: (parts: (keyof ChargeFilter)[]) => void }) {
  const t = useTexts(chargesTexts);
  const chips = useChips(filter);
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={t.filters}>
      {chips.map(({ parts, text }) => (
        <li key={parts.join()}>
          <button type="button" onClick={() => drop(parts)} aria-label={t.drop(text)}>
            {text}
            <Icon name="cross" size={13} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function useChips(filter: ChargeFilter): Chip[] {
  const t = useTexts(chargesTexts);
  const { language } = useLanguage();
  const { status, method, bank, schedule, term, amount_from, amount_to, from, to, metadata_key, metadata_value, q } =
    filter;
  const day = (text: string | undefined) => text && timeText(`${text}T12:00:00+07:00`, "day", language);
  const written = (amount: number | undefined) => (amount === undefined ? undefined : money(amount));
  const { kinds, banks, name } = useMethods();
  const bankName = banks.find(({ value }) => value === bank)?.label ?? bank;
  const chips: (Chip | false | "" | undefined)[] = [
    q !== undefined && { parts: ["q"], text: `“${q}”` },
    status && { parts: ["status"], text: t.statuses[status] },
    method && { parts: ["method"], text: kinds.find(({ value }) => value === method)?.label ?? name(method) },
    bank && { parts: ["bank"], text: bankName ?? "" },
    schedule && { parts: ["schedule"], text: `${t.schedule}: …${schedule.slice(-6)}` },
    term !== undefined && { parts: ["term"], text: t.months(term) },
    (amount_from ?? amount_to) !== undefined && {
      parts: ["amount_from", "amount_to"],
      text: range(written(amount_from), written(amount_to)),
    },
    (from ?? to) !== undefined && { parts: ["from", "to"], text: range(day(from), day(to)) },
    (metadata_key ?? metadata_value) !== undefined && {
      parts: ["metadata_key", "metadata_value"],
      text: [metadata_key, metadata_value].filter((part) => part !== undefined).join(": "),
    },
  ];
  return chips.filter((chip): chip is Chip => Boolean(chip));
}

/** A range, which may be open at one end. */
function range(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return `≤ ${to}`;
  if (to === undefined) return `≥ ${from}`;
  return from === to ? from : `${from} – ${to}`;
}
