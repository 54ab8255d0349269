/** Replaces a secret in text. */
export const dots = "••••";

/** The ASCII letters of a text made small, as both engines make them. */
export const inSmallLetters = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Converts a property name to the spelling of databases and the API: `createdAt` to `created_at`. */
export const snakeCase = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Lists words as a choice: `a, b or c`. */
export const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
