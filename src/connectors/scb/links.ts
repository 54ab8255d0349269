import { type Bounded, bounded } from "../../domain/base/bounded.ts";
import { minutes, seconds, type Time } from "../../domain/base/time.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import { fieldsOf, isId } from "../answers.ts";
import type { BankAnswer, BankRequest, OtherPayment, PaymentReference } from "../bank.ts";
import { NotTaken } from "../upstream.ts";
import type { ByReference } from "./bills.ts";
import { differs, pending, type Reach, succeeded, unknown } from "./reach.ts";
import { firstReference } from "./references.ts";
import {
  bahtNumber,
  codes,
  type DeepLinkRequest,
  decimals,
  paths,
  type Transaction,
  timeOf,
  transactionStatus,
} from "./wire.ts";

/** How long a payer has in SCB EASY; SCB allows 1 to 30 minutes. A payer who comes back later gets another link. */
const session = minutes(10);
const shortestSession = minutes(1);

/** How long after the end of a session a payment that was begun in it may still become known. */
const settlesWithin = minutes(10);

/** Links of this process, and payments that were confirmed to it, which may not have been saved. */
const linksMax = 1_000;

/** Decline reasons of transactions that ended without money. One that expired is none: the payer may come back. Nor is one paid in part: somebody has to look at it. */
const declines: Readonly<Record<number, DeclineReason>> = {
  [transactionStatus.cancelled]: "cancelled",
  [transactionStatus.invalid]: "processing",
};

/** A link as SCB knows it: answered, waiting for its payer, or over without money. */
type Looked =
  | { state: "answered"; answer: BankAnswer }
  | { state: "waits"; id: string; link: unknown; createdAt: Time | undefined }
  | { state: "over" };

/**
 * Payments in SCB EASY, by links into the app.
 *
 * @param byReference finds what was paid from accounts, by whatever link; installments can only be asked about by the ids of links, of which the charge keeps
 *   the last few
 */
