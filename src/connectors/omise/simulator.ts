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
import { type OmiseCharge, type OmiseSource, referenceKey } from "./wire.ts";

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
  metadata: Record<string, unknown>;
  status: "pending" | "closed";
  transaction: string;
};

/** What the simulated Omise can be told beside what every upstream can. */
export type OmiseSimulator = UpstreamSimulator & {
  /** Leaves refunds pending from now on. */
  holdRefunds(): void;
  /** Says of every request from now on that there are too many. */
  limitRequests(): void;
};

/** Token of a card that its issuer declines. */
export const declinedToken = "tokn_5z4ykxdec11ned000000";

const days = (count: number): number => count * 24 * 60 * 60 * 1_000;

/** How long a charge waits for its payer where the request does not say. */
const waits = days(7);

/** How long it holds what it took. */
const transferableAfter = days(3);

/** What it takes of every charge: the price of one of 1,500 baht by card. */
const costs = { fee: 5_475, fee_vat: 383 };

/**
 * Omise's side, as far as the connector speaks to it. It heeds no idempotency key, since no document says that Omise does. `connector.test.ts` compares what is
 * read of its answers with those of a gateway of ours.
 */
export function omiseSimulator({ now, randomText, notify, credentials }: SimulatorSurroundings): OmiseSimulator {
  const charges: Kept[] = [];
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
    const { amount, currency, card, source, metadata, capture, expires_at: expiresAt, authorization_type } = body;
    if (typeof amount !== "number" || typeof currency !== "string") return refusal(400, "invalid_charge");
    if (typeof card === "string" && spent.has(card)) return refusal(400, "used_token");
    if (typeof card === "string") spent.add(card);
    const type = typeof source === "object" && source !== null ? (source as { type?: unknown }).type : undefined;
    const charge: Kept = {
      id: newId("chrg"),
      status: "pending",
      ...{ amount, currency: currency.toUpperCase() },
      ...{ authorized: false, paid: false, reversed: false, capture: capture !== false },
      ...{ captured_amount: null, ...costs, interest: 0, interest_vat: 0, failure_code: null },
      transaction: null,
      authorize_uri: type === undefined ? null : `https://pay.omise.example/${charges.length}`,
      metadata: (metadata ?? {}) as Record<string, unknown>, // as it came
      source: type === undefined ? null : sourceOf(String(type)),
      ...{ paidAt: null, createdAt: now(), refunds: [] },
      preAuth: authorization_type === "pre_auth",
      expiresAt: type === undefined ? null : typeof expiresAt === "string" ? Date.parse(expiresAt) : now() + waits,
    };
    charges.push(charge);
    if (type === undefined) authorizeCard(charge, card === declinedToken);
    return ok(shown(charge));
  }

  function authorizeCard(charge: Kept, declined: boolean): void {
    if (declined) Object.assign(charge, { status: "failed", failure_code: "insufficient_fund" });
    else if (charge.capture) take(charge, charge.amount);
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
      ...{ id, amount, status: refundStatus, transaction: book(id) },
      metadata: (metadata ?? {}) as Record<string, unknown>, // as it came
    };
    charge.refunds.push(made);
    return ok({ object: "refund", ...made });
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
    const [, id, verb] = /^\/charges(?:\/(\w+))?(?:\/(\w+))?$/.exec(path) ?? [undefined, undefined, "nowhere"];
    const given = body === "" ? {} : (JSON.parse(body) as Record<string, unknown>); // the connector sends objects
    if (id === undefined) {
      if (method === "POST") return create(given);
      const [from, to] = [Date.parse(query["from"] ?? ""), Date.parse(query["to"] ?? "")];
      const made = charges.filter(({ createdAt }) => !(createdAt < from) && !(createdAt > to));
      return list(
        made.map((each) => shown(refreshed(each))),
        query,
      );
    }
    const found = charges.find((each) => each.id === id);
    if (!found || verb === "nowhere") return refusal(404, "not_found");
    const charge = refreshed(found);
    if (method === "POST") return act(charge, verb ?? "", given);
    return verb === "refunds"
      ? list(
          charge.refunds.map((each) => ({ object: "refund", ...each })),
          query,
        )
      : ok(shown(charge));
  }

  return {
    answer: async (request) => answerOf(request),
    pay: async (reference, { amount, currency, id } = {}) => {
      const known = under(reference);
      const charge = id === undefined || id === null ? known.at(-1) : known.find((each) => each.id === id);
      if (!charge) return;
      const open = charge.status === "pending" && !charge.authorized;
      if (open) take(charge, charge.amount);
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
    limitRequests: () => {
      limited = true;
    },
  };
}

/** What a payer needs of a source: the picture of a code, numbers to pay under, or nothing but the page. */
function sourceOf(type: string): OmiseSource {
  const image = { download_uri: "https://api.omise.example/documents/1" };
  const numbers = { reference_number_1: "123456789012", reference_number_2: "012345" };
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

const refundedOf = ({ refunds }: Kept): Minor => refunds.reduce((sum, { amount }) => sum + amount, 0);

const paymentOf = (charge: Kept): SimulatedPayment => ({
  ...{ id: charge.id, amount: charge.amount, currency: charge.currency, refunded: refundedOf(charge) },
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
