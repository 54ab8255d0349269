const dots = "••••";

/** Long enough to be a card number, however it is grouped. Not a time in milliseconds as the log writes it, nor a part of a longer word. */
const cardNumberLike = /(?<!"time":)(?<![A-Za-z0-9])\d(?:(?:[ +_.-]|%20)?\d){11,18}(?![A-Za-z0-9])/g;

/** API keys, and the header that carries them. */
const keyLike = /\b([ps]key_)\w+|\b(Basic\s+)[A-Za-z0-9+/=_-]{8,}/g;

/** Text with dots in the place of whatever could be a card number. */
export const withoutCardNumbers = (text: string): string => text.replace(cardNumberLike, dots);

/** Text with dots in the place of whatever could be a card number or an API key. */
export const withoutSecrets = (text: string): string =>
  withoutCardNumbers(text).replace(keyLike, (_, key = "", basic = "") => key + basic + dots);
