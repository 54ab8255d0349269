import type { Language } from "./language.tsx";

/** Formats a count: 1,689. */
export const counted = (count: number, language: Language): string => new Intl.NumberFormat(language).format(count);
