import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type {
  SimulatedAnswer,
  SimulatedNotification,
  SimulatedPayment,
  SimulatedRequest,
  SimulatorSurroundings,
  UpstreamSimulator,
} from "../upstream-simulator.ts";
import {
  type Action,
  actionPath,
  actionVersion,
  dateTimeOf,
  decimalOf,
  type Element,
  envelope,
  invoiceExists,
  keysOf,
  minorIn,
  momentOf,
  notBegun,
  type Option,
  type PaymentAnswer,
  type PaymentDetails,
  type PaymentTokenAnswer,
  paid,
  pathOf,
  promptpayCode,
  readXml,
  textOf,
  withinXml,
  writeXml,
} from "./wire.ts";

/** How 2C2P brings its notifications. */
type Telling = "once" | "twice" | "never" | "late";

/** 2C2P as one merchant meets it: the gateway, its page, and the payment actions. */
export type Simulator2c2p = UpstreamSimulator & {
  /** The page behind an address that was given out, for its payer; undefined for a page that is not there any more. */
  page(address: string): { invoiceNo: string; amount: Minor; currency: string; description: string } | undefined;
  /** The payer begins, such as with 3-D Secure, and does not finish. */
  begin(invoiceNo: string): void;
  /** The payment fails with a code, such as 4051; the payer who gives up has 0003. */
  fail(invoiceNo: string, code: string): Promise<void>;
  /** Settles what was paid, as each night does. */
  night(): void;
  tell(how: Telling): void;
  /** Brings the notifications that are late. */
  tellLate(): Promise<void>;
  /** The flow code of payments that begin from now on; undefined for that of each method. */
  flow(code: string | undefined): void;
  /** Whether refunds are confirmed at once; later ones are confirmed or refused by `endRefunds`. */
  refundLater(later: boolean): void;
  endRefunds(how: "RF" | "RR"): void;
  /** Apps that are down. */
  down(...banks: readonly string[]): void;
};

type Refund = { amount: Minor; status: "RF" | "RP" | "RR"; referenceNo: string; userDefined1: string };

type Invoice = {
  invoiceNo: string;
  paymentToken: string;
  request: Readonly<Record<string, unknown>>;
  amount: Minor;
  currency: string;
  until: Time;
  state: "waiting" | "begun" | "paid" | "failed";
  /** The code that tells the outcome, once there is one. */
  code: string;
  /** What was paid, which a test may make another amount than was asked for. */
  got: { amount: Minor; currency: string };
  status: "A" | "RS" | "S" | "V";
  tranRef: string;
  approvalCode: string;
  at: Time;
  refunds: Refund[];
};

/** Codes of Thai banks whose apps a merchant has. */
const appBanks = ["KBANK", "SCB", "BBL", "KTB", "BAY"] as const;

/**
 * 2C2P, for one merchant, in memory.
 *
 * @param privateKey of 2C2P as PEM; the merchant's credentials have its public key
 */
