import { reveal } from "../../domain/base/secret.ts";
import type { Time } from "../../domain/base/time.ts";
import type { CardFacts, LentCard } from "../../domain/card/card.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import { fieldsOf, isId } from "../answers.ts";
import type { TokenCard } from "../upstream.ts";

/**
 * A charge of the Omise API as far as it is read here. Source: Charges API; recorded charges of 2019 to 2025.
 * Amounts are in minor units of `currency`.
 */
export type OmiseCharge = {
  id: string;
  status: "pending" | "successful" | "failed" | "expired" | "reversed";
  amount: number;
  currency: string;
  authorized: boolean;
  paid: boolean;
  reversed: boolean;
  capture: boolean;
  /** What was captured where it is less than `amount`. */
  captured_amount: number | null;
  fee: number;
  fee_vat: number;
  interest: number;
  interest_vat: number;
  failure_code: string | null;
  /** When it was paid, as a time. */
  paid_at: Time | null;
  /** Id of the transaction that brought its net to the balance; null until it is paid. */
  transaction: string | null;
  authorize_uri: string | null;
  metadata: Readonly<Record<string, unknown>>;
  source: OmiseSource | null;
};

/** The parts of a source that a payer needs. Source: Sources API; a recorded charge of PromptPay of 2025, recorded charges of bill payment. */
export type OmiseSource = {
  scannable_code: { type: "qr" | "barcode"; image: { download_uri: string } } | null;
  references: Readonly<Record<string, unknown>> | null;
};

/**
 * A refund. Source: Refunds API. Every recorded one is `closed`; `pending` stands in the enumeration of a client library. One without a status is from
 * before there was one, and done. `charge`, `currency` and `created_at` are null where they are not said.
 */
export type OmiseRefund = {
  id: string;
  amount: number;
  status: "closed" | "pending";
  /** Whether the charge was undone before it was settled; null where it is not said. */
  voided: boolean | null;
  metadata: Readonly<Record<string, unknown>>;
  charge: string | null;
  currency: string | null;
  created_at: Time | null;
  /** Id of the transaction that took it from the balance. */
  transaction: string | null;
};

/** A movement of the balance. Source: Transactions API; recorded transactions of 2019 and 2025, all of test mode. */
export type OmiseTransaction = {
  id: string;
  /** Id of what caused it, such as a charge. */
  origin: string | null;
  /** When it can be paid out. */
  transferable_at: Time;
};

/** A transfer to a bank account. Source: Transfers API; recorded transfers of 2019 and 2025. */
export type OmiseTransfer = {
  id: string;
  amount: number;
  currency: string;
  /** With its VAT, which older transfers have in one piece with the fee. */
  total_fee: number;
  paid: boolean;
  sent_at: Time | null;
  paid_at: Time | null;
  failure_code: string | null;
};

/** An error. Source: "Errors"; recorded errors. */
export type OmiseError = { code: string; message: string };

/** Key of `metadata` under which an upstream charge carries our reference, and an upstream refund ours of the refund. */
export const referenceKey = "chamra_reference";

/** Reads a charge. @throws Error for anything else: what the upstream did is then not known */
export function readCharge(message: unknown): OmiseCharge {
  const charge = fieldsOf(message);
  const { id, status, amount, currency, source } = charge;
  if (charge["object"] !== "charge" || !isId(id) || !isStatus(status)) throw unreadable("no charge");
  if (typeof amount !== "number" || !Number.isSafeInteger(amount) || typeof currency !== "string")
    throw unreadable("a charge without an amount");
  return {
    id,
    status,
    amount,
    currency,
    authorized: charge["authorized"] === true,
    paid: charge["paid"] === true,
    reversed: charge["reversed"] === true,
    capture: charge["capture"] !== false,
    captured_amount: minorIn(charge["captured_amount"]),
    fee: costIn(charge["fee"]),
    fee_vat: costIn(charge["fee_vat"]),
    interest: costIn(charge["interest"]),
    interest_vat: costIn(charge["interest_vat"]),
    failure_code: textIn(charge["failure_code"]),
    paid_at: timeIn(charge["paid_at"]),
    transaction: idIn(charge["transaction"]),
    authorize_uri: textIn(charge["authorize_uri"]),
    metadata: fieldsOf(charge["metadata"]),
    source: source ? readSource(source) : null,
  };
}

