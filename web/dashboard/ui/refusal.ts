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
