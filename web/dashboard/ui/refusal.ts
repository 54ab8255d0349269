import { ApiError, ToldPlainly } from "../api.ts";
import type { Language } from "../language.tsx";
import { money } from "../money/amount.ts";
import { refusalTexts } from "../texts/refusals.ts";

/**
 * Translates the gateway's refusal of an act for the reader: the original is for programs, in English and in minor units.
 * An unknown refusal is shown as the gateway wrote it.
 */
export function plainly(reason: string, language: Language): string {
  for (const [pattern, words] of refusalTexts[language]) {
    const match = pattern.exec(reason);
    if (match) return words(match[1] ?? "", inMoney(match[1] ?? ""));
  }
  return reason;
}

const inMoney = (digits: string): string => (/^\d+$/.test(digits) ? money(Number(digits)) : digits);

/** Translates a refusal that was just received; an unknown one is returned unchanged. */
export function toldPlainly(error: Error | null, language: Language): Error | null {
  if (!(error instanceof ApiError)) return error;
  const plain = plainly(error.message, language);
  return plain === error.message ? error : new ToldPlainly(plain);
}
