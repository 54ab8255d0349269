import { useState } from "react";
import type { ChargeAnswer, CustomerAnswer, LinkedAccountAnswer, ScheduleAnswer } from "../answers.ts";
import { Metadata } from "../charge/facts.tsx";
import { useChargeColumns } from "../charges/columns.tsx";
import { Cards } from "../customers/cards.tsx";
import classes from "../customers/customer.module.css";
import { DeleteCustomer, EditDialog } from "../customers/dialogs.tsx";
import { useTexts } from "../language.tsx";
import { useLinkedAccountColumns } from "../linked-accounts/columns.tsx";
import { useListed } from "../listed.ts";
import { Go, useParameter } from "../navigation.tsx";
import { useAnswer, usePages } from "../queries.ts";
import { useScheduleColumns } from "../schedules/columns.tsx";
import { customerTexts } from "../texts/customers.ts";
import { linkedAccountsTexts } from "../texts/linked-accounts.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Missing } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** One customer: cards, charges, and what is noted. */
export function Customer() {
  const t = useTexts(customerTexts);
  const id = useParameter("id");
  const answer = useAnswer<CustomerAnswer>(`customers/${id}`);
  return (
    <Answered answer={answer} lines={8} missing={<Missing id={id} list={{ to: "/customers", name: t.back }} />}>
      {(customer) => <View customer={customer} />}
    </Answered>
  );
}

function View({ customer }: { customer: CustomerAnswer }) {
  const t = useTexts(customerTexts);
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        above={<Go to="/customers">{t.back}</Go>}
        title={customer.email ?? customer.description ?? customer.id}
        lead={<Copyable text={customer.id} />}
        actions={
          <>
            <ActButton right="customers" variant="default" onClick={() => setOpen("edit")}>
              {t.edit}
            </ActButton>
            <ActButton right="customers" variant="default" onClick={() => setOpen("delete")}>
              {t.delete}
            </ActButton>
          </>
        }
      />
      <Sheets>
        <Cards customer={customer} />
        <LinkedAccounts customer={customer} />
        <Charges customer={customer} />
        <Schedules customer={customer} />
        <Section title={t.details}>
          <Facts
            facts={[
              [t.email, customer.email ?? "–"],
              [t.description, customer.description ?? "–"],
              [t.created, <Time key="at" at={customer.created_at} form="full" />],
            ]}
          />
        </Section>
        <Metadata metadata={customer.metadata} />
      </Sheets>
      {open === "edit" && <EditDialog customer={customer} close={close} />}
      {open === "delete" && <DeleteCustomer customer={customer} close={close} />}
    </>
  );
}

/** The linked accounts of the customer; nothing where there are none. */
function LinkedAccounts({ customer }: { customer: CustomerAnswer }) {
  const t = useTexts(linkedAccountsTexts);
  const pages = useListed<LinkedAccountAnswer>(`customers/${customer.id}/linked_accounts`);
  const columns = useLinkedAccountColumns();
  if (pages.total === 0) return null;
  return (
    <Section title={t.title} flush>
      <Listing
        label={t.title}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        to={({ id }) => `/linked-accounts/${id}`}
        empty={null}
      />
    </Section>
  );
}

function Charges({ customer }: { customer: CustomerAnswer }) {
  const t = useTexts(customerTexts);
  const pages = usePages<ChargeAnswer>("search/charges", { customer: customer.id });
  const columns = useChargeColumns();
  return (
    <Section title={t.charges} flush>
      <Listing
        label={t.charges}
        pages={{ ...pages, searchedTo: null }}
        columns={columns}
        keyOf={({ id }) => id}
        to={({ id }) => `/charges/${id}`}
        empty={<p className={`quiet ${classes.none}`}>{t.noCharges}</p>}
      />
    </Section>
  );
}

/** The schedules that charge the customer, ended ones too; nothing where there are none. */
function Schedules({ customer }: { customer: CustomerAnswer }) {
  const t = useTexts(customerTexts);
  const pages = useListed<ScheduleAnswer>(`customers/${customer.id}/schedules`);
  const columns = useScheduleColumns().filter(({ key }) => key !== "customer");
  if (pages.total === 0) return null;
  return (
    <Section title={t.schedules} flush>
      <Listing
        label={t.schedules}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        to={({ id }) => `/schedules/${id}`}
        empty={null}
      />
    </Section>
  );
}
