import { useState } from "react";
import type { CardAnswer, CustomerAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { useAct } from "../queries.ts";
import { customerTexts } from "../texts/customers.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/layout.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { CardName, cardName } from "./card-name.tsx";
import classes from "./customer.module.css";
import { ChargeDialog, changedByCustomers, DeleteCard } from "./dialogs.tsx";

/** The cards of a customer, with what can be done with each. */
export function Cards({ customer }: { customer: CustomerAnswer }) {
  const t = useTexts(customerTexts);
  const pages = useListed<CardAnswer>(`customers/${customer.id}/cards`);
  const columns: Column<CardAnswer>[] = [
    { key: "card", header: t.card, phone: "title", cell: (card) => <CardName card={card} /> },
    {
      key: "default",
      header: t.isDefault,
      bare: true,
      phone: "corner",
      cell: ({ id }) => id === customer.default_card && <Badge tone="info">{t.isDefault}</Badge>,
    },
    { key: "holder", header: t.cardHolder, cell: ({ name }) => name },
    { key: "expires", header: t.expires, cell: (card) => <span className="number">{expiryOf(card)}</span> },
    { key: "acts", header: t.acts, bare: true, end: true, cell: (card) => <Acts customer={customer} card={card} /> },
  ];
  return (
    <Section title={t.cards} flush>
      <Listing
        label={t.cards}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        empty={<p className={`quiet ${classes.none}`}>{t.noCards}</p>}
      />
    </Section>
  );
}

function Acts({ customer, card }: { customer: CustomerAnswer; card: CardAnswer }) {
  const t = useTexts(customerTexts);
  const [open, setOpen] = useState<"charge" | "delete" | null>(null);
  const choose = useAct<{ default_card: string }>(`customers/${customer.id}`, {
    method: "PATCH",
    refreshes: changedByCustomers,
    said: t.madeDefault,
  });
  const of = cardName(card);
  const button = { size: "compact-sm", variant: "default", of } as const;
  return (
    <span className={classes.acts}>
      <ActButton right="money" {...button} onClick={() => setOpen("charge")}>
        {t.charge}
      </ActButton>
      {card.id !== customer.default_card && (
        <ActButton
          right="customers"
          {...button}
          loading={choose.isPending}
          onClick={() => choose.mutate({ default_card: card.id })}
        >
          {t.makeDefault}
        </ActButton>
      )}
      <ActButton right="customers" {...button} onClick={() => setOpen("delete")}>
        {t.deleteCard}
      </ActButton>
      {open === "charge" && <ChargeDialog customer={customer} card={card} close={() => setOpen(null)} />}
      {open === "delete" && <DeleteCard customer={customer} card={card} close={() => setOpen(null)} />}
    </span>
  );
}

/** `12/2030`; loan cards have no expiry. */
function expiryOf({ expiration_month: month, expiration_year: year }: CardAnswer): string {
  return month === null || year === null ? "–" : `${String(month).padStart(2, "0")}/${year}`;
}
