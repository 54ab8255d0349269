import { useState } from "react";
import type { RecipientAnswer } from "../answers.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { useMode } from "../mode.ts";
import { useAct } from "../queries.ts";
import { payoutsTexts } from "../texts/payouts.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge, Status } from "../ui/badge.tsx";
import { DeleteDialog } from "../ui/delete-dialog.tsx";
import { Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { bankAccountName } from "./bank-account.ts";
import classes from "./payouts.module.css";
import { changedByRecipients, RecipientDialog } from "./recipient-dialog.tsx";

/** The recipients of the account, with what can be done with each. */
export function Recipients() {
  const t = useTexts(payoutsTexts);
  const [adding, setAdding] = useState(false);
  const pages = useListed<RecipientAnswer>("recipients");
  const columns: Column<RecipientAnswer>[] = [
    {
      key: "name",
      header: t.recipientColumns.name,
      phone: "title",
      cell: ({ name, default: isDefault }) => (
        <>
          {name} {isDefault && <Badge tone="info">{t.isDefault}</Badge>}
        </>
      ),
    },
    {
      key: "status",
      header: t.recipientColumns.status,
      phone: "corner",
      cell: (recipient) => <Status state={stateOf(recipient)} />,
    },
    {
      key: "account",
      header: t.recipientColumns.account,
      cell: ({ bank_account, failure_code }) => (
        <>
          {bankAccountName(bank_account)}
          <br />
          <span className="quiet small">{failure_code === null ? bank_account.name : t.notVerified[failure_code]}</span>
        </>
      ),
    },
    {
      key: "acts",
      header: t.recipientColumns.acts,
      bare: true,
      end: true,
      cell: (recipient) => <Acts recipient={recipient} />,
    },
  ];
  return (
    <Section
      title={t.recipients}
      lead={t.recipientsLead}
      flush
      actions={
        <>
          <DownloadCsv what="recipients" query={{}} />
          <ActButton right="payouts" variant="default" onClick={() => setAdding(true)}>
            {t.add}
          </ActButton>
        </>
      }
    >
      <Listing
        label={t.recipients}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        empty={
          <Empty title={t.noRecipients} icon="payouts">
            {t.noRecipientsHint}
          </Empty>
        }
      />
      {adding && <RecipientDialog recipient={null} close={() => setAdding(false)} />}
    </Section>
  );
}

function stateOf({ active, verified, failure_code }: RecipientAnswer): "active" | "verified" | "unverified" | "failed" {
  if (active) return "active";
  if (verified) return "verified";
  return failure_code === null ? "unverified" : "failed";
}

function Acts({ recipient }: { recipient: RecipientAnswer }) {
  const t = useTexts(payoutsTexts);
  const test = useMode() === "test";
  const [open, setOpen] = useState<"edit" | "remove" | null>(null);
  const verify = useAct<object>(`recipients/${recipient.id}/verify`, {
    method: "PATCH",
    refreshes: changedByRecipients,
    said: t.verified,
  });
  const act = recipient.active ? "deactivate" : "activate";
  const activate = useAct<object>(`recipients/${recipient.id}/${act}`, {
    refreshes: changedByRecipients,
    said: recipient.active ? t.deactivated : t.activated,
  });
  const button = { size: "compact-sm", variant: "default", of: recipient.name } as const;
  return (
    <span className={classes.acts}>
      {test && !recipient.verified && (
        <ActButton right="payouts" {...button} loading={verify.isPending} onClick={() => verify.mutate({})}>
          {t.verify}
        </ActButton>
      )}
      {recipient.verified && (
        <ActButton right="payouts" {...button} loading={activate.isPending} onClick={() => activate.mutate({})}>
          {t[act]}
        </ActButton>
      )}
      <ActButton right="payouts" {...button} onClick={() => setOpen("edit")}>
        {t.edit}
      </ActButton>
      {!recipient.default && (
        <ActButton right="payouts" {...button} onClick={() => setOpen("remove")}>
          {t.remove}
        </ActButton>
      )}
      {open === "edit" && <RecipientDialog recipient={recipient} close={() => setOpen(null)} />}
      {open === "remove" && <RemoveDialog recipient={recipient} close={() => setOpen(null)} />}
    </span>
  );
}

function RemoveDialog({ recipient, close }: { recipient: RecipientAnswer; close: () => void }) {
  const t = useTexts(payoutsTexts);
  return (
    <DeleteDialog
      path={`recipients/${recipient.id}`}
      title={t.removeTitle}
      action={t.remove}
      said={t.removed}
      refreshes={changedByRecipients}
      close={close}
    >
      <p>{t.removeHint}</p>
    </DeleteDialog>
  );
}
