import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useLanguage } from "../language.tsx";
import { timeText } from "../time.ts";

type DateFieldProps = { name: string; label: string; initial: string; changed?: (day: string) => void };

/**
 * A day. The browser's own field writes it as the device does, which need not be the dashboard's language and never has years of the Buddhist era, so the
 * day that was chosen stands below as every other day is written here.
 */
export function DateField({ name, label, initial, changed }: DateFieldProps) {
  const { language } = useLanguage();
  const [chosen, choose] = useState(initial);
  return (
    <TextInput
      type="date"
      name={name}
      label={label}
      defaultValue={initial}
      onChange={({ currentTarget: { value } }) => {
        choose(value);
        changed?.(value);
      }}
      description={chosen === "" ? undefined : timeText(chosen, "day", language)}
      inputWrapperOrder={["label", "input", "description", "error"]}
    />
  );
}
