import type { CustomerAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { customersTexts } from "../texts/customers.ts";
import type { Column } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { CardName } from "./card-name.tsx";

/** A customer as one line of a table. */
export function useCustomerColumns(): Column<CustomerAnswer>[] {
  const t = useTexts(customersTexts);
  return [
    {
      key: "customer",
      header: t.columns.customer,
      phone: "title",
      cell: ({ email }) => email ?? <span className="quiet">{t.unnamed}</span>,
    },
    { key: "card", header: t.columns.cards, cell: (customer) => <Cards customer={customer} /> },
    { key: "description", header: t.columns.description, cell: ({ description }) => description ?? "–" },
    { key: "created", header: t.columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
}

/** The default card, and how many there are beside it. */
function Cards({ customer: { cards, default_card } }: { customer: CustomerAnswer }) {
  const t = useTexts(customersTexts);
  const card = cards.data.find(({ id }) => id === default_card) ?? cards.data[0];
  if (!card) return <span className="quiet">{t.noCard}</span>;
  return (
    <span>
      <CardName card={card} /> {cards.total > 1 && <span className="quiet small">{t.moreCards(cards.total - 1)}</span>}
    </span>
  );
}
