import { createHmac } from "node:crypto";
import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type {
  SimulatedAnswer,
  SimulatedPayment,
  SimulatedRequest,
  SimulatorSurroundings,
  UpstreamSimulator,
} from "../upstream-simulator.ts";
import { type OmiseCharge, type OmiseSource, type OmiseTransfer, referenceKey } from "./wire.ts";

/** A charge as the simulator keeps it. */
type Kept = Omit<OmiseCharge, "paid_at"> & {
  paidAt: Time | null;
  createdAt: Time;
  expiresAt: Time | null;
  /** Whether a part may be captured. */
  preAuth: boolean;
  refunds: Refund[];
};
type Refund = {
  id: string;
  amount: Minor;
  currency: string;
  charge: string;
  metadata: Record<string, unknown>;
  status: "pending" | "closed";
  transaction: string;
  createdAt: Time;
};
type Transfer = Omit<OmiseTransfer, "paid_at"> & { sent_at: Time; paid_at: Time | null };

/** What the simulated Omise can be told beside what every upstream can. */
export type OmiseSimulator = UpstreamSimulator & {
  /** Leaves refunds pending from now on. */
  holdRefunds(): void;
  /** Closes the refunds that are pending, and later ones at once. */
  closeRefunds(): void;
  /** What it has of the merchant's money and has not sent to the bank, its costs left out of account. */
  balance(): Minor;
  /** Sends a part of the balance to the merchant's bank. */
  transfer(amount: Minor, at: Time): void;
  /** All transfers, oldest first. */
  transfers(): readonly Transfer[];
  /** Changes what became of a transfer: it came to the bank, came back, is sent again, or cost something else. */
  change(transfer: string, becomes: "paid" | "failed" | "sent again" | "dearer"): void;
  /** Says of every request from now on that there are too many. */
  limitRequests(): void;
};

/** What is within the tokens of cards that their issuer declines, and the token of one. */
export const declines = "dec11ned";
export const declinedToken = `tokn_5z4ykx${declines}000000`;

/** What is within the tokens of cards whose issuer asks the cardholder first. */
export const challenges = "cha11enge";

const days = (count: number): number => count * 24 * 60 * 60 * 1_000;

/** How long a charge waits for its payer where the request does not say. */
const waits = days(7);

/** How long it holds what it took. */
const transferableAfter = days(3);

/** What it takes of every charge: the price of one of 1,500 baht by card. */
const costs = { fee: 5_475, fee_vat: 383 };

/** What it takes of every transfer. */
const transferFee = 3_000;

/**
 * Omise's side, as far as the connector speaks to it. It heeds no idempotency key, since no document says that Omise does. `connector.test.ts` compares what is
 * read of its answers with those of a gateway of ours.
 */
