import { type Language, languages, useLanguage } from "../language.tsx";

/** Buttons of the languages, each under its own name; the current one is pressed. */
export function LanguageButtons() {
  const { language, choose } = useLanguage();
  return Object.entries(languages).map(([name, own]) => (
    <button
      key={name}
      type="button"
      lang={name}
      aria-pressed={name === language}
      onClick={() => choose(name as Language)} // the keys of the table
    >
      {own}
    </button>
  ));
}
