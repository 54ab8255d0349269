import { dots } from "./text.ts";

/** Twelve digits or more, in any script and grouping: the shortest card number has twelve. */
const cardNumberLike = /\p{Nd}(?:(?:[\s+_.\p{Pd}\p{Cf}]|%20){0,3}\p{Nd}){11,}/u;

/** Texts with as many digits that are no card number: a request id, and a time in milliseconds as a number in JSON. */
const harmless = /\b[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b|"\w+":1\d{12}(?=[,}])/;

const either = new RegExp(`(${harmless.source})|${cardNumberLike.source}`, "gu");

/** API keys, and the header that carries them. */
const keyLike = /([cps]key_)\w+|\b(Basic\s+)[A-Za-z0-9+/=_-]{8,}/gi;

/** Numbers of bank accounts in JSON text, where the API shows them whole. */
const accountNumber = /("account_number":")[^"]*/g;

/** Replaces numbers of bank accounts in an answer by dots. */
export const withoutAccountNumbers = (json: string): string => json.replace(accountNumber, `$1${dots}`);

/** Replaces everything that could be a card number by dots. */
export const withoutCardNumbers = (text: string): string => text.replace(either, (_, kept = dots) => kept);

/** Replaces everything that could be a card number or an API key by dots. */
export const withoutSecrets = (text: string): string =>
  withoutCardNumbers(text).replace(keyLike, (_, key = "", basic = "") => key + basic + dots);
