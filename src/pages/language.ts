/** Languages of texts for payers; English if they ask for none of these. */
const languages = ["en", "th", "ja"] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (name: string | null): name is Language => languages.some((language) => language === name);

/** One text in every language. */
export type Texts = Readonly<Record<Language, string>>;

/** The language that the browser prefers, of those we have. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = preferences(acceptLanguage).map(({ name }) => name.split("-", 1)[0]);
  return languages.find((language) => language === wanted.find(isSpoken)) ?? "en";
}

/** Entries of an Accept header, best first, without those excluded by `q=0`. Source: RFC 9110, 12.4.2 and 12.5. */
export function preferences(accept = ""): { name: string; quality: number }[] {
  return accept
    .split(",")
    .map((entry) => {
      const [name = "", ...parameters] = entry.toLowerCase().split(";");
      const quality = parameters
        .map((parameter) => /^\s*q\s*=\s*(\d(?:\.\d+)?)\s*$/.exec(parameter)?.[1])
        .find(Boolean);
      return { name: name.trim(), quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality);
}

/** `text` with each `{name}` replaced. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

const isSpoken = (name: string | undefined): boolean => languages.some((language) => language === name);
