import type { AccountId } from "../base/id.ts";
import { withoutSecrets } from "../base/mask.ts";
import { dots } from "../base/text.ts";
import type { Time } from "../base/time.ts";

/** What a bank has told of a charge. Nothing follows from its content; the charge's timeline shows it. */
export type BankNotification = {
  charge: string;
  id: string;
  account: AccountId;
  /** Name of the bank or upstream. */
  bank: string;
  /** The body as it came, without secrets. */
  body: string;
  /** When it came. */
  createdAt: Time;
};

/** Upper bound of a kept body, in characters. An event of Omise has some four thousand. */
const bodyMax = 8_000;

/** Upper bound of notifications that are kept of one charge: banks repeat them, and who knows the address may write any. */
const keptMax = 20;

/** Names of values that are somebody's own: accounts, cards, and how a person is called and reached. */
const personal =
  /account_?(no|number|name)|card_?(no|number|holder)|(payer|payee|customer|sender|receiver)_?name|^name$|holder|proxy|phone|mobile|e?mail|street|city|postal|address|^ip$|_digits?$|fingerprint|birth|signature|secret|token|password/i;

/**
 * The record of a notification that came at `at`.
 *
 * @param text what the notification says, as JSON where the bank writes JSON
 * @param before what is kept of the charge
 * @returns undefined for a repeat, and once enough are kept
 */
export function keepNotification(
  id: string,
  { id: charge, account }: { id: string; account: AccountId },
  bank: string,
  text: string,
  before: readonly BankNotification[],
  at: Time,
): BankNotification | undefined {
  const body = scrubbed(text);
  if (before.length >= keptMax || before.some((each) => each.body === body)) return undefined;
  return { charge, id, account, bank, body, createdAt: at };
}

/** A notification's text without what could be a card number or a key, and without personal data where it is JSON. */
function scrubbed(text: string): string {
  const clean = withoutSecrets(withoutPersonal(text));
  return clean.length <= bodyMax ? clean : `${clean.slice(0, bodyMax)}…`;
}

function withoutPersonal(text: string): string {
  const isWord = (value: unknown) => (typeof value === "string" && value !== "") || typeof value === "number";
  try {
    return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
      personal.test(key) && isWord(value) ? dots : value,
    );
  } catch (error) {
    return error instanceof SyntaxError ? text : dots; // it is nested too deeply to be written
  }
}