export function scbLinks(reach: Reach, byReference: ByReference | null) {
  const { call, now, biller, credentials, references } = reach;
  const made: Bounded<string> = bounded(linksMax);
  const confirmed: Bounded<string> = bounded(linksMax);

  async function open(request: BankRequest): Promise<BankAnswer> {
    const looked = await look(request, request.again);
    if (looked.state === "answered") return looked.answer;
    if (looked.state === "waits") return waiting(looked);
    return now() < request.expiresAt ? newLink(request) : pending;
  }

  async function inquire(about: PaymentReference): Promise<BankAnswer> {
    const looked = await look(about, false);
    if (looked.state === "answered") return looked.answer;
    return looked.state === "waits" ? waiting(looked) : pending;
  }

  /** A link cannot be ended: it is over when its session is. */
  async function cancel(about: PaymentReference): Promise<BankAnswer> {
    const looked = await look(about, true);
    if (looked.state === "answered") return looked.answer;
    if (looked.state === "over") return pending;
    const { createdAt } = looked;
    const isOver = createdAt !== undefined && now() >= createdAt + session + settlesWithin;
    return isOver ? pending : unknown("SCB cannot end a payment in SCB EASY; it ends by itself within minutes");
  }

  /**
   * The payment by all the links that we know. Where none was paid, it may have been by another one, whose answer was lost: money is never overlooked
   * because of that. Of links that were over, only the last may be paid without our knowing: each was looked at while it was the charge's own.
   *
   * @param thoroughly whether to look for others even while one waits
   */
  async function look(about: PaymentReference, thoroughly: boolean): Promise<Looked> {
    const { reference, upstreamId } = about;
    const ours = [...new Set([upstreamId, made.get(reference)])].filter((id) => typeof id === "string");
    const earlier = byReference ? [] : about.earlierIds.toReversed().filter((id) => !ours.includes(id));
    let found: Looked = { state: "over" };
    for (const id of [...ours, ...(thoroughly ? earlier : earlier.slice(0, 1))]) {
      const each = await read(id, about);
      if (each.state === "answered" && each.answer.answer === "approved")
        return answered(await withOthers(each.answer, [...ours, ...earlier], about));
      if (each.state === "answered" && each.answer.answer !== "declined") return each;
      if (found.state === "over" && ours.includes(id)) found = each; // of two that wait that which the charge names, since its payer has been shown that one
    }
    const told = confirmed.get(reference);
    if (found.state === "waits" && !thoroughly && told === undefined) return found;
    const paid = byReference
      ? await byReference(about)
      : await readTold(ours.includes(told ?? "") ? undefined : told, about);
    return paid.answer === "pending" ? found : { state: "answered", answer: paid };
  }

  /** An approval with what was paid by the other links, too. One that SCB does not tell of is left: the approval stands without it. */
  async function withOthers(approved: Approved, ids: readonly string[], about: PaymentReference): Promise<BankAnswer> {
    const others: OtherPayment[] = [];
    for (const id of ids.filter((each) => each !== approved.reference)) {
      const each = await read(id, about).catch(unlessDefect);
      if (each.state === "answered" && each.answer.answer === "approved") others.push({ id, amount: about.amount }); // no other amount is approved
    }
    return others.length > 0 ? { ...approved, others } : approved;
  }

  async function read(id: string, about: PaymentReference): Promise<Looked> {
    const { transactionId, ...data } = await transaction(id);
    if (transactionId !== id) return answered(unknown("SCB answered about another transaction"));
    const status = Number(data.statusCode ?? Number.NaN);
    const { deeplinkUrl: link } = fieldsOf(data.merchantMetaData);
    if (status === transactionStatus.pending)
      return { state: "waits", id, link, createdAt: timeOf(data.createdTimestamp) };
    if (status === transactionStatus.expired) return { state: "over" };
    if (status === transactionStatus.paid) return answered(paidBy(id, data, about));
    if (status === transactionStatus.partial) return answered(unknown("SCB says that a part was paid"));
    const reason = declines[status];
    return answered(reason ? { answer: "declined", reason } : unknown("SCB answered with no status that we know"));
  }

  /** A link that only a confirmation names. Anybody may have written that, so it counts where it is paid and of this payment, and not otherwise. */
  async function readTold(id: string | undefined, about: PaymentReference): Promise<BankAnswer> {
    if (id === undefined) return pending;
    const asked = await call({ method: "GET", path: paths.transaction + id });
    if (asked.code === codes.unknown) return pending;
    const data = fieldsOf(succeeded(asked).data) as Partial<Transaction>; // as in `transaction`
    if (data.transactionId !== id || Number(data.statusCode) !== transactionStatus.paid) return pending;
    return nameIn(data) === firstReference(about.reference) ? paidBy(id, data, about) : pending;
  }

  async function transaction(id: string): Promise<Partial<Transaction>> {
    const asked = await call({ method: "GET", path: paths.transaction + encodeURIComponent(id) });
    return fieldsOf(succeeded(asked).data) as Partial<Transaction>; // every field is checked where it is used
  }

  function paidBy(id: string, data: Partial<Transaction>, about: PaymentReference): BankAnswer {
    const named = nameIn(data);
    if (named !== undefined && named !== firstReference(about.reference)) return unknown("SCB names another reference");
    const card = cardIn(data);
    const currency = fieldsOf(data.billPayment)["currency"] ?? card["currency"] ?? bahtNumber; // links take baht only, and cards' answers name none
    const wrong = differs(data.paidAmount, currency, about);
    if (wrong) return unknown(wrong);
    const { approveCode } = card;
    const approvalCode = typeof approveCode === "string" ? approveCode : null;
    return { answer: "approved", reference: id, approvalCode, ...(byReference && { arrived: true }) };
  }

  async function newLink(request: BankRequest): Promise<BankAnswer> {
    const { reference, amount, expiresAt, merchant, returnUri } = request;
    const lasts = Math.max(Math.min(session, expiresAt - now()), shortestSession);
    const body: DeepLinkRequest = {
      transactionType: "PURCHASE",
      transactionSubType: [byReference ? "BP" : "CCIPP"],
      sessionValidityPeriod: Math.floor(lasts / seconds(1)),
      ...(byReference
        ? { billPayment: { paymentAmount: decimals(amount), accountTo: biller, ...references(reference) } }
        : { installmentPaymentPlan: planOf(request) }),
      merchantMetaData: {
        ...(returnUri !== null && { callbackUrl: returnUri }),
        merchantInfo: { name: merchant.name.slice(0, 50) },
      },
    };
    const { data } = succeeded(await call({ method: "POST", path: paths.deepLink, body, channel: "scbeasy" }));
    const { transactionId: id, deeplinkUrl: link } = fieldsOf(data);
    if (!isId(id)) return unknown("SCB gave no id of the payment");
    made.set(reference, id);
    return isLink(link) ? waiting({ id, link }) : unknown("SCB gave no link that opens an app");
  }

  function planOf({ reference, amount, source, zeroInterest }: BankRequest) {
    const { merchant_id: merchantId, terminal_id: terminalId, product_code: prodCode } = credentials;
    if (!merchantId) throw new NotTaken("no merchant id for installments is among the credentials");
    if (!source?.installmentTerm) throw new NotTaken("SCB needs the number of months");
    return {
      merchantId,
      ...(terminalId && { terminalId }),
      orderReference: firstReference(reference),
      paymentAmount: decimals(amount),
      tenor: String(source.installmentTerm),
      ippType: zeroInterest ? ("1" as const) : ("2" as const),
      ...(prodCode && { prodCode }),
    };
  }

  return {
    open,
    inquire,
    cancel,
    /** Remembers that a payment was confirmed, by the id that the confirmation named. */
    told: (reference: string, transactionId: string): void => confirmed.set(reference, transactionId),
  };
}

type Approved = Extract<BankAnswer, { answer: "approved" }>;

/** What SCB does not say is as if it were over. @throws TypeError and RangeError, which are defects of ours */
function unlessDefect(error: unknown): Looked {
  if (error instanceof TypeError || error instanceof RangeError) throw error;
  return { state: "over" };
}

const answered = (answer: BankAnswer): Looked => ({ state: "answered", answer });

const waiting = ({ id, link }: { id: string; link: unknown }): BankAnswer => ({
  answer: "pending",
  ...(isLink(link) && { next: { goTo: link } }),
  upstreamId: id,
});

const cardIn = ({ installmentPaymentPlan, creditCardFullAmount }: Partial<Transaction>) =>
  fieldsOf(installmentPaymentPlan ?? creditCardFullAmount);

/** Our reference in a transaction: of a bill, or of an order by card. */
const nameIn = (data: Partial<Transaction>): unknown =>
  fieldsOf(data.billPayment)["ref1"] ?? cardIn(data)["orderReference"];

/** Whether a browser may be sent there: an app's own scheme, or a page over HTTPS. */
const isLink = (value: unknown): value is string =>
  typeof value === "string" &&
  value.length <= 2_000 &&
  /^(?!javascript|data|http:|file|blob)[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value);
