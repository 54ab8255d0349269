import { createHmac, timingSafeEqual } from "node:crypto";
import { days, minutes, secondOf, seconds, type Time } from "../../domain/base/time.ts";
import type { NextStep } from "../../domain/payment/next-step.ts";
import { sourceFields, sourceParameters } from "../../domain/payment/source-field.ts";
import type { TheirPayout } from "../../domain/upstream/payout.ts";
import type { TheirPayment, TheirRefund } from "../../domain/upstream/reconciliation.ts";
import { fieldsOf, isId } from "../answers.ts";
import type { AmountRequest, BankAnswer, BankRequest, PaymentReference } from "../bank.ts";
import { barcodeOf } from "../bill.ts";
import { inTurn } from "../in-turn.ts";
import { NotTaken, type TokenCard, type UpstreamBank, type UpstreamCards, type Way } from "../upstream.ts";
import {
  type OmiseCharge,
  type OmiseRefund,
  type OmiseTransfer,
  readCharge,
  readCustomer,
  readError,
  readList,
  readNewCard,
  readRefund,
  readToken,
  readTokenCard,
  readTransaction,
  readTransfer,
  reasonOf,
  referenceKey,
  tokenRequest,
} from "./wire.ts";

/** Charges of one page of a search, the most that the API gives. */
const pageSize = 100;

/** Pages that are searched for a charge or a refund of ours. A merchant with more than a thousand charges in the minutes since is told "unknown", not "no". */
const pagesMax = 10;

/** How long a charge may be searched for before it is asked for. After that another process may have begun to. */
const searchLasts = minutes(1);

/** How far before our own charge the search begins: clocks differ. */
const clocksDiffer = minutes(10);

/** How long before its payment a charge can have been made: a week to pay, and a week until a held amount is captured. */
const paidWithin = days(15);

/** Time before the end of a charge in which it is not asked for again: what is asked for by then is found when the charge ends. */
const madeWithin = seconds(20);

/** Pages that are read for the payments of a day: a hundred thousand charges in two weeks. */
const pagesOfADayMax = 1_000;