export function simulate2c2p(
  surroundings: SimulatorSurroundings,
  privateKey: string,
  { sign, verified, seal, unseal } = envelope,
): Simulator2c2p {
  const { now, randomText, notify, credentials } = surroundings;
  const { merchant_id: merchantID = "", hand_settlement: byHand } = credentials;
  const keys = keysOf(privateKey, credentials.private_key ?? ""); // the merchant's public key follows from its private one
  const invoices = new Map<string, Invoice>();
  const late: SimulatedNotification[] = [];
  const isDown = new Set<string>();
  let refuses = false;
  let telling: Telling = "once";
  let flowCode: string | undefined;
  let laterRefunds = false;

  /** Secret key of the merchant now, who can be given another. */
  const secret = (): string => credentials.secret_key ?? "";
  const byToken = (paymentToken: unknown) =>
    [...invoices.values()].find((invoice) => invoice.paymentToken === paymentToken);
  const mayBePaid = ({ state, until }: Invoice) => (state === "waiting" || state === "begun") && now() < until;
  /** Whether a payer can have been told how to pay: by an address of the page, or because a payment was begun for them. A token alone is no payment yet. */
  const isShown = ({ state, request: { paymentChannel: channels } }: Invoice): boolean =>
    state !== "waiting" ||
    (Array.isArray(channels) && channels.some((channel) => channel === "CC" || channel === "IPP"));
  const refundedOf = ({ refunds }: Invoice): Minor =>
    refunds.filter(({ status }) => status !== "RR").reduce((sum, { amount }) => sum + amount, 0);

  const addressOf = (paymentToken: string) => `https://pgw-ui.2c2p.example/payment/4.3/#/token/${paymentToken}`;

  async function signed(claims: object): Promise<SimulatedAnswer> {
    return json({ payload: await sign(claims, secret()) });
  }

  async function paymentToken(claims: Readonly<Record<string, unknown>>): Promise<SimulatedAnswer> {
    const { invoiceNo, currencyCode, idempotencyID, paymentExpiry, description, backendReturnUrl } = claims;
    const amount = minorIn(claims.amount, String(currencyCode));
    const until = momentOf(String(paymentExpiry));
    const isWhole =
      typeof invoiceNo === "string" &&
      /^[A-Za-z0-9]{1,20}$/.test(invoiceNo) &&
      typeof currencyCode === "string" &&
      /^[A-Z]{3}$/.test(currencyCode) &&
      typeof description === "string" &&
      /^[^<>&]{1,250}$/.test(description) &&
      typeof backendReturnUrl === "string" &&
      amount !== undefined &&
      amount > 0 &&
      Number.isFinite(until) &&
      (claims.transactionMode === undefined || (byHand !== undefined && claims.transactionMode === byHand)) &&
      (claims.interestType === undefined || claims.interestType === "M" || claims.interestType === "C");
    if (!isWhole) return fault("9042", "Invalid request");
    const before = invoices.get(invoiceNo);
    if (
      before &&
      (before.request.idempotencyID !== idempotencyID || before.state === "paid" || before.state === "failed")
    )
      return signed({ respCode: invoiceExists, respDesc: "Invoice number exists" });
    const invoice = before ?? {
      ...{ invoiceNo, paymentToken: `kSAops9Zwhos8hSTSeLT${randomText(24)}`, request: claims, amount, until },
      ...{ currency: currencyCode, state: "waiting", code: "", got: { amount, currency: currencyCode }, status: "A" },
      ...{ tranRef: "", approvalCode: "", at: now(), refunds: [] },
    };
    invoices.set(invoiceNo, invoice as Invoice); // the literals above widen otherwise
    return signed({
      webPaymentUrl: addressOf(invoice.paymentToken),
      paymentToken: invoice.paymentToken,
      respCode: "0000",
      respDesc: "Success",
    } satisfies PaymentTokenAnswer);
  }

  function optionDetails({ paymentToken: token }: Readonly<Record<string, unknown>>): SimulatedAnswer {
    if (!byToken(token)) return fault("9004", "Unknown payment token");
    const channels: Option[] = appBanks.map((bank) => ({
      name: bank,
      isDown: isDown.has(bank),
      payment: { code: { channelCode: "MBANK", agentCode: bank, agentChannelCode: "DEEPLINK" } },
    }));
    return json({ categoryCode: "IMBANK", groupCode: "MBANK", totalChannel: channels.length, channels, ...success });
  }

  function payment(request: Readonly<Record<string, unknown>>): SimulatedAnswer {
    const invoice = byToken(request.paymentToken);
    if (!invoice) return fault("9004", "Unknown payment token");
    if (!mayBePaid(invoice)) return json(over(invoice));
    const { channelCode, agentCode } = codeIn(request);
    const isQr = channelCode === promptpayCode;
    const allowed = invoice.request.paymentChannel;
    if (!Array.isArray(allowed) || !allowed.includes(isQr ? "QR" : "IMBANK"))
      return fault("9004", "Channel not available");
    invoice.state = "begun";
    const code = flowCode ?? (isQr ? "1005" : "1004");
    const data =
      code === "1005" ? qrContent(invoice) : `${String(agentCode).toLowerCase()}app://pay?ref=${invoice.invoiceNo}`;
    const isStep = /^100[0-5]$/.test(code);
    return json({
      channelCode: String(channelCode),
      ...(isQr && { type: "RAW" }),
      ...(isStep && { data: isQr || code === "1004" || code === "1002" ? data : addressOf(invoice.paymentToken) }),
      ...{ respCode: code, respDesc: "See the payment flow" },
    } satisfies PaymentAnswer);
  }

  const over = ({ invoiceNo }: Invoice): PaymentAnswer => ({ invoiceNo, respCode: "2000", respDesc: "Inquire" });

  function inquiry({ invoiceNo }: Readonly<Record<string, unknown>>): Promise<SimulatedAnswer> {
    const invoice = invoices.get(String(invoiceNo));
    if (!invoice || invoice.state === "waiting")
      return signed({ merchantID, invoiceNo, respCode: notBegun, respDesc: "Transaction not found" });
    return signed(detailsOf(invoice));
  }

  function detailsOf(invoice: Invoice): PaymentDetails {
    const { got, state, code, tranRef, approvalCode, at, request } = invoice;
    const undecided = mayBePaid(invoice) ? "0001" : "0003";
    const respCode = state === "begun" ? undecided : code;
    return {
      cardNo: "411111XXXXXX1111",
      ...{ merchantID, invoiceNo: invoice.invoiceNo },
      amount: Number(decimalOf(got.amount, got.currency)),
      ...(typeof request.userDefined1 === "string" && { userDefined1: request.userDefined1 }),
      ...{ currencyCode: got.currency, tranRef, referenceNo: tranRef, approvalCode, eci: "05" },
      ...{ transactionDateTime: dateTimeOf(at), agentCode: "TBANK", channelCode: "VI" },
      ...(typeof request.idempotencyID === "string" && { idempotencyID: request.idempotencyID }),
      ...{ respCode, respDesc: respCode === paid ? "Success" : "Not successful" },
    };
  }

  /** Ends a payment and tells of it. */
  async function end(invoice: Invoice, state: "paid" | "failed", code: string): Promise<void> {
    Object.assign(invoice, { state, code, at: now(), tranRef: digits(randomText(12)) });
    if (state === "paid") invoice.approvalCode = digits(randomText(6));
    const notification = {
      uri: String(invoice.request.backendReturnUrl),
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ payload: await sign(detailsOf(invoice), secret()) }),
    };
    if (telling === "late") late.push(notification);
    if (telling === "once" || telling === "twice") await tried(notification);
    if (telling === "twice") await tried(notification);
  }

  /** Notifies and does not mind: what was not taken is not sent again. */
  async function tried(notification: SimulatedNotification): Promise<void> {
    try {
      await notify(notification);
    } catch {
      // nobody answered
    }
  }

  async function action(body: string): Promise<SimulatedAnswer> {
    const asked = readXml(await unseal(body, keys));
    const of = (name: string) => textOf(asked, name) ?? "";
    const invoice = invoices.get(of("invoiceNo"));
    const answer = { version: actionVersion, timeStamp: dateTimeOf(now()), processType: of("processType") };
    const said = refuses || of("merchantID") !== merchantID ? "14" : actOn(asked, invoice);
    const isKnown = invoice !== undefined && invoice.state === "paid" && said !== "14";
    const fields = {
      ...{ ...answer, respCode: said, respDesc: said === "00" ? "Success" : "Refused", invoiceNo: of("invoiceNo") },
      ...(isKnown && {
        amount:
          of("processType") === "R" || of("processType") === "S"
            ? of("actionAmount")
            : decimalOf(invoice.got.amount, invoice.currency),
        status: of("processType") === "R" ? (invoice.refunds.at(-1)?.status ?? "") : invoice.status,
        approvalCode: invoice.approvalCode,
        referenceNo: of("processType") === "R" ? (invoice.refunds.at(-1)?.referenceNo ?? "") : invoice.tranRef,
      }),
    };
    const list = (isKnown && of("processType") === "RS" ? invoice.refunds : []).map(({ amount, ...refund }) =>
      writeXml("refund", { ...refund, amount: decimalOf(amount, invoice?.currency ?? "THB") }),
    );
    const parts = Object.entries(fields).map(([name, value]) => fieldXml(name, value));
    const xml = withinXml("PaymentProcessResponse", [...parts, withinXml("refundList", list)]);
    return {
      status: 200,
      headers: { "content-type": "text/plain" },
      body: await seal(`<?xml version="1.0"?>${xml}`, keys),
    };
  }

  /** Carries out an action; the result code. */
  function actOn(asked: Element, invoice: Invoice | undefined): string {
    const processType = textOf(asked, "processType") as Action; // the default case refuses what is none
    if (invoice?.state !== "paid") return "16";
    const amount = minorIn(textOf(asked, "actionAmount"), invoice.currency);
    if (amount === undefined) return "18";
    switch (processType) {
      case "I":
      case "RS":
        return "00";
      case "V":
        if (invoice.status === "V") return "29";
        if (invoice.status !== "A") return "39";
        invoice.status = "V";
        return "00";
      case "S":
        if (invoice.status === "RS" || invoice.status === "S") return "39";
        if (invoice.status === "V") return "12";
        if (invoice.request.transactionMode === undefined) return "32";
        if (amount > invoice.amount) return "18";
        Object.assign(invoice, { status: "RS", got: { ...invoice.got, amount } });
        return "00";
      case "R":
        if (invoice.status !== "S") return "12";
        if (refundedOf(invoice) + amount > invoice.got.amount) return "40";
        invoice.refunds.push({
          ...{ amount, status: laterRefunds ? "RP" : "RF", referenceNo: digits(randomText(12)) },
          userDefined1: textOf(asked, "userDefined1") ?? "",
        });
        return laterRefunds ? "42" : "00";
      default:
        return "17";
    }
  }

  async function answered({ host, method, path, body }: SimulatedRequest): Promise<SimulatedAnswer> {
    if (method !== "POST") return { status: 405, headers: {}, body: "" };
    if (host === "actions" && path === actionPath) return action(body);
    const request: unknown = JSON.parse(body);
    const fields = typeof request === "object" && request !== null ? { ...request } : {};
    if (host === "gateway" && path === pathOf("paymentOptionDetails")) return optionDetails(fields);
    if (host === "gateway" && path === pathOf("payment")) return payment(fields);
    const payload = "payload" in fields ? String(fields.payload) : "";
    const claims = await verified(payload, refuses ? "another secret" : secret());
    if (claims.merchantID !== merchantID) return fault("9007", "Unknown merchant");
    if (host === "gateway" && path === pathOf("paymentToken")) return paymentToken(claims);
    if (host === "gateway" && path === pathOf("paymentInquiry")) return inquiry(claims);
    return { status: 404, headers: {}, body: "" };
  }

  return {
    answer: async (request) => {
      try {
        return await answered(request);
      } catch {
        return request.host === "actions" ? { status: 400, headers: {}, body: "" } : fault("6101", "Invalid token");
      }
    },
    pay: async (invoiceNo, as = {}) => {
      const invoice = invoices.get(invoiceNo);
      if (!invoice || !mayBePaid(invoice) || !isShown(invoice)) return;
      invoice.got = { amount: as.amount ?? invoice.amount, currency: as.currency ?? invoice.currency };
      await end(invoice, "paid", paid);
    },
    decline: async (invoiceNo) => {
      const invoice = invoices.get(invoiceNo);
      if (invoice && mayBePaid(invoice)) await end(invoice, "failed", "4005");
    },
    fail: async (invoiceNo, code) => {
      const invoice = invoices.get(invoiceNo);
      if (invoice && mayBePaid(invoice)) await end(invoice, "failed", code);
    },
    begin: (invoiceNo) => {
      const invoice = invoices.get(invoiceNo);
      if (invoice?.state === "waiting") invoice.state = "begun";
    },
    payments: (invoiceNo) => {
      const invoice = invoices.get(invoiceNo);
      return invoice && isShown(invoice) ? [shown(invoice)] : [];
    },
    page: (address) => {
      const invoice = [...invoices.values()].find((each) => addressOf(each.paymentToken) === address);
      if (!invoice || !mayBePaid(invoice)) return undefined;
      const { invoiceNo, amount, currency, request } = invoice;
      return { invoiceNo, amount, currency, description: String(request.description) };
    },
    night: () => {
      for (const invoice of invoices.values()) {
        const isDue =
          invoice.status === "RS" || (invoice.status === "A" && invoice.request.transactionMode === undefined);
        if (invoice.state === "paid" && isDue) invoice.status = "S";
      }
    },
    expireTokens: () => {}, // a payment token is the payment itself, and lives as long
    refuseCredentials: () => {
      refuses = true;
    },
    forge: (reference) => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        payload: forged({ merchantID, invoiceNo: reference, userDefined1: reference, respCode: paid }),
      }),
    }),
    tell: (how) => {
      telling = how;
    },
    tellLate: async () => {
      for (const notification of late.splice(0)) await tried(notification);
    },
    flow: (code) => {
      flowCode = code;
    },
    refundLater: (later) => {
      laterRefunds = later;
    },
    endRefunds: (how) => {
      for (const { refunds } of invoices.values())
        for (const refund of refunds) if (refund.status === "RP") refund.status = how;
    },
    down: (...banks) => {
      for (const bank of banks) isDown.add(bank);
    },
  };

  function shown(invoice: Invoice): SimulatedPayment {
    const { paymentToken: id, got, state, status, request } = invoice;
    const isHeld = status === "A" && request.transactionMode !== undefined;
    const taken = isHeld ? "held" : "taken";
    const isOver = state === "paid" ? status === "V" : !mayBePaid(invoice);
    const money = state === "paid" ? taken : "open";
    const voided = status === "V" ? [{ reference: null, amount: got.amount }] : [];
    const refunds = invoice.refunds
      .filter(({ status: became }) => became !== "RR")
      .map(({ amount, userDefined1 }) => ({ reference: userDefined1 || null, amount }));
    const isReleased = status === "V" && request.transactionMode !== undefined;
    return {
      ...{ id, ...got, state: isOver ? "over" : money },
      captured: state !== "paid" || isReleased || money === "held" ? 0 : got.amount,
      ...{ refunded: status === "V" ? got.amount : refundedOf(invoice), refunds: [...voided, ...refunds] },
    };
  }
}

