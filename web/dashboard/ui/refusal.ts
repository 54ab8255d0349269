import { ApiError, ToldPlainly } from "../api.ts";
import type { Language } from "../language.tsx";
import { baht } from "../money/shown.tsx";
import { refusalTexts } from "../texts/refusals.ts";

/**
 * The gateway's reason against an act, in the words and the language of whoever asked: it writes for programs, in English and in satang.
 * A reason that is not known here is told as the gateway wrote it.
 */
export function plainly(reason: string, language: Language): string {
  for (const [pattern, words] of refusalTexts[language]) {
    const match = pattern.exec(reason);
    if (match) return words(match[1] ?? "", inBaht(match[1] ?? ""));
  }
  return reason;
}

const inBaht = (digits: string): string => (/^\d+$/.test(digits) ? baht(Number(digits)) : digits);

/** The same for a refusal that has just come back; one that is not known here stays as it is. */
export function toldPlainly(error: Error | null, language: Language): Error | null {
  if (!(error instanceof ApiError)) return error;
  const plain = plainly(error.message, language);
  return plain === error.message ? error : new ToldPlainly(plain);
}
