import type { ReactNode } from "react";
import type { Reason } from "../../../src/domain/upstream/route-reason.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { routeReasonTexts } from "../texts/route-reasons.ts";
import { bankLabel } from "./bank-choice.tsx";

/** A reason as the API gives it: with the sentence that was kept, which is in English and in satang. */
type Given = { why: string; reason: { code: Reason["code"]; bank?: string | number } | null };

/** Says reasons in the reader's language; older charges have the English sentence only. */
export function useReason(): (given: Given) => ReactNode {
  const sentences = useTexts(routeReasonTexts);
  const { language } = useLanguage();
  return ({ why, reason }) => {
    if (reason === null) return <span lang="en">{why}</span>;
    const say = sentences[reason.code] as (values: Given["reason"], money: (amount: number) => string) => string; // each sentence gets the values of its code
    const { bank } = reason;
    const named = typeof bank === "string" ? { ...reason, bank: bankLabel(bank, language) } : reason;
    return say(named, (amount) => money(amount));
  };
}
