import { useState } from "react";
import type { BalanceAnswer } from "../answers.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { BalanceParts } from "../ledger/balance-parts.tsx";
import { useMode } from "../mode.ts";
import { CreateDialog } from "../payouts/create-dialog.tsx";
import { Recipients } from "../payouts/recipients.tsx";
import { TransferSchedules } from "../payouts/schedules.tsx";
import { usePaysOut, useTransferFee } from "../payouts/terms.ts";
import { Transfers } from "../payouts/transfers.tsx";
import { useAnswer } from "../queries.ts";
import { payoutsTexts } from "../texts/payouts.ts";
import { ActButton } from "../ui/act-button.tsx";
import { PageHead, Sheets } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { Answered } from "../ui/state.tsx";

/** What can be paid out, transfers, their recipients, and regular transfers. */
export function Payouts() {
  const t = useTexts(payoutsTexts);
  const live = useMode() === "live";
  const abroad = !usePaysOut();
  const balance = useAnswer<BalanceAnswer>("balance");
  const [creating, setCreating] = useState(false);
  const transferable = balance.data?.transferable ?? 0;
  return (
    <>
      <PageHead
        title={t.title}
        lead={t.lead}
        actions={
          <>
            <DownloadCsv what="transfers" query={{}} />
            <ActButton right="payouts" disabled={live || abroad} onClick={() => setCreating(true)}>
              {t.create}
            </ActButton>
          </>
        }
      />
      <Sheets>
        {(abroad || live) && (
          <Notice tone="info" icon="lock">
            {abroad ? t.abroad : t.live}
          </Notice>
        )}
        <Answered answer={balance} lines={3}>
          {(answer) => <Parts balance={answer} />}
        </Answered>
        <Transfers />
        <Recipients />
        <TransferSchedules />
      </Sheets>
      {creating && <CreateDialog transferable={transferable} close={() => setCreating(false)} />}
    </>
  );
}

function Parts({ balance: { transferable, reserve, on_hold } }: { balance: BalanceAnswer }) {
  const t = useTexts(payoutsTexts);
  const fee = useTransferFee();
  const parts = [
    [t.available, transferable, t.availableHint(fee)],
    [t.reserve, reserve, t.reserveHint],
    [t.onHold, on_hold, t.onHoldHint],
  ] as const;
  return <BalanceParts parts={parts} />;
}
