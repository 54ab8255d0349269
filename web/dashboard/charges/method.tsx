import { methods } from "../../../src/methods/index.ts";
import type { ChargeAnswer } from "../answers.ts";
import { type Language, useLanguage, useTexts } from "../language.tsx";
import { chargesTexts } from "../texts/charges.ts";

/** How a charge is paid, in a few words: `K PLUS`, `Visa •••• 4242`, `KTC, 10 months •••• 4242`. */
export function PaidWith({ charge }: { charge: Pick<ChargeAnswer, "card" | "source"> }) {
  const { language } = useLanguage();
  const t = useTexts(chargesTexts);
  const { card, source } = charge;
  const digits = card ? ` •••• ${card.last_digits}` : "";
  if (!source) return <span className="number">{`${card?.brand ?? ""}${digits}`}</span>;
  if (!source.installment_term) return methodName(source.type, language);
  return (
    <span>
      {bankShort(source.type)} <span className="quiet">{t.months(source.installment_term)}</span>
      <span className="quiet number">{digits}</span>
    </span>
  );
}

/** The name of a payment method as payers know it; an unknown one is called by its type. */
export function methodName(type: string, language: Language): string {
  if (type === "card") return { en: "Card", th: "บัตร" }[language];
  const method = methods.find((method) => method.type === type);
  return method?.installment ? bankShort(type) : (method?.label[language] ?? type);
}

/** Banks by the few letters that everybody knows them by. */
const shorts: Record<string, string> = { first_choice: "First Choice", bay: "Krungsri", kbank: "KBank", ttb: "ttb" };

function bankShort(type: string): string {
  const bank = methods.find((method) => method.type === type)?.installment?.bank ?? type;
  return shorts[bank] ?? bank.toUpperCase();
}

/** The banks that offer installments, and all numbers of months that any of them offers. */
export const installmentBanks = methods.flatMap(({ installment, type }) =>
  installment ? [{ ...installment, type }] : [],
);

export const installmentTerms = [...new Set(installmentBanks.flatMap(({ terms }) => terms))].sort((a, b) => a - b);
