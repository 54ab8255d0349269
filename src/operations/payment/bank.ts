import type { Bank, BankAnswer, BankReference, BankRequest, PaymentReference, Verb } from "../../connectors/bank.ts";
import { NotTaken } from "../../connectors/upstream.ts";
import { seconds, type Time } from "../../domain/base/time.ts";
import type { Changes } from "../../domain/changes.ts";
import type { Account } from "../../domain/merchant/account.ts";
import {
  type BankMessage,
  type BankStep,
  type BankWord,
  bankMessage,
  reasonIn,
} from "../../domain/payment/bank-message.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { showsOf } from "../../domain/payment/journey.ts";
import { isDefect } from "../defect.ts";
import { connectorsOf, type Gateway } from "../gateway.ts";
import { transferableAtOf, upstreamBank } from "../upstream/connection.ts";

/**
 * Time limit for a bank's answer. Card networks answer in an issuer's place after some 15 s; the clients of merchants and
 * the proxies before us wait for 30 to 60 s.
 */
export const bankAnswersWithin = seconds(20);

/**
 * How long after a process has taken a charge or refund that only one may send it may still be sent. What was held up for longer is left to the clock,
 * which may have begun meanwhile.
 */
export const sentWithin = seconds(10);

/** Shorter time limits of some verbs: a payer looks at an empty page meanwhile, and the clock asks again anyway. */
const answersWithin: Readonly<Partial<Record<Verb, number>>> = { open: seconds(3) };

/**
 * Asks a bank within the verb's time limit. A missing or late answer is unknown, never a decline: the clock asks again.
 *
 * @throws TypeError and other errors that show a defect of our code: the bank has said nothing then
 */
export function ask(
  gateway: Gateway,
  bank: Bank,
  verb: Verb,
  question: () => Promise<BankAnswer>,
): Promise<BankAnswer> {
  const limit = bank.answersWithin?.[verb] ?? answersWithin[verb] ?? bankAnswersWithin;
  const unknown = (why: string, error?: unknown): BankAnswer => ({
    answer: "unknown",
    why,
    ...(error instanceof NotTaken && { notTaken: true }),
  });
  return inTime(gateway, question, unknown, limit);
}

/**
 * Returns the answer, or what `unknown` makes of the reason why there is none. An answer after the time limit is dropped.
 *
 * @throws TypeError and other errors that show a defect of our code: the bank has said nothing then
 */
export async function inTime<Answer>(
  { pause }: Gateway,
  question: () => Promise<Answer>,
  unknown: (why: string, error?: unknown) => Answer,
  limit = bankAnswersWithin,
): Promise<Answer> {
  const answered = new AbortController();
  try {
    const answer = question();
    const tooLate = pause(limit, answered.signal).then(() => unknown(`no answer within ${limit / seconds(1)} s`));
    return await Promise.race([answer, tooLate]);
  } catch (error) {
    if (isDefect(error)) throw error;
    return unknown(error instanceof Error ? error.message : String(error), error);
  } finally {
    answered.abort();
  }
}

/** A bank's answer about a charge, and the messages to keep of it: saved in the commit that follows from the answer. */
export type Heard<Answer = BankAnswer> = { answer: Answer; messages: readonly BankMessage[] };

/**
 * Asks a charge's bank by one of its verbs, which is given to `question`.
 *
 * @throws Error where the bank has no such verb: a defect, not a bank's answer
 */
export async function askAbout<Name extends Verb>(
  gateway: Gateway,
  charge: Charge,
  asked: { step: Name; reference: string },
  question: (verb: NonNullable<Bank[Name]>) => Promise<BankAnswer>,
): Promise<Heard> {
  const verb = verbOf(gateway, charge, asked.step);
  return listen(
    gateway,
    charge,
    { bank: nameOf(gateway, charge), ...asked },
    () => ask(gateway, bankOf(gateway, charge), asked.step, () => question(verb)),
    (answer) => answer,
  );
}

type Said = {
  answer: BankWord;
  reason?: string;
  why?: string;
  reference?: string | null;
  approvalCode?: string | null;
  notTaken?: boolean;
};

/** @param read turns an answer into the words common to all banks */
export async function listen<Answer>(
  gateway: Gateway,
  charge: Charge,
  asked: { bank: string; step: BankStep; reference: string },
  question: () => Promise<Answer>,
  read: (answer: Answer) => Said,
): Promise<Heard<Answer>> {
  const at = gateway.clock.of(charge.account);
  const startedAt = performance.now();
  const answer = await question();
  const latencyMs = Math.round(performance.now() - startedAt);
  const said = read(answer);
  if (!(await isNews(gateway, charge, asked.step, said))) return { answer, messages: [] };
  const id = gateway.newId("bankMessage", charge.livemode);
  return { answer, messages: [bankMessage(id, charge, asked, said, at, latencyMs)] };
}

/** Upper bound of kept bank messages that decide nothing, for one charge. Anybody with the payer's page can make us ask the bank again and again. */
const messagesMax = 200;

