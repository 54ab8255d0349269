import type { PaymentOption } from "../../src/pages/payment-options.ts";

/** One line of the form: a card, one method with a source, or the installment plans of all banks. */
export type Choice =
  | { kind: "card"; name: string }
  | { kind: "source"; name: string; option: PaymentOption }
  | { kind: "installments"; name: string; plans: PaymentOption[] };

/**
 * Methods that the merchant asks for and the gateway offers, in the merchant's order. Names are the original's: `credit_card`,
 * `installment`, `mobile_banking`, a type by itself, or a group with its parts. Names that are not offered are ignored.
 */
export function choices(asked: readonly string[], offered: readonly PaymentOption[]): Choice[] {
  const types = new Set(
    asked.flatMap((name) => offered.filter((option) => names(name, option)).map(({ type }) => type)),
  );
  const named = [...types].flatMap((type) => offered.filter((option) => option.type === type));
  const wanted = named.filter((option) => !isSecondChoice(option, named));
  const plans = offered.filter((option) => option.installment && wanted.includes(option));
  return wanted.flatMap((option): Choice[] => {
    if (option.type === "card") return [{ kind: "card", name: option.type }];
    if (!option.installment) return [{ kind: "source", name: option.type, option }];
    return option === wanted.find(({ installment }) => installment) // all banks are shown at the place of the first one
      ? [{ kind: "installments", name: "installment", plans }]
      : [];
  });
}

/** Whether a bank's plans are asked for both on its own page and here: then here is enough. */
const isSecondChoice = ({ card, installment }: PaymentOption, named: PaymentOption[]) =>
  installment !== null && !card && named.some((other) => other.card && other.installment?.bank === installment.bank);

function names(asked: string, { type, alsoNamed, family, installment }: PaymentOption): boolean {
  const [, group = "", list] = /^(\w+)(?:\s*\(([^)]*)\))?$/.exec(asked.trim()) ?? [];
  const parts = list?.split(",").map((part) => part.trim());
  if (group === "credit_card") return type === "card";
  if (group === type || alsoNamed.includes(group) || (group === family && group !== "card" && !parts)) return true;
  if (!group.startsWith(family)) return false; // the type `alipay` is no group of those that begin so
  const part = installment && group === "installment" ? installment.bank : partOf(type, group);
  return part !== null && (parts?.includes(part) ?? true);
}

/** `mobile_banking_kbank` is the part `kbank` of the group `mobile_banking`. */
function partOf(type: string, group: string): string | null {
  return group !== "" && group !== "card" && type.startsWith(`${group}_`) ? type.slice(group.length + 1) : null;
}

/** The phone's operating system, which decides the form of the link to the bank's app; null on a desktop, which shows a QR code. */
export function platformOf(userAgent: string, touchPoints: number): "IOS" | "ANDROID" | null {
  if (/Android/i.test(userAgent)) return "ANDROID";
  if (/iPhone|iPad|iPod/.test(userAgent)) return "IOS";
  return /Macintosh/.test(userAgent) && touchPoints > 1 ? "IOS" : null; // an iPad says that it is a Mac
}
