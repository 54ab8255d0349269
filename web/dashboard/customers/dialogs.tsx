import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { CardAnswer, ChargeAnswer, CustomerAnswer } from "../answers.ts";
import { changedByActs } from "../charge/acts.ts";
import { useTexts } from "../language.tsx";
import { amountIn, homeCurrency, money } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useOpen } from "../navigation.tsx";
import { useAct } from "../queries.ts";
import { customerTexts } from "../texts/customers.ts";
import { shellTexts } from "../texts/shell.ts";
import { Confirm } from "../ui/confirm.tsx";
import { DeleteDialog } from "../ui/delete-dialog.tsx";
import { cardName } from "./card-name.tsx";

/** Paths of all data that a change of a customer may change. */
export const changedByCustomers = [
  "customers",
  "search/customers",
  "charges",
  "search/charges",
  "events",
  "deliveries",
];

type Dialog = { customer: CustomerAnswer; close: () => void };

/** Edits what is noted of a customer. */
export function EditDialog({ customer, close }: Dialog) {
  const t = useTexts(customerTexts);
  const words = useTexts(shellTexts);
  const before = JSON.stringify(customer.metadata, null, 2);
  const [email, setEmail] = useState(customer.email ?? "");
  const [description, setDescription] = useState(customer.description ?? "");
  const [metadata, setMetadata] = useState(before);
  const read = objectIn(metadata);
  const save = useAct<Record<string, unknown>>(`customers/${customer.id}`, {
    method: "PATCH",
    refreshes: changedByCustomers,
    said: t.saved,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.editTitle}
      action={words.save}
      disabled={read === null}
      busy={save.isPending}
      error={save.error}
      act={() => save.mutate({ email, description, ...(metadata !== before && { metadata: read }) })}
    >
      <TextInput
        label={t.email}
        value={email}
        maxLength={255}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <TextInput
        label={t.description}
        value={description}
        maxLength={1_000}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
      <Textarea
        label={t.metadata}
        description={t.metadataHint}
        value={metadata}
        onChange={({ currentTarget }) => setMetadata(currentTarget.value)}
        error={read === null && t.metadataFault}
        rows={6}
        spellCheck={false}
      />
    </Confirm>
  );
}

/** Deletes a customer, and leads back to the list. */
export function DeleteCustomer({ customer, close }: Dialog) {
  const t = useTexts(customerTexts);
  const open = useOpen();
  return (
    <DeleteDialog
      path={`customers/${customer.id}`}
      title={t.deleteTitle(customer.email ?? customer.id)}
      action={t.delete}
      said={t.deleted}
      refreshes={["search/customers", "charges", "search/charges", "events", "deliveries"]} // not this one, which is gone
      close={close}
      onDone={() => open("/customers")}
    >
      <p>{t.deleteHint}</p>
    </DeleteDialog>
  );
}

export function DeleteCard({ customer, card, close }: Dialog & { card: CardAnswer }) {
  const t = useTexts(customerTexts);
  return (
    <DeleteDialog
      path={`customers/${customer.id}/cards/${card.id}`}
      title={t.deleteCardTitle(cardName(card))}
      action={t.deleteCard}
      said={t.cardDeleted}
      refreshes={changedByCustomers}
      close={close}
    >
      <p>{t.deleteCardHint}</p>
    </DeleteDialog>
  );
}

/** Charges a card again, once however often the button is pressed, and leads to the charge. */
export function ChargeDialog({ customer, card, close }: Dialog & { card: CardAnswer }) {
  const t = useTexts(customerTexts);
  const open = useOpen();
  const [typed, type] = useState("");
  const [description, setDescription] = useState("");
  const amount = amountIn(typed);
  const charge = useAct<Record<string, unknown>, ChargeAnswer>("charges", {
    once: true,
    refreshes: [...changedByActs, ...changedByCustomers],
    said: t.charged,
    onDone: ({ id }) => open(`/charges/${id}`),
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.chargeTitle(cardName(card))}
      action={t.chargeAction(amount === null ? "" : money(amount)).trim()}
      disabled={amount === null || amount === 0}
      busy={charge.isPending}
      error={charge.error}
      act={() =>
        charge.mutate({
          amount,
          currency: homeCurrency(),
          customer: customer.id,
          card: card.id,
          description,
          transaction_indicator: "MIT",
          recurring_reason: "unscheduled",
        })
      }
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

/** The JSON object that a text is; null where it is none. */
function objectIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
