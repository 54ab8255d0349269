import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { TransferAnswer } from "../answers.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { amountIn, homeCurrency, money } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { Money } from "../money/shown.tsx";
import { useAct } from "../queries.ts";
import { payoutsTexts } from "../texts/payouts.ts";
import { Confirm } from "../ui/confirm.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { changedByPayouts } from "./changed.ts";
import { RecipientChoice } from "./recipient-choice.tsx";
import { useTransferFee } from "./terms.ts";

/** Makes one transfer, once however often the button is pressed. @param transferable what can be paid out, in minor units */
export function CreateDialog({ transferable, close }: { transferable: number; close: () => void }) {
  const t = useTexts(payoutsTexts);
  const { language } = useLanguage();
  const [how, setHow] = useState<"all" | "some">("all");
  const [typed, type] = useState("");
  const fee = useTransferFee();
  const [recipient, choose] = useState<string | null>(null);
  const amount = amountIn(typed);
  const tooMuch = amount !== null && amount > transferable ? t.tooMuch(money(transferable)) : null;
  const create = useAct<Record<string, unknown>, TransferAnswer>("transfers", {
    once: true,
    refreshes: changedByPayouts,
    said: t.created,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.createTitle}
      action={t.createAction}
      disabled={how === "some" && (amount === null || tooMuch !== null)}
      busy={create.isPending}
      error={toldPlainly(create.error, language)}
      act={() => create.mutate({ ...(how === "some" && { amount }), ...(recipient && { recipient }) })}
    >
      <RecipientChoice chosen={recipient} choose={choose} />
      <SegmentedControl<"all" | "some">
        aria-label={t.how}
        value={how}
        onChange={setHow}
        data={[
          { value: "all", label: t.all },
          { value: "some", label: t.some },
        ]}
      />
      {how === "all" ? (
        <p className="number">
          <Money amount={transferable} />
        </p>
      ) : (
        <AmountInput label={t.amount(homeCurrency())} typed={typed} type={type} fault={tooMuch} />
      )}
      <p className="quiet small">{t.availableHint(fee)}</p>
    </Confirm>
  );
}
