import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { ChargeAnswer, LinkedAccountAnswer } from "../answers.ts";
import { changedByActs } from "../charge/acts.ts";
import { useTexts } from "../language.tsx";
import { amountIn, homeCurrency, money } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useOpen } from "../navigation.tsx";
import { useAct } from "../queries.ts";
import { linkedAccountsTexts } from "../texts/linked-accounts.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useLinkedName } from "./name.tsx";

/** Takes money from a linked account, once however often the button is pressed, and leads to the charge. */
export function ChargeDialog({ linked, close }: { linked: LinkedAccountAnswer; close: () => void }) {
  const t = useTexts(linkedAccountsTexts);
  const open = useOpen();
  const nameOf = useLinkedName();
  const [typed, type] = useState("");
  const [description, setDescription] = useState("");
  const amount = amountIn(typed);
  const charge = useAct<Record<string, unknown>, ChargeAnswer>("charges", {
    once: true,
    refreshes: changedByActs,
    said: t.charged,
    onDone: ({ id }) => open(`/charges/${id}`),
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.chargeTitle(nameOf(linked))}
      action={t.chargeAction(amount === null ? "" : money(amount)).trim()}
      disabled={amount === null || amount === 0}
      busy={charge.isPending}
      error={charge.error}
      act={() => charge.mutate({ amount, currency: homeCurrency(), linked_account: linked.id, description })}
    >
      <p>{t.chargeHint}</p>
      <AmountInput label={t.amount} typed={typed} type={type} fault={null} />
      <TextInput
        label={t.chargeDescription}
        value={description}
        maxLength={1_000}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
    </Confirm>
  );
}
