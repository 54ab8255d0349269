import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTexts } from "../language.tsx";
import { type AmountFault, readAmount, writeAmount } from "../money/amount.ts";
import { chargesTexts } from "../texts/charges.ts";
import { DateField } from "../ui/date-field.tsx";
import classes from "./filter.module.css";
import { type ChargeFilter, chargeStatuses, readFilter } from "./filter.ts";
import { useMethods } from "./method.tsx";

type Faults = Partial<Record<"amount_from" | "amount_to", AmountFault>>;

/** All filters of charges except the search. They take effect together, on "apply". */
export function FilterForm({ filter, apply }: { filter: ChargeFilter; apply: (filter: ChargeFilter) => void }) {
  const t = useTexts(chargesTexts);
  const { kinds, banks, terms } = useMethods();
  const [faults, setFaults] = useState<Faults>({});

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>; // the form has no file fields
    const amounts = { amount_from: amountIn(fields["amount_from"]), amount_to: amountIn(fields["amount_to"]) };
    const found = Object.entries(amounts).flatMap(([name, { fault }]) => (fault ? [[name, fault]] : []));
    setFaults(Object.fromEntries(found));
    if (found.length > 0) return;
    const { amount_from, amount_to } = amounts;
    apply(readFilter({ ...fields, q: filter.q, amount_from: amount_from.amount, amount_to: amount_to.amount }));
  };

  const amountField = (name: "amount_from" | "amount_to", label: string) => (
    <TextInput
      name={name}
      label={label}
      inputMode="decimal"
      leftSection="฿"
      defaultValue={filter[name] === undefined ? "" : writeAmount(filter[name])}
      error={faults[name] && t.faults[faults[name]]}
    />
  );

  return (
    <form className={classes.form} onSubmit={submit} aria-label={t.filters} noValidate>
      <NativeSelect
        name="status"
        label={t.status}
        defaultValue={filter.status ?? ""}
        data={[{ value: "", label: t.any }, ...chargeStatuses.map((value) => ({ value, label: t.statuses[value] }))]}
      />
      {/* The choices are loaded from the gateway. The key redraws the field then, so that the choice in the address is selected. */}
      <NativeSelect
        name="method"
        label={t.method}
        key={`methods ${kinds.length}`}
        defaultValue={filter.method ?? ""}
        data={[{ value: "", label: t.any }, ...kinds]}
      />
      <NativeSelect
        name="bank"
        label={t.bank}
        key={`banks ${banks.length}`}
        defaultValue={filter.bank ?? ""}
        data={[{ value: "", label: t.any }, ...banks]}
      />
      <NativeSelect
        name="term"
        label={t.term}
        key={`terms ${terms.length}`}
        defaultValue={filter.term === undefined ? "" : String(filter.term)}
        data={[{ value: "", label: t.any }, ...terms.map(String)]}
      />
      <TextInput name="schedule" label={t.schedule} defaultValue={filter.schedule ?? ""} />
      {amountField("amount_from", t.amountFrom)}
      {amountField("amount_to", t.amountTo)}
      <DateField name="from" label={t.from} initial={filter.from ?? ""} />
      <DateField name="to" label={t.to} initial={filter.to ?? ""} />
      <TextInput name="metadata_key" label={t.metadataKey} defaultValue={filter.metadata_key ?? ""} />
      <TextInput
        name="metadata_value"
        label={t.metadataValue}
        description={t.metadataHint}
        inputWrapperOrder={["label", "input", "description", "error"]}
        defaultValue={filter.metadata_value ?? ""}
      />
      <Group className={classes.buttons} justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => apply(filter.q ? { q: filter.q } : {})}>
          {t.clear}
        </Button>
        <Button type="submit">{t.apply}</Button>
      </Group>
    </form>
  );
}

/** A blank field is no filter; text that is no amount gives a fault. */
function amountIn(typed = ""): { amount?: number; fault?: AmountFault } {
  const read = readAmount(typed);
  return "fault" in read && read.fault === "empty" ? {} : read;
}
