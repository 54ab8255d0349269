import { useState } from "react";
import type { TransferAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { useMode } from "../mode.ts";
import { Money } from "../money/shown.tsx";
import { useAct } from "../queries.ts";
import { payoutsTexts } from "../texts/payouts.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { DeleteDialog } from "../ui/delete-dialog.tsx";
import { Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { bankAccountName } from "./bank-account.ts";
import { changedByPayouts } from "./changed.ts";
import classes from "./payouts.module.css";

/** The transfers of the account, newest first, with what can be done with each. */
export function Transfers() {
  const t = useTexts(payoutsTexts);
  const test = useMode() === "test";
  const pages = useListed<TransferAnswer>("transfers");
  const columns: Column<TransferAnswer>[] = [
    {
      key: "amount",
      header: t.transferColumns.amount,
      phone: "title",
      cell: ({ amount }) => <Money amount={amount} />,
    },
    {
      key: "status",
      header: t.transferColumns.status,
      phone: "corner",
      cell: (transfer) => <Status state={stateOf(transfer)} />,
    },
    { key: "to", header: t.transferColumns.to, cell: (transfer) => <To transfer={transfer} /> },
    {
      key: "net",
      header: t.transferColumns.net,
      end: true,
      cell: (transfer) => (stateOf(transfer) === "failed" ? "–" : <Money amount={transfer.net} />),
    },
    {
      key: "created",
      header: t.transferColumns.created,
      end: true,
      cell: ({ created_at }) => <Time at={created_at} />,
    },
    {
      key: "acts",
      header: t.transferColumns.acts,
      bare: true,
      end: true,
      cell: (transfer) => (hasActs(transfer, test) ? <Acts transfer={transfer} /> : null),
    },
  ];
  return (
    <Section title={t.transfers} flush>
      <Listing
        label={t.transfers}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        empty={
          <Empty title={t.noTransfers} icon="payouts">
            {t.noTransfersHint}
          </Empty>
        }
      />
    </Section>
  );
}

/** The name of a transfer's state, which the API tells by its flags. */
function stateOf({ paid, sent, failure_code }: TransferAnswer): "paid" | "sent" | "failed" | "created" {
  if (paid) return "paid";
  if (sent) return "sent";
  return failure_code === null ? "created" : "failed";
}

function To({ transfer }: { transfer: TransferAnswer }) {
  const t = useTexts(payoutsTexts);
  const { bank_account, failure_code, sendable } = transfer;
  const waits = stateOf(transfer) === "created" && !sendable ? t.cannotBeSent : null;
  const note = failure_code === null ? waits : t.failures[failure_code];
  return (
    <>
      {bank_account.name}
      <br />
      <span className="quiet small">{bankAccountName(bank_account)}</span>
      {note !== null && (
        <>
          <br />
          <span className="small">{note}</span>
        </>
      )}
    </>
  );
}

/** Whether anything can be done with a transfer: one that was sent can only be played on, in test mode. */
function hasActs(transfer: TransferAnswer, test: boolean): boolean {
  const state = stateOf(transfer);
  return state === "created" || (test && state === "sent");
}

function Acts({ transfer }: { transfer: TransferAnswer }) {
  const t = useTexts(payoutsTexts);
  const test = useMode() === "test";
  const [cancelling, setCancelling] = useState(false);
  const state = stateOf(transfer);
  const send = useAct<object>(`transfers/${transfer.id}/mark_as_sent`, {
    refreshes: changedByPayouts,
    said: t.markedSent,
  });
  const pay = useAct<object>(`transfers/${transfer.id}/mark_as_paid`, {
    refreshes: changedByPayouts,
    said: t.markedPaid,
  });
  const button = { size: "compact-sm", variant: "default", of: transfer.id } as const;
  return (
    <span className={classes.acts}>
      {test && state === "created" && transfer.sendable && (
        <ActButton right="payouts" {...button} loading={send.isPending} onClick={() => send.mutate({})}>
          {t.markSent}
        </ActButton>
      )}
      {test && state === "sent" && (
        <ActButton right="payouts" {...button} loading={pay.isPending} onClick={() => pay.mutate({})}>
          {t.markPaid}
        </ActButton>
      )}
      {state === "created" && (
        <ActButton right="payouts" {...button} onClick={() => setCancelling(true)}>
          {t.cancel}
        </ActButton>
      )}
      {cancelling && <CancelDialog transfer={transfer} close={() => setCancelling(false)} />}
    </span>
  );
}

function CancelDialog({ transfer, close }: { transfer: TransferAnswer; close: () => void }) {
  const t = useTexts(payoutsTexts);
  return (
    <DeleteDialog
      path={`transfers/${transfer.id}`}
      title={t.cancelTitle}
      action={t.cancel}
      said={t.cancelled}
      refreshes={changedByPayouts}
      close={close}
    >
      <p>{t.cancelHint}</p>
    </DeleteDialog>
  );
}