export function omiseSimulator({ now, randomText, notify, credentials }: SimulatorSurroundings): OmiseSimulator {
  const charges: Kept[] = [];
  const refunds: Refund[] = [];
  const transfers: Transfer[] = [];
  /** Ids of the cards that each customer has, oldest first. */
  const customers = new Map<string, string[]>();
  const spent = new Set<string>();
  let refused = false;
  let refundStatus: Refund["status"] = "closed";
  let limited = false;

  const newId = (prefix: string): string => `${prefix}_${randomText(19).toLowerCase()}`;
  const under = (reference: string): Kept[] =>
    charges.filter(({ metadata }) => metadata[referenceKey] === reference).map(refreshed);

  function refreshed(charge: Kept): Kept {
    const over = charge.status === "pending" && !charge.authorized && (charge.expiresAt ?? Infinity) <= now();
    if (over) charge.status = "expired";
    return charge;
  }

  const transactions: { object: "transaction"; id: string; origin: string; createdAt: Time }[] = [];

  /** Books a movement of the balance, and returns its id. */
  function book(origin: string): string {
    const id = newId("trxn");
    transactions.push({ object: "transaction", id, origin, createdAt: now() });
    return id;
  }

  function tellOfTransactions(id: string | undefined, query: SimulatedRequest["query"]): SimulatedAnswer {
    const at = (time: Time) => new Date(time).toISOString();
    const [from, to] = [Date.parse(query["from"] ?? ""), Date.parse(query["to"] ?? "")];
    const told = transactions
      .filter((each) => (id === undefined || each.id === id) && !(each.createdAt < from) && !(each.createdAt > to))
      .map(({ createdAt, ...each }) => ({
        ...each,
        transferable_at: at(createdAt + transferableAfter),
        created_at: at(createdAt),
      }));
    if (id === undefined) return list(told, query);
    return told[0] ? ok(told[0]) : refusal(404, "not_found");
  }

  function take(charge: Kept, amount: Minor): void {
    charge.transaction = book(charge.id);
    Object.assign(charge, { status: "successful", authorized: true, paid: true, paidAt: now() });
    Object.assign(charge, { captured_amount: amount });
  }

  async function tell(charge: Kept): Promise<void> {
    const body = JSON.stringify({ object: "event", id: newId("evnt"), key: "charge.complete", data: shown(charge) });
    const timestamp = String(Math.floor(now() / 1_000));
    const key = Buffer.from(credentials["webhook_secret"] ?? "", "base64");
    const signature = createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex");
    const headers = { "omise-signature": signature, "omise-signature-timestamp": timestamp };
    await notify({ uri: null, headers, body }).catch(() => undefined); // Omise sends it again; nothing depends on it
  }

  function create(body: Record<string, unknown>): SimulatedAnswer {
    const { amount, currency, card, customer, source, metadata, capture, authorization_type } = body;
    const { expires_at: expiresAt } = body;
    if (typeof amount !== "number" || typeof currency !== "string") return refusal(400, "invalid_charge");
    const isKept = typeof customer === "string" && customers.get(customer)?.includes(String(card)) === true;
    if (customer !== undefined && !isKept) return refusal(404, "not_found");
    if (typeof card === "string" && spent.has(card)) return refusal(400, "used_token");
    if (typeof card === "string" && !isKept) spent.add(card);
    const type = typeof source === "object" && source !== null ? (source as { type?: unknown }).type : undefined;
    const waitsForPayer = type !== undefined || (typeof card === "string" && card.includes(challenges));
    const charge: Kept = {
      id: newId("chrg"),
      status: "pending",
      ...{ amount, currency: currency.toUpperCase() },
      ...{ authorized: false, paid: false, reversed: false, capture: capture !== false },
      ...{ captured_amount: null, ...costs, interest: 0, interest_vat: 0, failure_code: null },
      transaction: null,
      authorize_uri: waitsForPayer ? `https://pay.omise.example/${charges.length}` : null,
      metadata: (metadata ?? {}) as Record<string, unknown>, // as it came
      source: type === undefined ? null : sourceOf(String(type)),
      ...{ paidAt: null, createdAt: now(), refunds: [] },
      preAuth: authorization_type === "pre_auth",
      expiresAt: !waitsForPayer ? null : typeof expiresAt === "string" ? Date.parse(expiresAt) : now() + waits,
    };
    charges.push(charge);
    if (!waitsForPayer) authorizeCard(charge, typeof card === "string" && card.includes(declines));
    return ok(shown(charge));
  }

  function authorizeCard(charge: Kept, declined: boolean): void {
    if (declined) Object.assign(charge, { status: "failed", failure_code: "insufficient_fund" });
    else approve(charge);
  }

  /** Takes the money, or holds that of a card where it is to be captured by hand. */
  function approve(charge: Kept): void {
    if (charge.capture || charge.source !== null) take(charge, charge.amount);
    else charge.authorized = true;
  }

  function act(charge: Kept, verb: string, body: Record<string, unknown>): SimulatedAnswer {
    const held = charge.status === "pending" && charge.authorized;
    switch (verb) {
      case "expire":
        if (charge.status !== "pending" || charge.authorized) return refusal(400, "failed_expire");
        charge.status = "expired";
        return ok(shown(charge));
      case "capture":
        return capture(charge, typeof body["capture_amount"] === "number" ? body["capture_amount"] : charge.amount);
      case "reverse":
        if (!held) return refusal(400, "failed_reverse");
        Object.assign(charge, { status: "reversed", reversed: true, authorized: false });
        return ok(shown(charge));
      default:
        return refund(charge, body);
    }
  }

  function capture(charge: Kept, amount: Minor): SimulatedAnswer {
    const held = charge.status === "pending" && charge.authorized;
    const may = charge.preAuth ? amount <= charge.amount : amount === charge.amount;
    if (!held || !may) return refusal(400, "failed_capture");
    take(charge, amount);
    return ok(shown(charge));
  }

  function refund(charge: Kept, { amount, metadata }: Record<string, unknown>): SimulatedAnswer {
    const left = (charge.captured_amount ?? 0) - refundedOf(charge);
    if (!charge.paid || typeof amount !== "number" || amount > left) return refusal(400, "failed_refund");
    const id = newId("rfnd");
    const made: Refund = {
      ...{ id, amount, currency: charge.currency, charge: charge.id, status: refundStatus, transaction: book(id) },
      ...{ metadata: (metadata ?? {}) as Record<string, unknown>, createdAt: now() }, // as it came
    };
    charge.refunds.push(made);
    refunds.push(made);
    return ok(shownRefund(made));
  }

  /** Keeps cards for customers: the card of a token is added to one, or to a new one. */
  function keep(id: string | undefined, { card: token }: Record<string, unknown>): SimulatedAnswer {
    if (typeof token !== "string" || spent.has(token)) return refusal(400, "used_token");
    if (id !== undefined && !customers.has(id)) return refusal(404, "not_found");
    spent.add(token);
    const customer = id ?? newId("cust");
    customers.set(customer, [...(customers.get(customer) ?? []), newId("card")]);
    return ok({ object: "customer", id: customer, cards: cardsOf(customer) });
  }

  const cardsOf = (customer: string): object => {
    const data = (customers.get(customer) ?? []).map((id) => ({ object: "card", id, ...someCard })).reverse();
    return { object: "list", data, total: data.length };
  };

  function answerOfCustomers(method: string, path: string, given: Record<string, unknown>): SimulatedAnswer {
    const [, , id, , card] = path.split("/");
    if (card !== undefined) {
      const cards = customers.get(id ?? "");
      if (!cards?.includes(card)) return refusal(404, "not_found");
      cards.splice(cards.indexOf(card), 1);
      return ok({ object: "card", id: card, deleted: true });
    }
    return method === "GET" ? ok(cardsOf(id ?? "")) : keep(id, given);
  }

  /** What was made in the period of a query, oldest first. */
  function made<Made>(
    all: readonly Made[],
    query: Readonly<Record<string, string>>,
    at: (each: Made) => Time,
    show: (each: Made) => object,
  ): SimulatedAnswer {
    const [from, to] = [Date.parse(query["from"] ?? ""), Date.parse(query["to"] ?? "")];
    const within = all.filter((each) => !(at(each) < from) && !(at(each) > to));
    return list(within.map(show), query);
  }

  function list(items: readonly object[], query: Readonly<Record<string, string>>): SimulatedAnswer {
    const [limit, offset] = [Number(query["limit"] ?? 20), Number(query["offset"] ?? 0)];
    return ok({ object: "list", data: items.slice(offset, offset + limit), total: items.length, limit, offset });
  }

  const isOf = (headers: SimulatedRequest["headers"], key: string): boolean =>
    headers["authorization"] === `Basic ${Buffer.from(`${credentials[key]}:`).toString("base64")}`;

  function answerPublic({ path, host }: SimulatedRequest): SimulatedAnswer {
    if (host === "api" && path === "/capability") return ok({ object: "capability" });
    const token = host === "vault" ? path.slice("/tokens/".length) : "";
    if (!token.startsWith("tokn_")) return refusal(404, "not_found");
    const brand = token.includes("jcb") ? "JCB" : "Visa";
    const bank = token.includes("bay") ? "BANK OF AYDHYA PUBLIC COMPANY LIMITED" : "";
    return ok({ object: "token", id: token, used: spent.has(token), card: spent.has(token) ? null : { brand, bank } });
  }

  function answerOf(request: SimulatedRequest): SimulatedAnswer {
    const { method, path, query, headers, body } = request;
    if (refused) return refusal(401, "authentication_failure");
    if (isOf(headers, "public_key")) return answerPublic(request);
    if (!isOf(headers, "secret_key") || request.host !== "api") return refusal(401, "authentication_failure");
    if (limited) return refusal(429, "too_many_requests");
    if (path === "/account") return ok({ object: "account", email: "shop@example.com", livemode: true });
    const [isTransaction, transaction] = /^\/transactions(?:\/(\w+))?$/.exec(path) ?? [];
    if (isTransaction) return tellOfTransactions(transaction, query);
    const given = body === "" ? {} : (JSON.parse(body) as Record<string, unknown>); // the connector sends objects
    if (path.startsWith("/customers")) return answerOfCustomers(method, path, given);
    if (path === "/refunds") return made(refunds, query, ({ createdAt }) => createdAt, shownRefund);
    if (path === "/transfers") return made(transfers, query, ({ sent_at: sentAt }) => sentAt, shownTransfer);
    const [, id, verb] = /^\/charges(?:\/(\w+))?(?:\/(\w+))?$/.exec(path) ?? [undefined, undefined, "nowhere"];
    if (id === undefined) {
      if (method === "POST") return create(given);
      return made(
        charges,
        query,
        ({ createdAt }) => createdAt,
        (each) => shown(refreshed(each)),
      );
    }
    const found = charges.find((each) => each.id === id);
    if (!found || verb === "nowhere") return refusal(404, "not_found");
    const charge = refreshed(found);
    if (method === "POST") return act(charge, verb ?? "", given);
    return verb === "refunds" ? list(charge.refunds.map(shownRefund), query) : ok(shown(charge));
  }

  return {
    answer: async (request) => answerOf(request),
    pay: async (reference, { amount, currency, id } = {}) => {
      const known = under(reference);
      const charge = id === undefined || id === null ? known.at(-1) : known.find((each) => each.id === id);
      if (!charge) return;
      const open = charge.status === "pending" && !charge.authorized;
      if (open) approve(charge);
      Object.assign(charge, { ...(amount !== undefined && { amount }), ...(currency !== undefined && { currency }) });
      if (open) await tell(charge);
    },
    decline: async (reference) => {
      const charge = under(reference).at(-1);
      if (charge?.status !== "pending" || charge.authorized) return;
      Object.assign(charge, { status: "failed", failure_code: "payment_rejected" });
      await tell(charge);
    },
    payments: (reference) => under(reference).map(paymentOf),
    expireTokens: () => {}, // a secret key does not run out
    refuseCredentials: () => {
      refused = true;
    },
    forge: (reference) => ({
      headers: { "omise-signature": "ab".repeat(32), "omise-signature-timestamp": "1773288000" },
      body: JSON.stringify({ object: "event", data: { object: "charge", metadata: { [referenceKey]: reference } } }),
    }),
    holdRefunds: () => {
      refundStatus = "pending";
    },
    closeRefunds: () => {
      refundStatus = "closed";
      for (const refund of refunds) refund.status = "closed";
    },
    balance: () => {
      const taken = charges.reduce((sum, charge) => sum + capturedOf(charge) - refundedOf(charge), 0);
      return transfers.reduce((sum, { amount, failure_code: failed }) => (failed === null ? sum - amount : sum), taken);
    },
    transfer: (amount, at) => {
      const times = { sent_at: at, paid_at: null };
      const fees = { total_fee: transferFee, failure_code: null };
      transfers.push({ id: newId("trsf"), amount, currency: "THB", paid: false, ...times, ...fees });
    },
    transfers: () => transfers,
    change: (id, becomes) => {
      const transfer = transfers.find((each) => each.id === id);
      if (!transfer) return;
      if (becomes === "dearer") transfer.total_fee += 1;
      else if (becomes === "paid") Object.assign(transfer, { paid: true, paid_at: now() });
      else transfer.failure_code = becomes === "failed" ? "transfer_failed" : null;
    },
    limitRequests: () => {
      limited = true;
    },
  };
}

