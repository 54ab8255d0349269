import { createContext, type ReactNode, use, useLayoutEffect, useState } from "react";

/** The languages of the dashboard, each under its own name. */
export const languages = { en: "English", th: "ไทย" } as const;
export type Language = keyof typeof languages;

/** The texts of one subject in every language; a key that is missing in one of them does not compile. */
export type Texts<T> = { en: T; th: T };

/** Checks by type that both languages have the same texts. */
export function texts<T>(both: { en: T; th: NoInfer<T> }): Texts<T> {
  return both;
}

const kept = "chamra-language";

const LanguageContext = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: "en",
  choose: () => {},
});

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (chosen: Language) => {
    localStorage.setItem(kept, chosen);
    setLanguage(chosen);
  };
  return <LanguageContext value={{ language, choose }}>{children}</LanguageContext>;
}

export const useLanguage = () => use(LanguageContext);

/** The texts of a subject in the reader's language. */
export const useTexts = <T,>(subject: Texts<T>): T => subject[useLanguage().language];

function firstLanguage(): Language {
  const chosen = localStorage.getItem(kept);
  if (chosen === "en" || chosen === "th") return chosen;
  return navigator.languages.some((name) => name.startsWith("th")) ? "th" : "en";
}