/** Our side of the Omise API, by the keys of one merchant. */
export function omiseConnector(way: Way): UpstreamBank {
  const { secret_key: secretKey = "", public_key: publicKey } = way.credentials;
  const oneByOne = inTurn(way);

  /**
   * @returns the answer's JSON and status
   * @throws NotTaken where Omise has refused before it looked at the request; Error where no whole answer came, or none that is JSON
   */
  async function call(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: object,
    key?: string,
    { by = secretKey, host = "api" } = {},
  ) {
    const headers = {
      authorization: `Basic ${Buffer.from(`${by}:`).toString("base64")}`,
      accept: "application/json",
      "omise-version": "2019-05-29",
      ...(body && { "content-type": "application/json" }),
      ...(key !== undefined && { "idempotency-key": key }),
    };
    const sent = { method, url: `${way.hosts[host]}${path}`, headers, ...(body && { body: JSON.stringify(body) }) };
    const { status, body: text } = await way.send(sent);
    const message: unknown = parsed(text);
    if (status === 401) throw new NotTaken(`Omise does not know this ${by === secretKey ? "secret" : "public"} key`);
    if (status === 429) throw new NotTaken("Omise has had too many requests");
    if (status >= 500 || message === undefined) throw new Error(`Omise answered ${status} with ${describe(text)}`);
    return { status, message };
  }

  const get = async (path: string) => (await call("GET", path)).message;

  /**
   * Finds the charge that carries our reference, among those made since ours was. Omise is not known to heed idempotency keys, so this is asked before
   * a request whose answer never came is sent again. @throws Error where there are too many charges to be sure
   */
  async function search({ reference, openedAt }: PaymentReference): Promise<OmiseCharge | undefined> {
    const found = await firstOf(reference, made("/charges", { from: openedAt - clocksDiffer }, pagesMax));
    return found === undefined ? undefined : readCharge(found);
  }

  /** What was made in a period by a list of the API, oldest first, page by page. @throws Error where there are more pages than `most` */
  const made = (
    list: "/charges" | "/refunds" | "/transfers" | "/transactions",
    { from, to }: { from: Time; to?: Time },
    most: number,
  ) => pagesOf(list, { from: secondOf(from), ...(to !== undefined && { to: secondOf(to) }) }, most);

  /** The pages of a list, oldest first. @throws Error where there are more than `most` */
  async function* pagesOf(
    path: string,
    bounds: Readonly<Record<string, string>>,
    most: number,
  ): AsyncGenerator<readonly unknown[]> {
    for (let page = 0; page < most; page += 1) {
      const query = new URLSearchParams({
        ...bounds,
        order: "chronological",
        limit: String(pageSize),
        offset: String(page * pageSize),
      });
      const { data, total } = readList(await get(`${path}?${query}`));
      yield data;
      if ((page + 1) * pageSize >= total) return;
    }
    throw new Error(`too many of ${path} to read all of them`);
  }

  /** When what was booked in a period can be paid out, by id of the charge or refund. A charge is booked when it is paid, a refund when it is made. */
  async function datesIn({ from, until }: { from: Time; until: Time }): Promise<Map<string | null, Time>> {
    const dates = new Map<string | null, Time>();
    for await (const data of made("/transactions", { from, to: until }, pagesOfADayMax))
      for (const { origin, transferable_at } of data.map(readTransaction)) dates.set(origin, transferable_at);
    return dates;
  }

  /** Omise lists charges by when they were made, so those of the weeks before are read too. */
  async function settled({ from, until }: { from: Time; until: Time }): Promise<TheirPayment[]> {
    const dates = await datesIn({ from, until });
    const paid: TheirPayment[] = [];
    for await (const data of made("/charges", { from: from - paidWithin, to: until }, pagesOfADayMax))
      for (const each of data) {
        const payment = settledAs(readCharge(each), dates);
        if (payment?.paidAt && payment.paidAt >= from && payment.paidAt < until) paid.push(payment);
      }
    return paid;
  }

  async function refunded({ from, until }: { from: Time; until: Time }): Promise<TheirRefund[]> {
    const dates = await datesIn({ from, until });
    const found: TheirRefund[] = [];
    for await (const data of made("/refunds", { from, to: until }, pagesOfADayMax))
      for (const each of data) {
        const { id, amount, currency, charge, metadata, created_at: at } = readRefund(each);
        if (charge === null || currency === null || at === null)
          throw new Error("Omise told of a refund without its charge");
        const { [referenceKey]: ours } = metadata;
        // one that has no name of ours was made at Omise: its own id says so
        const reference = typeof ours === "string" ? ours : id;
        const told = { payment: id, reference, of: charge, amount, currency: currency.toUpperCase(), paidAt: at };
        if (at >= from && at < until) found.push({ ...told, ...datedBy(dates.get(id)) });
      }
    return found;
  }

  async function payouts({ from, until }: { from: Time; until: Time }): Promise<TheirPayout[]> {
    const sent: TheirPayout[] = [];
    for await (const data of made("/transfers", { from, to: until }, pagesOfADayMax))
      sent.push(...data.flatMap((each) => payoutOf(readTransfer(each)) ?? []));
    return sent;
  }

  const find = async (about: PaymentReference): Promise<OmiseCharge | undefined> =>
    about.upstreamId === null ? search(about) : chargeAt(about.upstreamId);

  const chargeAt = async (id: string): Promise<OmiseCharge> => chargeOfId(id, await get(pathOf(id)));

  async function open(request: BankRequest): Promise<BankAnswer> {
    const repeated = request.again || request.upstreamId !== null;
    const begun = way.now();
    const known = repeated ? await find(request) : undefined;
    if (known) return answerOf(known, request);
    if (repeated && way.now() + madeWithin >= request.expiresAt) return { answer: "pending" };
    if (way.now() - begun > searchLasts) return unknown("its charges too slowly");
    const { status, message } = await call("POST", "/charges", chargeOf(request), request.reference);
    if (status === 200) {
      const made = readCharge(message);
      return made.metadata[referenceKey] === request.reference ? answerOf(made, request) : unknown("another charge");
    }
    const error = readError(message);
    if (!error) return unknown(`${status} with ${describe(JSON.stringify(message))}`);
    return refusedAs(request, error.code, repeated);
  }

  /**
   * The answer to a request that was refused. A first one is refused before a charge is made, unless its token is used: perhaps by the other of two at
   * once. A repeated one may be refused for whatever another of ours has done since we looked; a used token without a charge is not known then.
   */
  async function refusedAs(request: BankRequest, code: string, repeated: boolean): Promise<BankAnswer> {
    const made = repeated || code === "used_token" ? await search(request) : undefined;
    if (made) return answerOf(made, request);
    return repeated && code === "used_token" ? unknown(code) : declinedBy(code);
  }

  async function inquire(about: PaymentReference): Promise<BankAnswer> {
    const charge = await find(about);
    return charge ? answerTo(about, charge) : { answer: "pending" };
  }

  /** The charge that a follow-up is about. */
  const pathOf = (upstreamId: string) => `/charges/${upstreamId}`;

  return {
    open,
    inquire,
    cancel: async (about) => {
      const charge = await find(about);
      if (!charge) return { answer: "pending" };
      if (charge.status !== "pending" || isHeld(charge)) return answerOf(charge, about);
      const { id } = charge;
      const { status, message } = await call("POST", `${pathOf(id)}/expire`, {});
      const after = status === 200 ? chargeOfId(id, message) : await chargeAt(id);
      if (after.status === "pending" && !isHeld(after)) return unknown("a charge that cannot be expired");
      return answerOf(after, about);
    },
    capture: async ({ amount }, authorization) => {
      const { status, message } = await call("POST", `${pathOf(authorization)}/capture`, { capture_amount: amount });
      if (status === 200) return capturedAs(chargeOfId(authorization, message), amount);
      if (!readError(message)) return unknown(`${status}`);
      return capturedAs(await chargeAt(authorization), amount);
    },
    reverse: async (_request, authorization) => {
      const { status, message } = await call("POST", `${pathOf(authorization)}/reverse`, {});
      if (status === 200) return reversedAs(chargeOfId(authorization, message));
      return readError(message) ? reversedAs(await chargeAt(authorization)) : unknown(`${status}`);
    },
    refund: (request, authorization) => oneByOne(authorization, () => refund(request, authorization)),
    transferableAt: async (transaction) => readTransaction(await get(`/transactions/${transaction}`)).transferable_at,
    settled,
    refunded,
    payouts,
    cards: { cardOf, tokenOf, keep, forget },
    check: async () => {
      try {
        const account = fieldsOf(await get("/account"));
        if (account["object"] !== "account") return { good: false, why: "Omise answered with no account" };
        if (publicKey !== undefined) await checkPublicKey(publicKey);
        const email = account["email"];
        const { id } = account;
        const known = { live: account["livemode"] === true, name: typeof email === "string" ? email : null };
        return { good: true, ...known, ...(isId(id) && { holder: id }) };
      } catch (error) {
        return { good: false, why: error instanceof Error ? error.message : String(error) };
      }
    },
    notified: async ({ headers, body }) => {
      const secrets = [way.credentials["webhook_secret"], way.previous?.["webhook_secret"]].filter(
        (each) => each !== undefined,
      );
      if (secrets.length > 0 && !secrets.some((secret) => isSigned(secret, headers, body))) return undefined;
      const { data } = fieldsOf(parsed(body));
      const reference = fieldsOf(fieldsOf(data)["metadata"])[referenceKey];
      return typeof reference === "string" ? { reference, says: body, answer: {} } : undefined;
    },
  };

  async function cardOf(token: string): Promise<TokenCard> {
    if (publicKey === undefined) return { brand: null, bank: null };
    const asPublic = { by: publicKey, host: "vault" };
    return readTokenCard((await call("GET", `/tokens/${token}`, undefined, undefined, asPublic)).message);
  }

  /** @throws NotTaken without a public key */
  async function tokenOf(...[card, holder]: Parameters<UpstreamCards["tokenOf"]>) {
    if (publicKey === undefined) throw new NotTaken("the account has no public key of Omise");
    const asked = tokenRequest(card, holder);
    const { status, message } = await call("POST", "/tokens", asked, undefined, { by: publicKey, host: "vault" });
    return status === 200 ? { made: true as const, ...readToken(message) } : refusedBy(message);
  }

  /** Which card was added, the answer to a change does not say: it is the newest that is not known. */
  async function keep(...[token, known, reference]: Parameters<UpstreamCards["keep"]>) {
    const { status, message } = known
      ? await call("PATCH", `/customers/${known.customer}`, { card: token })
      : await call("POST", "/customers", { card: token, metadata: { [referenceKey]: reference } }, reference);
    if (status !== 200) return refusedBy(message);
    const customer = readCustomer(message);
    const cards = known
      ? await get(`/customers/${known.customer}/cards?order=reverse_chronological&limit=${pageSize}`)
      : customer.cards;
    return { made: true as const, customer: customer.id, ...readNewCard(cards, known?.cards ?? []) };
  }

  async function forget({ customer, id }: Parameters<UpstreamCards["forget"]>[0]): Promise<void> {
    const { status, message } = await call("DELETE", `/customers/${customer}/cards/${id}`);
    if (status !== 200 && readError(message)?.code !== "not_found") throw new Error(`Omise answered with ${status}`);
  }

  /** @throws Error for what is no refusal of Omise */
  function refusedBy(answer: unknown): { made: false; code: string; message: string } {
    const error = readError(answer);
    if (!error) throw new Error("Omise answered with neither a card nor a refusal");
    return { made: false, ...error };
  }

  /** @throws Error for a public key of the other mode, or one that Omise does not know. That it is of the same account, Omise does not say. */
  async function checkPublicKey(key: string): Promise<void> {
    const ofTest = (each: string) => each.split("_").at(1) === "test";
    if (ofTest(key) !== ofTest(secretKey)) throw new Error("one key is of test mode, and the other is not");
    const { object } = fieldsOf((await call("GET", "/capability", undefined, undefined, { by: key })).message);
    if (object !== "capability") throw new Error("Omise answered with no capability");
  }

  /**
   * Looks for the refund first: a second one of the same reference would give the money back twice. Where Omise refuses, another process may have asked
   * meanwhile, so the list is read again.
   */
  async function refund({ reference, amount }: AmountRequest, authorization: string): Promise<BankAnswer> {
    const path = `${pathOf(authorization)}/refunds`;
    const before = await firstOf(reference, pagesOf(path, {}, pagesMax));
    if (before) return refundedAs(readRefund(before), amount);
    const metadata = { [referenceKey]: reference };
    const { status, message } = await call("POST", path, { amount, metadata }, reference);
    if (status === 200) return refundedAs(readRefund(message), amount);
    const error = readError(message);
    if (!error) return unknown(`${status}`);
    const after = await firstOf(reference, pagesOf(path, {}, pagesMax));
    return after ? refundedAs(readRefund(after), amount) : declinedBy(error.code);
  }
}

