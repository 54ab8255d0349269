import { dateInBangkok } from "../../domain/base/bangkok.ts";
import { type Bounded, bounded } from "../../domain/base/bounded.ts";
import { days, minutes, seconds, type Time } from "../../domain/base/time.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import { fieldsOf } from "../answers.ts";
import type { BankAnswer, BankRequest, Notification, PaymentReference } from "../bank.ts";
import { fieldsIn, isWhole } from "../phone/qr.ts";
import { NotTaken, type UpstreamBank, type Way } from "../upstream.ts";
import { type Answered, said, scbCalls } from "./calls.ts";
import { firstReference, ourReference } from "./references.ts";
import {
  bahtNumber,
  bangkokText,
  type CodeRequest,
  type ConfirmationAnswer,
  codes,
  confirmationReferences,
  currencyOf,
  type DeepLinkRequest,
  datesBetween,
  decimals,
  mainUnits,
  objectIn,
  type PaidRow,
  paths,
  satangOf,
  scannedByCustomer,
  type Transaction,
  timeOf,
  transactionStatus,
} from "./wire.ts";

/** How SCB carries a method: by a code to scan, from an account in SCB EASY, or by card in installments in SCB EASY. */
export const carriers: Readonly<Record<string, "code" | "app" | "plan">> = {
  promptpay: "code",
  mobile_banking_scb: "app",
  installment_scb: "plan",
  installment_wlb_scb: "plan",
};

/** How long a payer has in SCB EASY; SCB allows 1 to 30 minutes. */
const session = minutes(10);
const [shortestSession, longestSession] = [seconds(60), seconds(1_800)];

/**
 * How much earlier than the charge a code ends. A payment that was begun in the last moment has been told of by the time that we ask for the last time.
 */
const codeEndsBefore = minutes(2);

/** How long after the end of a session a payment that was begun in it may still become known. */
const settlesWithin = minutes(10);

/** How far the bank's clock may be from ours. */
const clocksDifferBy = minutes(10);

/** Upper bound of days of a charge's life that one inquiry asks about; a code of PromptPay lives for a day or two. */
const daysMax = 8;

/** Links of this process whose answer may not have been saved. */
const linksMax = 1_000;

/** Codes of refusals that come before anything is carried out: of the request's form, of rights, of the product. */
const refusedUnheard: readonly number[] = [
  ...[codes.missing, codes.invalid, codes.empty, codes.unexpected],
  ...[codes.unsupported, codes.headers, codes.apiKey, codes.forbidden],
];

/** Decline reasons of transactions that ended without money. 4, paid in part, is none: somebody has to look at it. */
const declines: Readonly<Record<number, DeclineReason>> = {
  [transactionStatus.cancelled]: "cancelled",
  [transactionStatus.invalid]: "processing",
  [transactionStatus.expired]: "expired",
};

const pending: BankAnswer = { answer: "pending" };
const unknown = (why: string): BankAnswer => ({ answer: "unknown", why });

/** The end of a code: before its charge's, however short that lives. */
export const codeEnd = ({ openedAt, expiresAt }: Pick<PaymentReference, "openedAt" | "expiresAt">): Time =>
  Math.floor((expiresAt - Math.min(codeEndsBefore, (expiresAt - openedAt) / 2)) / seconds(1)) * seconds(1);

