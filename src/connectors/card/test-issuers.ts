import type { CardRules, Issuer, IssuerCode } from "../../domain/card/card.ts";
import { documentedTestCards } from "./test-cards.ts";

/** All numbers that are not in the table: the answer for 4242… in the API's documentation. */
const unlisted: Issuer = { bank: "JPMORGAN CHASE BANK N.A.", country: "us", financing: "credit", issuer: null };

/**
 * The simulated BIN table: leading digits → issuer.
 * The prefixes 4999 00xx and 5399 00xx are our own inventions, one per bank and product; they say nothing about real cards.
 * Krungsri's name (with its spelling) and `loan` for a card without expiry are as recorded from the original in 2025,
 * and so is UnionPay's row.
 */
const issuers = new Map<string, Issuer>([
  ["625094", { bank: "", country: "th", financing: "credit", issuer: null }],
  ["49990001", thai("BANK OF AYDHYA PUBLIC COMPANY LIMITED", "bay")],
  ["49990002", thai("BANK OF AYDHYA PUBLIC COMPANY LIMITED", "first_choice")],
  ["49990003", { ...thai("BANK OF AYDHYA PUBLIC COMPANY LIMITED", "first_choice"), financing: "loan" }],
  ["49990004", thai("BANGKOK BANK PUBLIC COMPANY LIMITED", "bbl")],
  ["49990005", thai("KASIKORNBANK PUBLIC COMPANY LIMITED", "kbank")],
  ["53990006", thai("KRUNGTHAI CARD PUBLIC COMPANY LIMITED", "ktc")],
  ["49990007", thai("SIAM COMMERCIAL BANK PUBLIC COMPANY LIMITED", "scb")],
  ["53990008", thai("TMBTHANACHART BANK PUBLIC COMPANY LIMITED", "ttb")],
  ["49990009", thai("UNITED OVERSEAS BANK (THAI) PUBLIC COMPANY LIMITED", "uob")],
]);

function thai(bank: string, issuer: IssuerCode): Issuer {
  return { bank, country: "th", financing: "credit", issuer };
}

const longestPrefix = Math.max(...[...issuers.keys()].map((prefix) => prefix.length));

/** The row with the longest prefix of the number. */
function issuerOf(number: string): Issuer {
  for (let length = longestPrefix; length > 0; length--) {
    const issuer = issuers.get(number.slice(0, length));
    if (issuer) return issuer;
  }
  return unlisted;
}

/** What test mode knows about card numbers. The security code of one documented number fails, which Visa, Mastercard and JCB each have. */
export const testCardRules: CardRules = {
  issuerOf,
  isTestCard: (number) =>
    installmentTestCards.some((card) => card.number === number) ||
    Object.values(documentedTestCards).some((numbers) => (numbers as readonly string[]).includes(number)),
  passesSecurityCodeCheck: (number) => !/^(4|5|35)\d*0001$/.test(number),
};

/**
 * Test numbers of our own, beside those the API documents: cards of the installment banks.
 * Built like the documented ones: invented prefix, 000, a digit that makes Luhn right, and four last digits that say the
 * outcome: 0011 `insufficient_fund`, 0014 `payment_rejected`, 0100 … 0900 approved.
 * `declines` is the answer to the 1-baht check that is made of Krungsri and First Choice cards when the token is created.
 * The loan cards have no expiry date.
 */
export const installmentTestCards = [
  { number: "4999000100030100", label: "Krungsri credit card", declines: null },
  { number: "4999000100080014", label: "Krungsri credit card", declines: "payment_rejected" },
  { number: "4999000200010200", label: "Krungsri First Choice credit card", declines: null },
  { number: "4999000200000011", label: "Krungsri First Choice credit card", declines: "insufficient_fund" },
  { number: "4999000300090300", label: "Krungsri First Choice loan card", declines: null },
  { number: "4999000300060014", label: "Krungsri First Choice loan card", declines: "payment_rejected" },
  { number: "4999000400070400", label: "Bangkok Bank credit card", declines: null },
  { number: "4999000500050500", label: "Kasikornbank credit card", declines: null },
  { number: "5399000600060600", label: "KTC credit card", declines: null },
  { number: "4999000700010700", label: "Siam Commercial Bank credit card", declines: null },
  { number: "5399000800020800", label: "ttb credit card", declines: null },
  { number: "4999000900070900", label: "UOB credit card", declines: null },
] as const satisfies readonly { number: string; label: string; declines: string | null }[];
