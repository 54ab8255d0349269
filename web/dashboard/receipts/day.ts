import type { Language } from "../language.tsx";
import { timeText } from "../time.ts";

/** A date such as `2026-11-30` for people. */
export const dayText = (date: string, language: Language): string => timeText(`${date}T05:00:00Z`, "day", language);

/** A month such as `2026-11` for people. */
export const monthText = (month: string, language: Language): string =>
  new Intl.DateTimeFormat(language === "th" ? "th-TH" : "en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "Asia/Bangkok",
  }).format(new Date(`${month}-15T05:00:00Z`));
