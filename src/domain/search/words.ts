/** A name inside a text that is searched for: people paste addresses, and references that begin with an id. Else the whole text. */
export function nameIn(text: string): string {
  const id = /(?<![a-z0-9])[a-z0-9]{3,4}_(?:test_)?[0-9a-z]{19}(?![0-9a-z])/.exec(text);
  return id?.[0] ?? text.trim();
}

/** Upper bound of words in one query; the rest is one word. */
const wordsMax = 8;

/** The words of a query: all must be found. Thai has no spaces, so what is searched for is a part of a text, not a word of it. */
export function wordsIn(query: string): string[] {
  const words = query.trim().split(/\s+/).filter(Boolean);
  return words.length <= wordsMax ? words : [...words.slice(0, wordsMax - 1), words.slice(wordsMax - 1).join(" ")];
}