/** The first object of a list that carries a reference of ours. */
async function firstOf(reference: string, pages: AsyncIterable<readonly unknown[]>): Promise<unknown> {
  for await (const data of pages) {
    const found = data.find((each) => fieldsOf(fieldsOf(each)["metadata"])[referenceKey] === reference);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The request of a charge. Parameters of the source are named as ours are, since both are the Omise API. */
function chargeOf(request: BankRequest): object {
  const { amount, currency, description, source, cardToken, cardCustomer, returnUri, expiresAt, reference } = request;
  const { capture, preAuth, cardOnFile, firstPayment } = request;
  const { transactionIndicator, recurringReason } = cardOnFile ?? {};
  return {
    amount,
    currency,
    ...(description !== null && { description }),
    ...(source && { source: { type: source.type, ...parametersOf(source) } }),
    ...(cardCustomer !== null && { customer: cardCustomer }),
    ...(cardToken !== null && { card: cardToken }),
    ...(returnUri !== null && { return_uri: returnUri }),
    ...(!capture && { capture: false }),
    ...(preAuth && { authorization_type: "pre_auth" }),
    ...(transactionIndicator && { transaction_indicator: transactionIndicator }),
    ...(recurringReason && { recurring_reason: recurringReason }),
    ...(firstPayment !== null && { first_charge: firstPayment }),
    ...(source?.installmentTerm && { zero_interest_installments: request.zeroInterest }),
    ...(source && cardToken === null && { expires_at: secondOf(expiresAt) }),
    metadata: { [referenceKey]: reference },
  };
}

/** The parameters that a source was made with. */
const parametersOf = (source: NonNullable<BankRequest["source"]>): object =>
  Object.fromEntries(
    sourceParameters.flatMap((name) => {
      const value = source[name];
      const given = value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
      return given ? [[sourceFields[name].wire, value]] : [];
    }),
  );

/** The charge of an id. @throws Error for another: what became of this one is not known then */
function chargeOfId(id: string, message: unknown): OmiseCharge {
  const charge = readCharge(message);
  if (charge.id !== id) throw new Error("Omise answered about another charge");
  return charge;
}

/** Whether the amount waits for a capture. One that is to be captured by itself is not paid until it is. */
const isHeld = ({ status, authorized, capture }: OmiseCharge): boolean =>
  status === "pending" && authorized && !capture;

/** What a charge says of our payment. */
function answerOf(charge: OmiseCharge, about: PaymentReference): BankAnswer {
  if (charge.amount !== about.amount || charge.currency.toUpperCase() !== about.currency)
    return unknown(`a charge of ${charge.amount} ${charge.currency}, not of ${about.amount} ${about.currency}`);
  switch (charge.status) {
    case "successful":
      return approved(charge);
    case "pending":
      return isHeld(charge) ? approved(charge) : { answer: "pending", upstreamId: charge.id, ...nextOf(charge) };
    case "failed":
      return { answer: "declined", reason: reasonOf(charge.failure_code) };
    case "reversed":
      return { answer: "declined", reason: "cancelled" };
    case "expired":
      return { answer: "pending", upstreamId: charge.id }; // nobody paid: our own charge expires, too
  }
}

/** The answer to a question about a capture, a reversal, or the payment itself. */
function answerTo(about: PaymentReference, charge: OmiseCharge): BankAnswer {
  if (about.step === "capture") return charge.paid ? capturedAs(charge, about.amount) : { answer: "pending" };
  if (about.step === "reverse") return charge.reversed ? approved(charge) : { answer: "pending" };
  return answerOf(charge, about);
}

/** The transaction of an answer; none while nothing has moved on the balance. */
const movedBy = ({ transaction }: { transaction: string | null }) => (transaction === null ? {} : { transaction });

const datedBy = (transferableAt: Time | undefined) => (transferableAt === undefined ? {} : { transferableAt });

const approved = (charge: OmiseCharge): BankAnswer => ({
  answer: "approved",
  ...movedBy(charge),
  reference: charge.id,
  approvalCode: null,
  costs: {
    fee: charge.fee,
    feeVat: charge.fee_vat,
    interest: charge.interest,
    interestVat: charge.interest_vat,
  },
});

/** A charge as a paid payment; undefined where nothing was paid. */
function settledAs(charge: OmiseCharge, dates: ReadonlyMap<string | null, Time>): TheirPayment | undefined {
  if (!charge.paid || charge.paid_at === null) return undefined;
  const { [referenceKey]: reference } = charge.metadata;
  return {
    payment: charge.id,
    reference: typeof reference === "string" ? reference : null,
    amount: charge.captured_amount ?? charge.amount,
    currency: charge.currency.toUpperCase(),
    costs: charge.fee + charge.fee_vat + charge.interest + charge.interest_vat,
    interest: charge.interest + charge.interest_vat,
    paidAt: charge.paid_at,
    ...datedBy(dates.get(charge.id)),
  };
}

/**
 * A transfer as a payout, to whichever bank account it goes: Omise holds its amount no more. Undefined where nothing was sent. One that failed after it
 * was sent has `sent_at`, and is not `sent`.
 */
function payoutOf({ id, sent_at, ...transfer }: OmiseTransfer): TheirPayout | undefined {
  if (sent_at === null) return undefined;
  return {
    payout: id,
    amount: transfer.amount,
    fee: transfer.total_fee,
    currency: transfer.currency.toUpperCase(),
    sentAt: sent_at,
    settledAt: transfer.paid ? (transfer.paid_at ?? sent_at) : null,
    failed: !transfer.paid && transfer.failure_code !== null,
  };
}

function capturedAs(charge: OmiseCharge, asked: number): BankAnswer {
  if (!charge.paid) return refusedUnless(charge, "captured");
  const captured = charge.captured_amount ?? charge.amount;
  return captured === asked ? approved(charge) : unknown(`a capture of ${captured}, not of ${asked}`);
}

const reversedAs = (charge: OmiseCharge): BankAnswer =>
  charge.reversed ? approved(charge) : refusedUnless(charge, "reversed");

/**
 * What it means that a charge is not captured or reversed. While the amount is still held, an earlier request may be under way, which is why another is
 * refused: nothing is known then. Only a charge that holds nothing any more has refused it.
 */
const refusedUnless = ({ status, authorized }: OmiseCharge, done: string): BankAnswer =>
  status === "pending" && authorized
    ? unknown(`a charge that is held, and not ${done} yet`)
    : { answer: "declined", reason: "rejected" };

function refundedAs(refund: OmiseRefund, asked: number): BankAnswer {
  const { id, amount, status, voided } = refund;
  if (amount !== asked) return unknown(`a refund of ${amount}, not of ${asked}`);
  if (status === "pending") return { answer: "pending" };
  const answer = { answer: "approved", ...movedBy(refund), reference: id, approvalCode: null } as const;
  return voided === null ? answer : { ...answer, voided };
}

/** What the payer needs: the picture of a code, numbers to pay under, or a page. A code comes with a page, too, which shows the same. */
function nextOf({ source, authorize_uri, amount }: OmiseCharge): { next?: NextStep } {
  const code = source?.scannable_code;
  if (code) return { next: { show: code.image.download_uri, as: code.type } };
  const numbers = Object.entries(source?.references ?? {}).filter(([, value]) => typeof value === "string");
  const told = Object.fromEntries(
    numbers.filter(([name]) => /omise_tax_id|reference_number|payment_code/.test(name)),
  ) as Record<string, string>;
  if (Object.keys(told).length > 0) return { next: { tell: told, until: endOf(source), ...billOf(told, amount) } };
  return authorize_uri === null ? {} : { next: { goTo: authorize_uri } };
}

/** The barcode of a bill's numbers, which counters read: we draw it, as Omise's own picture says the same. */
function billOf(numbers: Record<string, string>, amount: number): { barcode?: string } {
  const { omise_tax_id: taxId, reference_number_1: first, reference_number_2: second } = numbers;
  return taxId && first && second ? { barcode: barcodeOf({ taxId, first, second, amount }) } : {};
}

/** Until when the numbers are good. Source: recorded bill payments, `references.expires_at`. */
function endOf(source: OmiseCharge["source"]): Time | null {
  const at = Date.parse(String(source?.references?.["expires_at"]));
  return Number.isNaN(at) ? null : at;
}

/** A refusal of the request. A charge that Omise would not make is a failed one of ours, as a bank's decline is. */
const declinedBy = (code: string): BankAnswer =>
  code === "service_unavailable" || code === "internal_error"
    ? unknown(code)
    : { answer: "declined", reason: "processing" };

const unknown = (why: string): BankAnswer => ({ answer: "unknown", why: `Omise answered with ${why}` });

/** Source: "Webhooks", signature: HMAC-SHA256 of `timestamp.body` under the secret, which is base64; several signatures stand beside each other. */
function isSigned(secret: string, headers: Readonly<Record<string, unknown>>, body: string): boolean {
  const timestamp = headers["omise-signature-timestamp"];
  const given = headers["omise-signature"];
  if (typeof timestamp !== "string" || typeof given !== "string") return false;
  const expected = createHmac("sha256", Buffer.from(secret, "base64")).update(`${timestamp}.${body}`).digest();
  return given.split(",").some((each) => {
    const signature = Buffer.from(each.trim(), "hex");
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The beginning of a text, for a message. */
const describe = (text: string): string => (text === "" ? "nothing" : text.slice(0, 80));