/** Our side of SCB Open API, for the account of one merchant. SCB has no way to pay back and none to end a payment. */
export function scbConnector(way: Way): UpstreamBank & Required<Pick<UpstreamBank, "open" | "notified" | "slip">> {
  const { call, signIn } = scbCalls(way);
  const { credentials, now, hosts } = way;
  const { biller_id: biller = "", reference_3_prefix: prefix = "", reference_2: ref2 } = credentials;
  const opening = new Map<string, Promise<BankAnswer>>();
  const links: Bounded<string> = bounded(linksMax);
  const begun: Bounded<true> = bounded(linksMax);
  const confirmed: Bounded<true> = bounded(linksMax);

  const references = (reference: string): { ref1: string; ref2?: string; ref3: string } => {
    const ref1 = firstReference(reference);
    return { ref1, ...(ref2 && { ref2 }), ref3: `${prefix}${ref1}`.slice(0, 20) };
  };

  const linkOf = ({ upstreamId, reference }: PaymentReference): string | undefined =>
    upstreamId ?? links.get(reference);

  async function open(request: BankRequest): Promise<BankAnswer> {
    const carrier = carriers[request.method];
    if (!carrier) throw new NotTaken(`SCB does not carry ${request.method}`);
    if (request.currency !== "THB") throw new NotTaken(`SCB takes no ${request.currency}`);
    const known = linkOf(request);
    if (known !== undefined) return byTransaction(known, request);
    if (carrier !== "plan" && (begun.has(request.reference) || now() >= request.openedAt + minutes(1))) {
      const earlier = await byReference(request); // an earlier answer may have been lost
      if (earlier.answer !== "pending") return earlier;
    }
    begun.set(request.reference, true);
    return carrier === "code" ? openCode(request) : openLink(request, carrier);
  }

  /** Asks for a code. One that is asked for again has the same references: what was not seen of it cannot be paid. */
  async function openCode(request: BankRequest): Promise<BankAnswer> {
    const { reference, amount } = request;
    const end = codeEnd(request);
    if (end <= now()) return pending;
    const body: CodeRequest = {
      ...{ qrType: "PP", ppType: "BILLERID", ppId: biller },
      amount: decimals(amount),
      ...references(reference),
      numberOfTimes: 1,
      expiryDate: bangkokText(end),
    };
    const { data } = succeeded(await call({ method: "POST", path: paths.code, body }));
    const { qrRawData: code } = fieldsOf(fieldsOf(data)["data"]);
    if (typeof code !== "string" || !isFor(code, body.ref1, amount))
      return unknown("SCB gave a code that is not for this payment");
    return { answer: "pending", next: { scan: code, as: "qr" } };
  }

  /** Whether a code pays this amount to our biller under the reference. Nothing else is ever shown to a payer. */
  function isFor(code: string, ref1: string, amount: number): boolean {
    if (!isWhole(code)) return false;
    const fields = fieldsIn(code);
    const receiver = fieldsIn(fields.get("30") ?? "");
    return (
      receiver.get("01") === biller &&
      receiver.get("02") === ref1 &&
      satangOf(fields.get("54")) === amount &&
      fields.get("53") === bahtNumber
    );
  }

  async function openLink(request: BankRequest, carrier: "app" | "plan"): Promise<BankAnswer> {
    const { reference, amount, expiresAt, merchant, returnUri } = request;
    const lasts = Math.min(Math.max(Math.min(session, expiresAt - now()), shortestSession), longestSession);
    const body: DeepLinkRequest = {
      transactionType: "PURCHASE",
      transactionSubType: [carrier === "app" ? "BP" : "CCIPP"],
      sessionValidityPeriod: Math.floor(lasts / seconds(1)),
      ...(carrier === "app"
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
    links.set(reference, id);
    return isLink(link) ? waiting(id, link) : unknown("SCB gave no link that opens an app");
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

  /** The state of a payment in the app, with the way back into it while it waits. */
  async function byTransaction(id: string, about: PaymentReference): Promise<BankAnswer> {
    const { answer: said, link } = await readTransaction(id, about);
    const isWaiting = said.answer === "pending";
    const answer = !isWaiting ? said : isLink(link) ? waiting(id, link) : { ...pending, upstreamId: id };
    const mayBePaid = said.answer === "declined" || (isWaiting && confirmed.has(about.reference));
    if (!mayBePaid || carriers[about.method] !== "app") return answer;
    const paid = await byReference(about); // by another link for the same payment, whose answer was lost
    return paid.answer === "pending" ? answer : paid;
  }

  async function readTransaction(
    id: string,
    about: PaymentReference,
  ): Promise<{ answer: BankAnswer; link?: unknown; createdAt?: Time | undefined }> {
    const answered = await call({ method: "GET", path: paths.transaction + encodeURIComponent(id) });
    const data = fieldsOf(succeeded(answered).data) as Partial<Transaction>; // every field is checked where it is used
    if (data.transactionId !== id) return { answer: unknown("SCB answered about another transaction") };
    const status = Number(data.statusCode ?? Number.NaN);
    if (status === transactionStatus.pending)
      return {
        answer: pending,
        link: fieldsOf(data.merchantMetaData)["deeplinkUrl"],
        createdAt: timeOf(data.createdTimestamp),
      };
    if (status === transactionStatus.paid) return { answer: paidTransaction(id, data, about) };
    if (status === transactionStatus.partial) return { answer: unknown("SCB says that a part was paid") };
    const reason = declines[status];
    return { answer: reason ? { answer: "declined", reason } : unknown("SCB answered with no status that we know") };
  }

  function paidTransaction(id: string, data: Partial<Transaction>, about: PaymentReference): BankAnswer {
    const bill = fieldsOf(data.billPayment);
    const card = fieldsOf(data.installmentPaymentPlan ?? data.creditCardFullAmount);
    const named = carriers[about.method] === "app" ? bill["ref1"] : card["orderReference"];
    if (named !== undefined && named !== firstReference(about.reference)) return unknown("SCB names another reference");
    const currency = bill["currency"] ?? card["currency"] ?? bahtNumber; // links take baht only, and cards' answers name none
    const wrong = differs(data.paidAmount, currency, about);
    if (wrong) return unknown(wrong);
    const { approveCode } = card;
    return { answer: "approved", reference: id, approvalCode: typeof approveCode === "string" ? approveCode : null };
  }

  /** Payments under our reference, day by day in Bangkok: SCB keeps them under the day on which they were paid. */
  async function byReference(about: PaymentReference): Promise<BankAnswer> {
    const { ref1 } = references(about.reference);
    let wrong: string | undefined;
    for (const transactionDate of datesOf(about, now())) {
      for (const row of await paidOn(transactionDate, ref1)) {
        const { transactionId, amount, currencyCode, billPaymentRef1, payeeProxyId = biller, reverseFlag } = row;
        if (billPaymentRef1 !== ref1 || payeeProxyId !== biller) return unknown("SCB answered about another payment");
        if (reverseFlag === "R") continue;
        if (!isId(transactionId)) return unknown("SCB told of a payment without an id");
        const difference = differs(amount, currencyCode, about);
        if (!difference) return { answer: "approved", reference: transactionId, approvalCode: null };
        wrong = difference;
      }
    }
    return wrong === undefined ? pending : unknown(wrong);
  }

  async function paidOn(
    transactionDate: string,
    reference1: string,
  ): Promise<Partial<Record<keyof PaidRow, unknown>>[]> {
    const query = { eventCode: scannedByCustomer, transactionDate, billerId: biller, reference1 };
    const answered = await call({ method: "GET", path: paths.byReference, query });
    if (answered.code === codes.unknown) return [];
    const { data } = succeeded(answered);
    if (data === undefined || data === null) return [];
    if (!Array.isArray(data)) throw new Error("SCB answered with no list of payments");
    return data.map(fieldsOf);
  }

  function inquire(about: PaymentReference): Promise<BankAnswer> {
    const id = linkOf(about);
    if (carriers[about.method] === "code") return byReference(about);
    if (id !== undefined) return byTransaction(id, about);
    return carriers[about.method] === "app" ? byReference(about) : Promise.resolve(pending); // nobody has its link
  }

  /** Nothing can be ended at SCB: a payment is over when its code or its session is. Until then this cannot be said. */
  async function cancel(about: PaymentReference): Promise<BankAnswer> {
    const id = linkOf(about);
    if (opening.has(about.reference)) return unknown("SCB is just being told of the payment");
    if (carriers[about.method] === "code" || id === undefined) {
      const found = carriers[about.method] === "plan" ? pending : await byReference(about);
      const isOver = carriers[about.method] !== "code" || now() >= about.expiresAt;
      if (found.answer !== "pending" || isOver) return found;
      return unknown(`SCB cannot end a code; it may be paid until ${bangkokText(codeEnd(about))}`);
    }
    const { answer, createdAt } = await readTransaction(id, about);
    if (answer.answer === "approved" || answer.answer === "unknown") return answer;
    const paid = carriers[about.method] === "app" ? await byReference(about) : pending;
    if (paid.answer !== "pending" || answer.answer === "declined") return paid.answer === "pending" ? answer : paid;
    const isOver = createdAt !== undefined && now() >= createdAt + session + settlesWithin;
    return isOver ? pending : unknown("SCB cannot end a payment in SCB EASY; it ends by itself within minutes");
  }

  return {
    /** A payer looks at an empty page meanwhile, but a token and a place in the line take their time. */
    answersWithin: { open: seconds(10) },
    open: (request) => {
      const running = opening.get(request.reference);
      if (running) return running;
      const opened = open(request).finally(() => opening.delete(request.reference));
      opening.set(request.reference, opened);
      return opened;
    },
    inquire,
    cancel,
    notified: async (notification) => {
      const heard = readConfirmation(notification);
      if (heard) confirmed.set(heard.reference, true);
      return heard;
    },

    slip: async ({ sendingBank, transRef }) => {
      if (!isId(transRef)) return null;
      const answered = await call({ method: "GET", path: paths.slip + transRef, query: { sendingBank } });
      if (answered.code === codes.unknown) return null;
      const {
        transDate,
        transTime,
        amount,
        ref1,
        paidLocalCurrency,
        receiver,
        transRef: echoed,
      } = fieldsOf(succeeded(answered).data);
      const paid = satangOf(amount);
      if (paid === undefined || echoed !== transRef) throw new Error("SCB answered with a slip that cannot be read");
      const { type, value } = fieldsOf(fieldsOf(receiver)["proxy"]);
      return {
        reference: (typeof ref1 === "string" && ourReference(ref1)) || null,
        amount: paid,
        currency: currencyOf(paidLocalCurrency) ?? "THB", // payments by a Thai QR code are in baht; of another country's the answer names the currency
        paidAt: timeOf(`${String(transDate).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3")} ${transTime}`) ?? null,
        toUs: type === "BILLERID" && typeof value === "string" && /^\d+$/.test(value) ? value === biller : null,
      };
    },

    check: async () => {
      try {
        await signIn();
        const query = { eventCode: scannedByCustomer, billerId: biller, reference1: "CHAMRA" };
        const asked = { ...query, transactionDate: dateInBangkok(now()) };
        const answered = await call({ method: "GET", path: paths.byReference, query: asked });
        if (answered.code !== codes.success && answered.code !== codes.unknown)
          return { good: false, why: `SCB does not let this key ask about the biller id: ${said(answered)}` };
        return { good: true, live: !hosts["api"]?.includes("sandbox"), name: null };
      } catch (error) {
        return { good: false, why: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

/**
 * The payment that a confirmation names. Nobody signs it, so nothing else of it is read.
 *
 * @returns undefined for one that names no payment of ours
 */
function readConfirmation({ body }: Notification): { reference: string; answer: ConfirmationAnswer } | undefined {
  const message = objectIn(body);
  if (!message) return undefined;
  for (const field of confirmationReferences) {
    const named = message[field];
    const reference = typeof named === "string" ? ourReference(named) : undefined;
    const { transactionId } = message;
    if (reference !== undefined && isId(transactionId))
      return { reference, answer: { resCode: "00", resDesc: "success", transactionId } };
  }
  return undefined;
}

/** The days in Bangkok on which a payment may have been made, latest first: yesterday and today, and those of its charge's life. */
function datesOf({ openedAt, expiresAt }: PaymentReference, now: Time): string[] {
  const from = openedAt - clocksDifferBy;
  const recent = datesBetween(Math.max(from, now - days(1)), now, 2);
  return [...new Set([...recent, ...datesBetween(from, Math.min(now, expiresAt + days(1)), daysMax)])];
}

/** What is wrong with an amount or its currency; undefined where they are the payment's. */
function differs(amount: unknown, currency: unknown, asked: PaymentReference): string | undefined {
  const [paid, paidIn] = [satangOf(amount), currencyOf(currency)];
  if (paid === undefined || paidIn === undefined)
    return "SCB told of a payment without an amount and a currency that can be read";
  if (paid === asked.amount && paidIn === asked.currency) return undefined;
  return `SCB told of another amount or currency: ${mainUnits(paid)} ${paidIn}, not ${mainUnits(asked.amount)} ${asked.currency}`;
}

/**
 * An answer of success, as it is.
 *
 * @throws NotTaken for a refusal before anything was carried out; Error for any other, of which nobody knows
 */
function succeeded(answered: Answered): Answered {
  if (answered.code === codes.success && answered.status >= 200 && answered.status < 300) return answered;
  if (refusedUnheard.includes(answered.code)) throw new NotTaken(`SCB refuses the request: ${said(answered)}`);
  throw new Error(`SCB answered ${answered.status}: ${said(answered)}`);
}

const waiting = (id: string, link: string): BankAnswer => ({ answer: "pending", next: { goTo: link }, upstreamId: id });

/** Ids that are echoed and put into addresses: no others are taken. */
const isId = (value: unknown): value is string => typeof value === "string" && /^[\w-]{1,64}$/.test(value);

/** Whether a browser may be sent there: an app's own scheme, or a page over HTTPS. */
const isLink = (value: unknown): value is string =>
  typeof value === "string" &&
  value.length <= 2_000 &&
  /^(?!javascript|data|http:|file|blob)[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value);
