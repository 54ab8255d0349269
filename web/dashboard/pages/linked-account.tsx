import { useState } from "react";
import type { ChargeAnswer, LinkedAccountAnswer } from "../answers.ts";
import chargeClasses from "../charge/charge.module.css";
import { Metadata } from "../charge/facts.tsx";
import { useChargeColumns } from "../charges/columns.tsx";
import classes from "../customers/customer.module.css";
import { useTexts } from "../language.tsx";
import { ChargeDialog } from "../linked-accounts/charge-dialog.tsx";
import { useLinkedName } from "../linked-accounts/name.tsx";
import { LinkedStatus } from "../linked-accounts/status.tsx";
import { Go, useParameter } from "../navigation.tsx";
import { useAnswer, usePages } from "../queries.ts";
import { linkedAccountsTexts } from "../texts/linked-accounts.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Missing } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** One linked account: whose it is, whether its payer has agreed, and what was charged. */
export function LinkedAccount() {
  const t = useTexts(linkedAccountsTexts);
  const id = useParameter("id");
  const answer = useAnswer<LinkedAccountAnswer>(`linked_accounts/${id}`);
  return (
    <Answered answer={answer} lines={8} missing={<Missing id={id} list={{ to: "/linked-accounts", name: t.back }} />}>
      {(linked) => <View linked={linked} />}
    </Answered>
  );
}

function View({ linked }: { linked: LinkedAccountAnswer }) {
  const t = useTexts(linkedAccountsTexts);
  const nameOf = useLinkedName();
  const [charging, setCharging] = useState(false);
  const { id, status, failure_message: failure, registered_at: registered } = linked;
  return (
    <>
      <PageHead
        above={<Go to="/linked-accounts">{t.back}</Go>}
        title={
          <span className={chargeClasses.title}>
            <span className="number">{nameOf(linked)}</span> <LinkedStatus status={status} />
          </span>
        }
        lead={<Copyable text={id} />}
        actions={
          <ActButton right="money" disabled={status !== "successful"} onClick={() => setCharging(true)}>
            {t.charge}
          </ActButton>
        }
      />
      <Sheets>
        <Charges id={id} />
        <Section title={t.details}>
          <Facts
            facts={[
              failure === null ? null : [t.failure, failure],
              status === "pending"
                ? [t.register, <Copyable key="at" text={linked.registration_uri} of={t.register} />]
                : null,
              [t.returnUri, <code key="uri">{linked.return_uri}</code>],
              [t.created, <Time key="created" at={linked.created_at} form="full" />],
              registered === null
                ? [t.until, <Time key="until" at={linked.expires_at} form="full" />]
                : [t.registered, <Time key="registered" at={registered} form="full" />],
            ]}
          />
        </Section>
        <Metadata metadata={linked.metadata} />
      </Sheets>
      {charging && <ChargeDialog linked={linked} close={() => setCharging(false)} />}
    </>
  );
}

function Charges({ id }: { id: string }) {
  const t = useTexts(linkedAccountsTexts);
  const pages = usePages<ChargeAnswer>("search/charges", { linked_account: id });
  const columns = useChargeColumns();
  return (
    <Section title={t.charges} flush>
      <Listing
        label={t.charges}
        pages={{ ...pages, searchedTo: null }}
        columns={columns}
        keyOf={(charge) => charge.id}
        to={(charge) => `/charges/${charge.id}`}
        empty={<p className={`quiet ${classes.none}`}>{t.noCharges}</p>}
      />
    </Section>
  );
}
