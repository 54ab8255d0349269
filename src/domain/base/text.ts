/** What is written in the place of a secret. */
export const dots = "••••";

/** `createdAt` as databases and the API spell it: `created_at`. */
export const snakeCase = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Words as a sentence leaves the choice of them: `a, b or c`. */
export const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
