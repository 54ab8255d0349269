import { dateInBangkok } from "../../domain/base/bangkok.ts";
import { type Bounded, bounded } from "../../domain/base/bounded.ts";
import { fieldsOf, isId } from "../answers.ts";
import type { BankAnswer, BankRequest, Notification, PaymentReference } from "../bank.ts";
import { NotTaken, type SlipPayment, type UpstreamBank, type Way } from "../upstream.ts";
import { billsOf } from "./bills.ts";
import { said } from "./calls.ts";
import { scbCodes } from "./codes.ts";
import { scbLinks } from "./links.ts";
import { type Reach, reachOf, succeeded, unknown } from "./reach.ts";
import { ourReference } from "./references.ts";
import {
  type ConfirmationAnswer,
  codes,
  confirmationReferences,
  currencyOf,
  objectIn,
  paths,
  satangOf,
  scannedByCustomer,
  timeOf,
} from "./wire.ts";

/** How SCB carries a method: by a code to scan, from an account in SCB EASY, or by card in installments in SCB EASY. */
export const carriers: Readonly<Record<string, "code" | "app" | "plan">> = {
  promptpay: "code",
  mobile_banking_scb: "app",
  installment_scb: "plan",
  installment_wlb_scb: "plan",
};

/** Payments that this process has told SCB of, so that it may know of them. */
const begunMax = 1_000;

/** Our side of SCB Open API, for the account of one merchant. SCB has no way to pay back and none to end a payment. */
export function scbConnector(way: Way): UpstreamBank & Required<Pick<UpstreamBank, "open" | "notified" | "slip">> {
  const reach = reachOf(way);
  const byReference = billsOf(reach);
  const links = scbLinks(reach, byReference);
  const plans = scbLinks(reach, null);
  const carrying = { code: scbCodes(reach, byReference), app: links, plan: plans };
  const opening = new Map<string, { upstreamId: string | null; answer: Promise<BankAnswer> }>();
  const begun: Bounded<true> = bounded(begunMax);

  /** @throws NotTaken where SCB does not carry the method */
  function carrierOf({ method }: PaymentReference) {
    const carrier = carriers[method];
    if (!carrier) throw new NotTaken(`SCB does not carry ${method}`);
    return carrying[carrier];
  }

  /** A repeated request is never `NotTaken`: the first may have been taken. */
  async function open(request: BankRequest): Promise<BankAnswer> {
    if (request.currency !== "THB") throw new NotTaken(`SCB takes no ${request.currency}`);
    const again = request.again || request.upstreamId !== null || begun.has(request.reference);
    const carrier = carrierOf(request);
    begun.set(request.reference, true);
    return carrier.open({ ...request, again }).catch((error: unknown) => {
      throw again && error instanceof NotTaken ? new Error(error.message) : error;
    });
  }

  return {
    /**
     * A payer looks at an empty page meanwhile, but a token and a place in the line take their time. A request that names the same link shares the answer.
     * A request that names another link waits, and asks about that link: it may be paid.
     */
    open: (request) => {
      const { reference, upstreamId } = request;
      const running = opening.get(reference);
      if (running && running.upstreamId === upstreamId) return running.answer;
      const begin = running ? running.answer.catch(() => {}).then(() => open(request)) : open(request);
      const answer = begin.finally(() => {
        if (opening.get(reference)?.answer === answer) opening.delete(reference);
      });
      opening.set(reference, { upstreamId, answer });
      return answer;
    },
    inquire: async (about) => carrierOf(about).inquire(about),
    cancel: async (about) =>
      opening.has(about.reference) ? unknown("SCB is just being told of the payment") : carrierOf(about).cancel(about),
    notified: async (notification) => {
      const heard = readConfirmation(notification);
      if (heard) for (const each of [links, plans]) each.told(heard.reference, heard.answer.transactionId);
      return heard;
    },
    slip: (slip) => lookUp(reach, slip),
    check: () => check(reach, !way.hosts["api"]?.includes("sandbox")),
  };
}

/**
 * The payment that a confirmation names. Nobody signs it, so nothing else of it is believed.
 *
 * @returns undefined for one that names no payment of ours
 */
function readConfirmation({
  body,
}: Notification): { reference: string; says: string; answer: ConfirmationAnswer } | undefined {
  const message = objectIn(body);
  if (!message) return undefined;
  for (const field of confirmationReferences) {
    const named = message[field];
    const reference = typeof named === "string" ? ourReference(named) : undefined;
    const { transactionId } = message;
    if (reference !== undefined && isId(transactionId))
      return { reference, says: body, answer: { resCode: "00", resDesc: "success", transactionId } };
  }
  return undefined;
}

/** Asks for a token, and then about a payment that there is not: whether the key may ask about the biller id. */
async function check({ signIn, call, biller, now }: Reach, live: boolean): ReturnType<UpstreamBank["check"]> {
  try {
    await signIn();
    const query = { eventCode: scannedByCustomer, billerId: biller, reference1: "CHAMRA" };
    const dated = { ...query, transactionDate: dateInBangkok(now()) };
    const answered = await call({ method: "GET", path: paths.byReference, query: dated });
    if (answered.code !== codes.success && answered.code !== codes.unknown)
      return { good: false, why: `SCB does not let this key ask about the biller id: ${said(answered)}` };
    return { good: true, live, name: null, holder: biller };
  } catch (error) {
    return { good: false, why: error instanceof Error ? error.message : String(error) };
  }
}

/** Looks a slip up. @throws Error where SCB does not say */
async function lookUp(
  { call, biller }: Reach,
  { sendingBank, transRef }: { sendingBank: string; transRef: string },
): Promise<SlipPayment | null> {
  if (!isId(transRef)) return null;
  const answered = await call({ method: "GET", path: paths.slip + transRef, query: { sendingBank } });
  if (answered.code === codes.unknown) return null;
  const slip = fieldsOf(succeeded(answered).data);
  const { transDate, transTime, ref1, paidLocalCurrency } = slip;
  const amount = satangOf(slip["amount"]);
  if (amount === undefined || slip["transRef"] !== transRef)
    throw new Error("SCB answered with a slip that cannot be read");
  const { type, value } = fieldsOf(fieldsOf(slip["receiver"])["proxy"]);
  const isWhole = type === "BILLERID" && typeof value === "string" && /^\d+$/.test(value); // digits may be hidden
  return {
    reference: (typeof ref1 === "string" && ourReference(ref1)) || null,
    amount,
    currency: currencyOf(paidLocalCurrency) ?? "THB", // named for payments from abroad only
    paidAt: timeOf(`${String(transDate).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3")} ${transTime}`) ?? null,
    toUs: isWhole ? value === biller : null,
  };
}
