import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import { amountIn, money, writeAmount } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useAct } from "../queries.ts";
import { actTexts } from "../texts/charge.ts";
import { timeText } from "../time.ts";
import { Confirm } from "../ui/confirm.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { type ActName, acts, changedByActs, type Overview } from "./acts.ts";

type Props = {
  act: ActName;
  overview: Overview;
  close: () => void;
};

/** Confirmation of an act, with an amount field where the act takes one; a refusal of the gateway is shown in the dialog. */
export function ActDialog({ act, overview, close }: Props) {
  const { charge, refund_window: window } = overview;
  const { currency } = charge;
  const t = useTexts(actTexts);
  const { language } = useLanguage();
  const { path, danger, amount: limits, body } = acts[act];
  const limit = limits?.(overview) ?? null;
  const [typed, type] = useState(() => writeAmount(limit?.most ?? 0, currency));
  const run = useAct<Record<string, unknown>>(`charges/${charge.id}/${path}`, {
    refreshes: changedByActs,
    said: t[act].done,
    onDone: close,
  });

  const amount = limit?.part ? amountIn(typed, currency) : (limit?.most ?? null);
  const fault = limit === null || amount === null ? null : faultOf(amount, limit.most);
  const words = t[act];

  return (
    <Confirm
      opened
      close={close}
      title={words.title}
      action={typeof words.confirm === "string" ? words.confirm : words.confirm(money(amount ?? 0, currency))}
      danger={danger}
      disabled={limit !== null && (amount === null || fault !== null)}
      busy={run.isPending}
      error={toldPlainly(run.error, language)}
      act={() => run.mutate(body(amount ?? 0))}
    >
      <p>{words.ask}</p>
      {limit && "amountHint" in words && limit.part && (
        <AmountInput
          currency={currency}
          label={words.amount}
          hint={words.amountHint(money(limit.most, currency))}
          typed={typed}
          type={type}
          fault={fault && t[fault](money(limit.most, currency))}
        />
      )}
      {limit && "fullOnly" in words && !limit.part && <p>{words.fullOnly(money(limit.most, currency))}</p>}
      {act === "refund" && window && (
        <p className="quiet">{t.refund.until(timeText(window.until, "full", language))}</p>
      )}
      {act === "refund" && window?.void_until && amount === limit?.most && <p className="quiet">{t.refund.asVoid}</p>}
    </Confirm>
  );
}

function faultOf(amount: number, most: number): "tooMuch" | "tooLittle" | null {
  if (amount > most) return "tooMuch";
  return amount === 0 ? "tooLittle" : null;
}
