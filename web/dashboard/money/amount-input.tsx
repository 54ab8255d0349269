import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTexts } from "../language.tsx";
import { chargesTexts } from "../texts/charges.ts";
import { homeCurrency, readAmount } from "./amount.ts";

type Props = {
  /** The account's by default. */
  currency?: string;
  label: string;
  hint?: ReactNode;
  typed: string;
  type: (typed: string) => void;
  /** Checks a valid amount for this field; returns the fault. */
  fault: string | null;
  /** Whether nothing is a value, too. */
  empty?: true;
};

/** Field for an amount in the account's currency, or in another. The value stays text until it is parsed to minor units; an empty field is no fault until something was typed. */
export function AmountInput({ currency = homeCurrency(), label, hint, typed, type, fault, empty }: Props) {
  const { faults } = useTexts(chargesTexts);
  const [touched, touch] = useState(typed !== "");
  const read = readAmount(typed, currency);
  const wrong = "amount" in read || (empty && read.fault === "empty") ? fault : faults[read.fault];
  return (
    <TextInput
      label={label}
      description={hint}
      value={typed}
      onChange={(event) => {
        touch(true);
        type(event.currentTarget.value);
      }}
      error={touched && wrong}
      leftSection={currency === "THB" ? "฿" : currency}
      leftSectionWidth={currency === "THB" ? undefined : 56}
      inputMode="decimal"
      autoComplete="off"
      data-autofocus
    />
  );
}
