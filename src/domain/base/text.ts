/** Replaces a secret in text. */
export const dots = "••••";

/** Converts a property name to the spelling of databases and the API: `createdAt` to `created_at`. */
export const snakeCase = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Lists words as a choice: `a, b or c`. */
export const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
