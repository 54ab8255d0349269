import { TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../language.tsx";
import { chargesTexts } from "../texts/charges.ts";
import { readBaht } from "./baht.ts";

type Props = {
  label: string;
  hint?: ReactNode;
  typed: string;
  type: (typed: string) => void;
  /** Checks a valid amount for this field; returns the fault. */
  fault: string | null;
  /** Whether an empty field is only not filled yet. */
  startsEmpty?: boolean;
};

/** Field for an amount in baht. The value stays text until it is parsed to satang. */
export function BahtInput({ label, hint, typed, type, fault, startsEmpty = false }: Props) {
  const { faults } = useTexts(chargesTexts);
  const read = readBaht(typed);
  const unfilled = startsEmpty && typed === "";
  const wrong = "fault" in read ? !unfilled && faults[read.fault] : fault;
  return (
    <TextInput
      label={label}
      description={hint}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      error={wrong}
      leftSection="฿"
      inputMode="decimal"
      autoComplete="off"
      data-autofocus
    />
  );
}
