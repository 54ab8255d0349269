import type { AccountId } from "../base/id.ts";
import type { Secret } from "../base/secret.ts";
import type { Time } from "../base/time.ts";
import type { BankWord } from "../payment/bank-message.ts";
import type { WalletProof, WalletType } from "./wallet.ts";

/** What a card tells of itself, as far as it may be known outside the vault. */
export type CardFacts = {
  name: string;
  street1: string | null;
  street2: string | null;
  city: string | null;
  state: string | null;
  phoneNumber: string | null;
  email: string | null;
  postalCode: string | null;
  /** Lower-case ISO code of the issuer's country. */
  country: string;
  financing: Financing;
  bank: string;
  /** Which of the installment banks issued it, as far as the vault's table knows. */
  issuer: string | null;
  brand: string;
  /** Equal for cards with the same number; the number cannot be derived from it. */
  fingerprint: string;
  lastDigits: string;
  /** Loan cards have no expiry. */
  expirationMonth: number | null;
  expirationYear: number | null;
  securityCodeCheck: boolean;
  /** The wallet that handed it over; null for a card that was typed. */
  tokenizationMethod: WalletType | null;
};

/**
 * Keys of the facts in the order of storage. Name and address come first, since the search of charges by words reads no further than the
 * fingerprint.
 */
export const cardFacts = [
  ...(["name", "street1", "street2", "city", "state", "phoneNumber", "email", "postalCode"] as const),
  ...(["country", "financing", "bank", "issuer", "brand", "fingerprint", "lastDigits"] as const),
  ...(["expirationMonth", "expirationYear", "securityCodeCheck", "tokenizationMethod"] as const),
] as const satisfies readonly (keyof CardFacts)[];

/** A card as it was when a charge was made from it: the charge tells of that card for ever, whatever is changed of it later. */
export type ChargedCard = CardFacts & { id: string; account: AccountId; livemode: boolean; createdAt: Time };

/** A card that an account was given. Its number is with the vault, under its id. */
export type Card = ChargedCard & {
  version: number;
  /** The owner, who may charge the card until it is deleted: a token, or the customer who took the card over from it. */
  owner: "token" | "customer";
  ownerId: string;
  /** When a customer took it over. */
  savedAt: Time | null;
  deletedAt: Time | null;
};

/** What of a card can be changed; number and security code cannot. */
export type CardPatch = Partial<
  Pick<CardFacts, "name" | "street1" | "street2" | "city" | "state" | "phoneNumber" | "postalCode" | "country">
> &
  Partial<Pick<CardFacts, "expirationMonth" | "expirationYear">>;

/** What a charge keeps of the card that it is made from. */
export function asCharged(card: Card): ChargedCard {
  const { id, account, livemode, createdAt } = card;
  const facts = Object.fromEntries(cardFacts.map((fact) => [fact, card[fact]])) as CardFacts; // it has no other keys
  return { id, account, livemode, ...facts, createdAt };
}

/** The single-use stand-in for a card. */
export type Token = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  /** Id of the card that it stands for. */
  card: string;
  /** What spent it: a charge, or a customer who took the card over. */
  charge: string | null;
  customer: string | null;
  /** What the wallet proves of its cardholder, until the token is spent; null for a card that was typed, and for a number alone. */
  proof: WalletProof | null;
  createdAt: Time;
};

/** Whether the token was spent: it is good for one charge, or for one customer. */
export const isSpent = ({ charge, customer }: Token): boolean => charge !== null || customer !== null;

/** A token together with the card that it stands for. */
export type CardToken = { token: Token; card: Card };

/** The card number as the vault keeps it: readable with the data key only. */
export type CardSecret = {
  card: string;
  version: number;
  account: AccountId;
  keyId: string;
  /** Empty once the card was deleted, until the row is erased. */
  sealed: string;
  /** When it is erased; null for the number of a card that is kept. */
  eraseAt: Time | null;
};

/**
 * The 1-baht authorization that Krungsri and First Choice cards get when their token is made.
 * It is voided at once; should the bank not confirm that, `dueAt` says when it is asked again.
 *
 * It stands beside the bank messages, which are of charges: there is no charge yet, and where the issuer declines there will be none.
 */
export type CardCheck = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  card: string;
  /** The API request that brought the card, if one did. */
  request: string | null;
  amount: number;
  currency: string;
  state: "authorizing" | "voiding" | "voided" | "declined";
  /** What the issuer said to the authorization; null where that is not on record, as after a process that died meanwhile. */
  answer: CheckAnswer | null;
  /** Why it declined, or could not be understood. */
  reason: string | null;
  dueAt: Time | null;
  createdAt: Time;
  answeredAt: Time | null;
  voidedAt: Time | null;
};

type CheckAnswer = Exclude<BankWord, "challenge">;

/** A card is checked once at most. The issuer is asked under this reference. */
export const checkIdOf = (card: string): string => `${card}/check`;

/** Under which reference the bank is asked to void it. */
export const voidIdOf = ({ id }: Pick<CardCheck, "id">): string => `${id}/void`;

/** A data key of the vault, wrapped by the operator's key. */
export type DataKey = {
  id: string;
  /** `fingerprint` is live mode's; `secret` seals what is no card number. */
  purpose: "card" | "fingerprint" | "fingerprint_test" | "secret";
  kekId: string;
  wrapped: string;
  createdAt: Time;
  /** With it goes everything that it sealed; null for a key that stays. */
  destroyAt: Time | null;
};

/** The banks whose cards carry installments, by the last part of `installment_wlb_*`. */
export type IssuerCode = "bay" | "bbl" | "first_choice" | "kbank" | "ktc" | "scb" | "ttb" | "uob";

/** What a card draws on, as the API says it; empty where it is not known. */
type Financing = "credit" | "debit" | "prepaid" | "loan" | "";

/** The issuer of a card, found by the first digits of its number. */
export type Issuer = {
  /** The issuer's name as the card object shows it; empty where it is not known. */
  bank: string;
  /** ISO 3166, two letters in lower case; empty where it is not known. */
  country: string;
  financing: Financing;
  /** Which installment plan takes the card; null for cards without one. */
  issuer: IssuerCode | null;
};

/** What one mode knows about card numbers by itself: test mode has a table of its own invention, which says nothing about real cards. */
export type CardRules = {
  issuerOf(number: string): Issuer;
  /** Whether anybody may know and use the number, as often as they like. */
  isTestCard(number: string): boolean;
  /** What a security code that was given is worth before any bank has seen it. */
  passesSecurityCodeCheck(number: string): boolean;
};

/** A card as the vault lends it for one request to a connector. */
export type LentCard = {
  number: Secret;
  expirationMonth: number | null;
  expirationYear: number | null;
  /** Only before the first authorization, and only in the process that took it. */
  securityCode: Secret | null;
};
