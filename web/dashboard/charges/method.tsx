import type { ChargeAnswer } from "../answers.ts";
import { type Language, useLanguage, useTexts } from "../language.tsx";
import type { Method } from "../methods/method.ts";
import { useAnswer } from "../queries.ts";
import { chargesTexts } from "../texts/charges.ts";

/** Short text of a charge's payment method: `K PLUS`, `Visa •••• 4242`, `KTC, 10 months •••• 4242`. */
export function PaidWith({ charge }: { charge: Pick<ChargeAnswer, "card" | "source" | "linked_account"> }) {
  const { name } = useMethods();
  const t = useTexts(chargesTexts);
  const { card, source } = charge;
  if (charge.linked_account !== null) return <span>{t.directDebit}</span>;
  const digits = card ? ` •••• ${card.last_digits}` : "";
  if (!source) return <span className="number">{`${card?.brand ?? ""}${digits}`}</span>;
  if (!source.installment_term) return name(source.type);
  return (
    <span>
      {name(source.type)} <span className="quiet">{t.months(source.installment_term)}</span>
      <span className="quiet number">{digits}</span>
    </span>
  );
}

/** Names of the payment methods, from the gateway. Where they could not be loaded, the type is shown. */
export function useMethods() {
  const { language } = useLanguage();
  const all = useAnswer<{ data: Method[] }>("methods").data?.data ?? [];
  const plans = all.flatMap(({ installment }) => installment ?? []);
  return {
    name: (type: string): string => all.find((method) => method.type === type)?.short_name[language] ?? type,
    /** Filter choices: families, and each method that is the only one of its family. */
    kinds: kindsOf(all, language),
    /** Banks that offer installments. */
    banks: all.flatMap(({ bank }) => (bank ? [{ value: bank.code, label: bank.name[language] }] : [])),
    /** All installment terms in months that any bank offers. */
    terms: [...new Set(plans.flatMap(({ terms }) => terms))].sort((one, other) => one - other),
  };
}

type Kind = { value: string; label: string };

function kindsOf(methods: readonly Method[], language: Language): Kind[] {
  return [...Map.groupBy(methods, ({ family }) => family.type).values()].flatMap((members) => {
    const [first, second] = members;
    if (!first) return [];
    return second
      ? { value: first.family.type, label: first.family.name[language] }
      : { value: first.type, label: first.short_name[language] };
  });
}