function readSource(message: unknown): OmiseSource {
  const { scannable_code, references } = fieldsOf(message);
  const { type, image } = fieldsOf(scannable_code);
  const address = textIn(fieldsOf(image)["download_uri"]);
  return {
    scannable_code:
      address === null ? null : { type: type === "barcode" ? "barcode" : "qr", image: { download_uri: address } },
    references: references ? fieldsOf(references) : null,
  };
}

/**
 * Brand and bank of a token's card, such as `Visa` and `JPMORGAN CHASE BANK N.A.`; null of a token that was used, and of a card whose bank Omise does not
 * know. Source: Tokens API; recorded tokens. @throws Error for anything else
 */
export function readTokenCard(message: unknown): TokenCard {
  const { object, card } = fieldsOf(message);
  if (object !== "token") throw unreadable("no token");
  const { brand, bank } = fieldsOf(card);
  return { brand: textIn(brand), bank: textIn(bank) || null };
}

/** The entries of a list, each as it came. @throws Error for anything else */
export function readList(message: unknown): { data: unknown[]; total: number } {
  const { object, data, total } = fieldsOf(message);
  if (object !== "list" || !Array.isArray(data)) throw unreadable("no list");
  return { data, total: typeof total === "number" ? total : data.length };
}

/** @throws Error for anything else */
export function readRefund(message: unknown): OmiseRefund {
  const { object, id, status = "closed", metadata, charge, currency, created_at, ...refund } = fieldsOf(message);
  const amount = minorIn(refund["amount"]);
  if (object !== "refund" || !isId(id) || amount === null) throw unreadable("no refund");
  if (status !== "closed" && status !== "pending") throw unreadable("a refund of no status that is known");
  const told = { charge: textIn(charge), currency: textIn(currency), created_at: timeIn(created_at) };
  const voided = typeof refund["voided"] === "boolean" ? refund["voided"] : null;
  const transaction = idIn(refund["transaction"]);
  return { id, amount, status, voided, metadata: fieldsOf(metadata), ...told, transaction };
}

/** @throws Error for anything else, and for one without a date */
export function readTransaction(message: unknown): OmiseTransaction {
  const { object, id, origin, transferable_at } = fieldsOf(message);
  const at = timeIn(transferable_at);
  if (object !== "transaction" || !isId(id) || at === null) throw unreadable("no transaction with a date");
  return { id, origin: textIn(origin), transferable_at: at };
}

/** @throws Error for anything else */
export function readTransfer(message: unknown): OmiseTransfer {
  const transfer = fieldsOf(message);
  const { object, id, currency } = transfer;
  const amount = minorIn(transfer["amount"]);
  if (object !== "transfer" || !isId(id) || typeof currency !== "string" || amount === null)
    throw unreadable("no transfer");
  return {
    id,
    amount,
    currency,
    total_fee: minorIn(transfer["total_fee"]) ?? (minorIn(transfer["fee"]) ?? 0) + (minorIn(transfer["fee_vat"]) ?? 0),
    paid: transfer["paid"] === true,
    sent_at: timeIn(transfer["sent_at"]),
    paid_at: timeIn(transfer["paid_at"]),
    failure_code: textIn(transfer["failure_code"]),
  };
}

/** The request of a token. Source: Tokens API, "Create a token". */
export const tokenRequest = (card: LentCard, holder: Partial<Record<keyof CardFacts, string | null>>): object => ({
  card: Object.fromEntries(
    Object.entries({
      number: reveal(card.number),
      expiration_month: card.expirationMonth,
      expiration_year: card.expirationYear,
      security_code: card.securityCode && reveal(card.securityCode),
      name: holder.name,
      street1: holder.street1,
      street2: holder.street2,
      city: holder.city,
      state: holder.state,
      country: holder.country,
      postal_code: holder.postalCode,
      phone_number: holder.phoneNumber,
      email: holder.email,
    }).filter(([, value]) => value !== null && value !== undefined),
  ),
});

/** @throws Error for anything but a token with its card */
export function readToken(message: unknown): { token: string; card: CardFacts } {
  const { object, id, card } = fieldsOf(message);
  if (object !== "token" || !isId(id)) throw unreadable("no token");
  return { token: id, card: readCard(card).card };
}