const success = { respCode: "0000", respDesc: "Success" };

const json = (content: object): SimulatedAnswer => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(content),
});

/** A fault, which comes plainly and not signed. */
const fault = (respCode: string, respDesc: string): SimulatedAnswer => json({ respCode, respDesc });

function codeIn({ payment }: Readonly<Record<string, unknown>>): { channelCode?: unknown; agentCode?: unknown } {
  const code = typeof payment === "object" && payment !== null && "code" in payment ? payment.code : undefined;
  return typeof code === "object" && code !== null ? code : {};
}

/** One field of an answer. */
const fieldXml = (name: string, value: string): string =>
  writeXml("x", { [name]: value }).slice("<x>".length, -"</x>".length);

/** Content of a Thai QR code. Its biller is made up. */
const qrContent = ({ invoiceNo, amount, currency }: Invoice): string =>
  `00020101021230560016A0000006770101120115099400000000000020420${invoiceNo.padEnd(20, "0")}5303764540${decimalOf(amount, currency)}5802TH6304ABCD`;

/** Digits from letters and digits. */
const digits = (text: string): string => text.replace(/\D/g, (letter) => String(letter.charCodeAt(0) % 10));

/** Claims with the signature of somebody who has not the secret. */
const forged = (claims: object): string => {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.${"A".repeat(43)}`;
};