/** What is told of every card. */
const someCard = {
  ...{ brand: "Visa", last_digits: "4242", financing: "credit", expiration_month: 12, expiration_year: 2030 },
  ...{ name: "Payer", country: "th", bank: "A Bank", fingerprint: "the fingerprint", security_code_check: true },
};

/** What a payer needs of a source: the picture of a code, numbers to pay under, or nothing but the page. */
function sourceOf(type: string): OmiseSource {
  const image = { download_uri: "https://api.omise.example/documents/1" };
  const numbers = {
    expires_at: "2026-12-31T16:59:59Z",
    omise_tax_id: "0105556091152",
    reference_number_1: "123456789012345678",
    reference_number_2: "012345678901234567",
  };
  return {
    scannable_code: type === "promptpay" ? { type: "qr", image } : null,
    references: type.startsWith("bill_payment") ? numbers : null,
  };
}

/** A charge as it is answered. */
function shown({ paidAt, createdAt, expiresAt, preAuth: _, refunds: __, ...charge }: Kept): object {
  const at = (time: Time | null) => (time === null ? null : new Date(time).toISOString());
  return { object: "charge", ...charge, paid_at: at(paidAt), created_at: at(createdAt), expires_at: at(expiresAt) };
}

const shownRefund = ({ createdAt, ...refund }: Refund): object => ({
  ...{ object: "refund", ...refund },
  created_at: new Date(createdAt).toISOString(),
});