/** @throws Error for anything but a customer */
export function readCustomer(message: unknown): { id: string; cards: unknown } {
  const { object, id, cards } = fieldsOf(message);
  if (object !== "customer" || !isId(id)) throw unreadable("no customer");
  return { id, cards };
}

/** The card of a list that is not known yet, the first of several. @throws Error where there is none */
export function readNewCard(list: unknown, known: readonly string[]): { id: string; card: CardFacts } {
  const added = readList(list)
    .data.map(readCard)
    .find(({ id }) => !known.includes(id));
  if (!added) throw unreadable("a customer without the card");
  return added;
}

/** A card as it may be shown. Source: Cards API; recorded cards of 2019 to 2025. */
function readCard(message: unknown): { id: string; card: CardFacts } {
  const card = fieldsOf(message);
  const { object, id, brand, last_digits: lastDigits, financing } = card;
  if (object !== "card" || !isId(id) || typeof lastDigits !== "string" || typeof brand !== "string")
    throw unreadable("no card");
  const wallet = card["tokenization_method"];
  return {
    id,
    card: {
      name: textIn(card["name"]) ?? "",
      street1: textIn(card["street1"]),
      street2: textIn(card["street2"]),
      city: textIn(card["city"]),
      state: textIn(card["state"]),
      phoneNumber: textIn(card["phone_number"]),
      email: null,
      postalCode: textIn(card["postal_code"]),
      country: textIn(card["country"]) ?? "",
      financing: financings.find((known) => known === financing) ?? "",
      bank: textIn(card["bank"]) ?? "",
      issuer: null,
      brand,
      fingerprint: textIn(card["fingerprint"]) ?? "",
      lastDigits,
      expirationMonth: minorIn(card["expiration_month"]),
      expirationYear: minorIn(card["expiration_year"]),
      securityCodeCheck: card["security_code_check"] === true,
      tokenizationMethod: wallet === "googlepay" || wallet === "applepay" ? wallet : null,
    },
  };
}

const financings = ["credit", "debit", "prepaid", "loan"] as const;

/** An error, or undefined for anything else. */
export function readError(message: unknown): OmiseError | undefined {
  const { object, code, message: words } = fieldsOf(message);
  return object === "error" && typeof code === "string" ? { code, message: textIn(words) ?? "" } : undefined;
}

/** Our reason for a failure code. Source: Charges API, "failure_code"; a code that is not known is a general failure. */
export const reasonOf = (code: string | null): DeclineReason =>
  code !== null && Object.hasOwn(reasons, code)
    ? (reasons[code as keyof typeof reasons] ?? "processing")
    : "processing";

const reasons = {
  insufficient_fund: "insufficient_funds",
  insufficient_balance: "insufficient_funds",
  payment_rejected: "rejected",
  payment_cancelled: "cancelled",
  payment_expired: "expired",
  timeout: "expired",
  failed_processing: "processing",
  failed_fraud_check: "fraud",
  invalid_account: "invalid_account",
  invalid_account_number: "invalid_number",
  invalid_security_code: "invalid_security_code",
  stolen_or_lost_card: "stolen_or_lost",
} as const satisfies Record<string, DeclineReason>;

const statuses = ["pending", "successful", "failed", "expired", "reversed"] as const;
const isStatus = (value: unknown): value is OmiseCharge["status"] => statuses.some((status) => status === value);

const idIn = (value: unknown): string | null => (isId(value) ? value : null);
const textIn = (value: unknown): string | null => (typeof value === "string" ? value : null);
const timeIn = (value: unknown): Time | null => {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
};
const minorIn = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : null;

/** Most that one part of the costs can be: a thousand million baht. Sums of more would not be exact. */
const costMax = 1_000_000_000_00;

/** A part of the costs, in minor units; nothing where it is not told. @throws Error for what nobody takes: it would be booked */
function costIn(value: unknown): number {
  const cost = value === undefined || value === null ? 0 : minorIn(value);
  if (cost === null || cost < 0 || cost > costMax) throw unreadable("costs that nobody takes");
  return cost;
}

const unreadable = (what: string): Error => new Error(`Omise answered with ${what}`);