/**
 * Whether an answer is worth keeping. A decision always is. Of answers that decide nothing, one is enough for each step and reason, since the bank
 * gives one every few seconds while a payer's page is open; and their number is bounded.
 */
async function isNews(gateway: Gateway, { account, id }: Charge, step: BankStep, said: Said): Promise<boolean> {
  if (said.answer === "approved" || said.answer === "declined") return true;
  if (isRepeated(gateway, `${id} ${step} ${said.answer} ${reasonIn(said)}`)) return false;
  return !(await gateway.store.bankMessage.hasMany(account, id, messagesMax));
}

function isRepeated({ undecided }: Gateway, name: string): boolean {
  const repeated = undecided.get(name) !== undefined;
  undecided.set(name, true);
  return repeated;
}

/** Adds the bank's messages to the changes, for the same commit. */
export function withMessages(changes: Changes, messages: readonly BankMessage[]): Changes {
  if (messages.length === 0) return changes;
  return { ...changes, insert: { ...changes.insert, bank_messages: messages } };
}

/** Name of the bank that carries a charge: that of its upstream, else that of its method. */
export const nameOf = ({ methods }: Pick<Gateway, "methods">, { upstream, method }: Charge): string =>
  upstream ?? methods.of(method).bank;

/** The bank of a charge, whose existence was checked when the charge was created. @throws Error where there is none, a defect */
function bankOf(gateway: Gateway, charge: Charge): Bank {
  if (charge.upstream !== null) return upstreamBank(gateway, charge.account, charge.upstream, charge.method);
  const name = nameOf(gateway, charge);
  const bank = connectorsOf(gateway, { id: charge.account, livemode: charge.livemode }).banks[name];
  if (!bank) throw new Error(`no bank ${name} is configured for ${charge.livemode ? "live" : "test"} mode`);
  return bank;
}

/**
 * A verb of a charge's bank. Call it before anything is saved or reserved for the question.
 *
 * @throws Error where there is no bank or no such verb: a defect, found before anything is saved or sent
 */
export function verbOf<Name extends Verb>(gateway: Gateway, charge: Charge, name: Name): NonNullable<Bank[Name]> {
  const verb = bankOf(gateway, charge)[name];
  if (!verb) throw new Error(`the bank ${nameOf(gateway, charge)} of ${charge.method} has no way to ${name}`);
  return verb;
}

/** How long an approval waits for its date: somebody waits for the approval. */
const datedWithin = seconds(3);

/**
 * Asks the upstream when the money of an approved payment or refund can be paid out. Undefined where it has no date, or did not say it in time: the
 * approval stands, and reconciliation asks again.
 */
export async function transferableAtIn(
  gateway: Gateway,
  charge: Charge,
  answer: BankAnswer,
): Promise<Time | undefined> {
  const { upstream, account } = charge;
  if (upstream === null || answer.answer !== "approved" || answer.transaction === undefined) return undefined;
  const { transaction } = answer;
  const asked = () => transferableAtOf(gateway, account, upstream, transaction);
  return inTime<Time | undefined>(gateway, asked, () => undefined, datedWithin);
}

/** Reference by which a charge's bank knows it, and the account. */
export const bankReference = ({ id, account, source }: Charge): BankReference => ({
  reference: source?.providerReference ?? id,
  account,
});

/** A charge's payment, with what a bank may need to find it. */
export const paymentReference = (charge: Charge): PaymentReference => ({
  ...bankReference(charge),
  amount: charge.amount,
  currency: charge.currency,
  method: charge.method,
  openedAt: charge.createdAt,
  step: charge.state === "capturing" ? "capture" : charge.state === "reversing" ? "reverse" : "pay",
  expiresAt: charge.expiresAt,
  upstreamId: charge.upstreamId,
  earlierIds: charge.earlierUpstreamIds,
});

/** The request that opens or authorizes a charge. */
export function bankRequest(
  { publicUrl, methods }: Gateway,
  { id, name, currency }: Account,
  charge: Charge,
): BankRequest {
  const { description, page, cardOnFile, source, capture, preAuth, zeroInterestInstallments } = charge;
  const { upstreamToken, upstreamCustomer } = charge;
  return {
    ...paymentReference(charge),
    merchant: { id, name },
    description,
    page,
    returnUri: page === null ? null : `${publicUrl()}/payments/${page}/authorize?waiting`,
    locale: null,
    cardOnFile,
    firstPayment: null,
    shows: showsOf(methods.in(currency).of(charge.method)),
    source,
    mandate: null,
    again: true,
    capture,
    preAuth,
    zeroInterest: zeroInterestInstallments,
    cardToken: upstreamToken,
    cardCustomer: upstreamCustomer,
  };
}

/** Reference of the bank's authorization; the charge's id where it was marked as paid by hand in test mode, so that the bank never heard of it. */
export const authorizationOf = (charge: Charge): string => charge.bankReference ?? charge.id;