const shownTransfer = ({ sent_at: sentAt, paid_at: paidAt, ...transfer }: Transfer): object => ({
  ...{ object: "transfer", ...transfer },
  ...{ sent: transfer.failure_code === null, sent_at: new Date(sentAt).toISOString() },
  ...{ paid_at: paidAt === null ? null : new Date(paidAt).toISOString(), created_at: new Date(sentAt).toISOString() },
});

const capturedOf = ({ paid, captured_amount: captured, amount }: Kept): Minor => (paid ? (captured ?? amount) : 0);

const refundedOf = ({ refunds }: Kept): Minor => refunds.reduce((sum, { amount }) => sum + amount, 0);

const paymentOf = (charge: Kept): SimulatedPayment => ({
  ...{ id: charge.id, amount: charge.amount, currency: charge.currency },
  ...{ captured: capturedOf(charge), refunded: refundedOf(charge) },
  refunds: charge.refunds.map(({ amount, metadata }) => ({
    ...{ amount, reference: typeof metadata[referenceKey] === "string" ? metadata[referenceKey] : null },
  })),
  ...(charge.paidAt !== null && { transferableAt: charge.paidAt + transferableAfter }),
  state: charge.paid ? "taken" : charge.status === "pending" ? (charge.authorized ? "held" : "open") : "over",
});

const ok = (message: object): SimulatedAnswer => json(200, message);
const refusal = (status: number, code: string): SimulatedAnswer =>
  json(status, { object: "error", code, message: code.replaceAll("_", " ") });
const json = (status: number, message: object): SimulatedAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(message),
});
