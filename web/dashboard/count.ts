import type { Language } from "./language.tsx";

/** A count as people read it: 1,689. */
export const counted = (count: number, language: Language): string => new Intl.NumberFormat(language).format(count);
