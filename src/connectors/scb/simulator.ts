import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type {
  SimulatedAnswer,
  SimulatedPayment,
  SimulatedRequest,
  SimulatorSurroundings,
  UpstreamSimulator,
} from "../upstream-simulator.ts";
import {
  bahtNumber,
  bangkokTimestamp,
  type CodeData,
  codes,
  codeText,
  currencyOf,
  type DeepLinkData,
  decimals,
  type Envelope,
  mainUnits,
  objectIn,
  type PaidRow,
  type PaymentKind,
  paths,
  satangOf,
  scannedByCustomer,
  type TokenData,
  timeOf,
  transactionStatus,
} from "./wire.ts";

/** A code that was given out; the same references mean the same code. */
type Code = {
  id: string;
  ppId: string;
  ref1: string;
  ref2: string | undefined;
  ref3: string;
  amount: Minor;
  /** Null for a code of version 1, which has no end. */
  endsAt: Time | null;
  /** Payments that are left; null where there is no limit. */
  left: number | null;
};

/** A payment by link in SCB EASY. */
type Link = {
  id: string;
  kind: PaymentKind;
  /** The reference of a bill, or of an order. */
  reference: string;
  details: Record<string, unknown>;
  amount: Minor;
  callbackUrl: unknown;
  createdAt: Time;
  /** Null where the session has no end. */
  endsAt: Time | null;
  status: number;
  paidAmount: Minor;
  currency: string;
};

/** A payment that was made. */
type Paid = { row: PaidRow; at: Time; amount: Minor; currency: string; link: Link | null };

/** What a merchant's address gets of each payment: one confirmation, none at all, or two of each. */
type Confirming = "once" | "lost" | "twice";

export type ScbSimulator = UpstreamSimulator & {
  /** Pays a part of a payment in SCB EASY. */
  payPartly(reference: string, amount: Minor): Promise<void>;
  /**
   * Pays a code whose end is over, at a bank that does not look at it; or a link whose session is over, where the payment was begun in it.
   *
   * @param id of the link
   */
  payLate(reference: string, id?: string): Promise<void>;
  /** Pays back a payment by the bank's own decision, so that its row is marked. */
  takeBack(reference: string): void;
  /** Sets how confirmations are sent from now on. */
  confirm(how: Confirming): void;
  /** Gives amounts as numbers from now on, as a sample of the sandbox does, in place of text. */
  amountsAsNumbers(): void;
  /** Confirmations that nobody took, which the bank sends by e-mail. */
  mailed: readonly string[];
};

/** Life of a token in seconds, and calls a second by API. Source: pages "POST /v1/oauth/token" and the sandbox's limits. */
const tokenSeconds = 1_800;
const callsPerSecond = 5;

/** Attempts of a confirmation, and the milliseconds between them. Source: page "Payment confirmation". */
const attempts = 3;
const attemptsEveryMs = 12_000;

/** SCB's side, for one merchant. Its clock is that of its surroundings. */
export function scbSimulator({ now, pause, randomText, notify, credentials }: SimulatorSurroundings): ScbSimulator {
  const tokens = new Map<string, Time>();
  const calls = new Map<string, Time[]>();
  const given: Code[] = [];
  const links: Link[] = [];
  const paid: Paid[] = [];
  const mailed: string[] = [];
  let serial = 0;
  let refuses = false;
  let confirming: Confirming = "once";
  let numbers = false;

  async function answer(request: SimulatedRequest): Promise<SimulatedAnswer> {
    const { path, method, headers } = request;
    if (isTooMuch(path)) return says(429, codes.unavailable, "Too many requests");
    if (!headers["resourceownerid"]) return says(400, codes.headers, "resourceOwnerId is missing");
    if (!/^[\w-]{1,36}$/.test(headers["requestuid"] ?? "")) return says(400, codes.headers, "requestUId is missing");
    if (method === "POST" && path === paths.token) return token(request);
    if (refuses || headers["resourceownerid"] !== credentials["api_key"])
      return says(401, codes.apiKey, "Invalid API key");
    const until = tokens.get(/^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1] ?? "");
    if (until === undefined || until <= now()) return says(401, codes.token, "Invalid access token");
    if (method === "POST" && path === paths.code) return code(request, 2);
    if (method === "POST" && path === paths.endlessCode) return code(request, 1);
    if (method === "POST" && path === paths.deepLink) return deepLink(request);
    if (method === "GET" && path.startsWith(paths.transaction))
      return transaction(path.slice(paths.transaction.length));
    if (method === "GET" && path === paths.byReference) return byReference(request);
    if (method === "GET" && path.startsWith(paths.slip)) return slip(path.slice(paths.slip.length), request);
    return says(404, codes.unknown, "No such path");
  }

  function isTooMuch(path: string): boolean {
    const api = path.startsWith(paths.transaction) ? paths.transaction : path;
    const recent = (calls.get(api) ?? []).filter((at) => at > now() - 1_000);
    if (recent.length >= callsPerSecond) return true;
    calls.set(api, [...recent, now()]);
    return false;
  }

  function token({ body }: SimulatedRequest): SimulatedAnswer {
    const { applicationKey, applicationSecret } = objectIn(body) ?? {};
    const isKnown = applicationKey === credentials["api_key"] && applicationSecret === credentials["api_secret"];
    if (refuses || !isKnown) return says(401, codes.apiKey, "Invalid API key or secret");
    const accessToken = `${randomText(8)}-${randomText(4)}-${++serial}`;
    const until = now() + tokenSeconds * 1_000;
    tokens.set(accessToken, until);
    const data: TokenData = {
      accessToken,
      tokenType: "Bearer",
      expiresIn: tokenSeconds,
      expiresAt: Math.floor(until / 1_000),
    };
    return says(200, codes.success, "Success", data);
  }

  function code({ body }: SimulatedRequest, version: 1 | 2): SimulatedAnswer {
    const { qrType, ppType, ppId, amount, ref1, ref2, ref3, numberOfTimes, expiryDate } = objectIn(body) ?? {};
    const asked = satangOf(amount);
    const isReference = (value: unknown): value is string =>
      typeof value === "string" && /^[A-Z0-9]{1,20}$/.test(value);
    if (qrType !== "PP" || ppType !== "BILLERID") return says(400, codes.invalid, "qrType or ppType is invalid");
    if (typeof ppId !== "string" || ppId !== credentials["biller_id"])
      return says(400, codes.invalid, "ppId is invalid");
    if (asked === undefined || asked === 0) return says(400, codes.invalid, "amount is invalid");
    if (!isReference(ref1) || !isReference(ref3) || (ref2 !== undefined && !isReference(ref2)))
      return says(400, codes.invalid, "a reference is invalid");
    if (credentials["reference_2"] && ref2 === undefined) return says(400, codes.missing, "ref2 is missing");
    const endsAt = version === 2 ? (timeOf(expiryDate) ?? null) : null;
    if (version === 2 && numberOfTimes !== undefined && endsAt === null)
      return says(400, codes.missing, "expiryDate is missing");
    if (endsAt !== null && endsAt <= now()) return says(400, codes.invalid, "expiryDate is over");
    const same = given.findIndex((each) => each.ppId === ppId && each.ref1 === ref1 && each.ref2 === ref2);
    const left = version === 2 && typeof numberOfTimes === "number" ? numberOfTimes : null;
    const fresh: Code = { id: `QR${++serial}`, ppId, ref1, ref2, ref3, amount: asked, endsAt, left };
    if (same < 0) given.push(fresh);
    else given[same] = { ...fresh, left: given[same]?.left ?? null };
    const qrRawData = codeText({ ppId, ref1, ref3, amount: mainUnits(asked), ...(ref2 && { ref2 }) });
    if (version === 1) return says(200, codes.success, "Success", { qrRawData, qrImage: "R0lGODlhAQABAAAAACw=" });
    const data: CodeData = {
      success: true,
      code: "00",
      data: { qrRawData, expiryDate: String(expiryDate), numberOfTimes: left ?? 0 },
    };
    return says(200, codes.success, "Success", data);
  }

  function deepLink({ body, headers }: SimulatedRequest): SimulatedAnswer {
    const message = objectIn(body) ?? {};
    const [kind] = Array.isArray(message["transactionSubType"]) ? (message["transactionSubType"] as unknown[]) : [];
    if (headers["channel"] !== "scbeasy") return says(400, codes.headers, "channel is missing");
    if (message["transactionType"] !== "PURCHASE") return says(400, codes.invalid, "transactionType is invalid");
    if (kind !== "BP" && kind !== "CCIPP") return says(501, codes.unsupported, "Not supported");
    const details = (kind === "BP" ? message["billPayment"] : message["installmentPaymentPlan"]) as
      | Record<string, unknown>
      | undefined;
    const amount = satangOf(details?.["paymentAmount"]);
    const reference = kind === "BP" ? details?.["ref1"] : details?.["orderReference"];
    if (!details || amount === undefined || typeof reference !== "string" || !/^[A-Z0-9]{1,20}$/.test(reference))
      return says(400, codes.invalid, "paymentAmount or the reference is invalid");
    if (kind === "BP" && details["accountTo"] !== credentials["biller_id"])
      return says(400, codes.invalid, "accountTo is invalid");
    if (kind === "CCIPP" && (!details["merchantId"] || !details["tenor"]))
      return says(400, codes.missing, "merchantId or tenor is missing");
    const period = Number(message["sessionValidityPeriod"] ?? 0);
    if (period !== 0 && !(period >= 60 && period <= 1_800))
      return says(400, codes.invalid, "sessionValidityPeriod is invalid");
    const { callbackUrl } = (message["merchantMetaData"] ?? {}) as { callbackUrl?: unknown };
    const id = `${randomText(8)}-${randomText(4)}-4000-8000-${String(++serial).padStart(12, "0")}`;
    const endsAt = period === 0 ? null : now() + period * 1_000;
    links.push({
      ...{ id, kind, reference, details, amount, callbackUrl, createdAt: now(), endsAt },
      ...{ status: transactionStatus.pending, paidAmount: 0, currency: bahtNumber },
    });
    const data: DeepLinkData = { transactionId: id, deeplinkUrl: addressOf(id), userRefId: `user${serial}` };
    return says(201, codes.success, "Deeplink successfully created", data);
  }

  const addressOf = (id: string): string => `scbeasysim://purchase/${id}`;

  /** Ends a session whose time is over, whenever it is looked at. */
  const current = (link: Link): Link => {
    const isOver = link.status === transactionStatus.pending && link.endsAt !== null && link.endsAt <= now();
    if (isOver) link.status = transactionStatus.expired;
    return link;
  };

  function transaction(id: string): SimulatedAnswer {
    const found = links.find((link) => link.id === decodeURIComponent(id));
    if (!found) return says(404, codes.unknown, "Transaction not found");
    const { kind, details, status, paidAmount, currency, createdAt, callbackUrl } = current(found);
    const paidHere = status === transactionStatus.paid || status === transactionStatus.partial;
    return says(200, codes.success, "Success", {
      transactionId: found.id,
      transactionType: "PURCHASE",
      transactionSubType: [kind],
      ...(paidHere && { transactionMethod: kind, paidAmount: decimals(paidAmount) }),
      statusCode: status,
      ...(kind === "BP" && {
        billPayment: { ...details, ...(paidHere && { currency }), receiverProxyType: "BILLERID" },
      }),
      ...(kind === "CCIPP" && {
        installmentPaymentPlan: { ...details, ...(paidHere && { approveCode: "123456", currency }) },
      }),
      createdTimestamp: bangkokTimestamp(createdAt),
      updatedTimestamp: bangkokTimestamp(now()),
      merchantMetaData: { deeplinkUrl: addressOf(found.id), callbackUrl },
    });
  }

  function byReference({ query }: SimulatedRequest): SimulatedAnswer {
    const { eventCode, billerId, reference1, transactionDate = "" } = query;
    if (eventCode !== scannedByCustomer) return says(400, codes.invalid, "eventCode is invalid");
    if (billerId !== credentials["biller_id"] || !reference1)
      return says(400, codes.missing, "billerId or reference1 is invalid");
    if (!/^\d{4}-\d{2}-\d{2}$/.test(transactionDate)) return says(400, codes.invalid, "transactionDate is invalid");
    const rows = paid
      .filter(({ row, at }) => row.billPaymentRef1 === reference1 && bangkokTimestamp(at).startsWith(transactionDate))
      .map(({ row, amount }) => ({ ...row, amount: written(amount) }));
    return says(200, codes.success, "Success", rows);
  }

  /** The slip of a payment. Source: page "GET /v1/payment/billpayment/transactions/{transRef}". */
  function slip(transRef: string, { query }: SimulatedRequest): SimulatedAnswer {
    const found = paid.find(
      ({ row }) => row.transactionId === transRef && row.sendingBankCode === query["sendingBank"],
    );
    if (!found) return says(404, codes.unknown, "Slip not found");
    const { row, at, amount } = found;
    const [transDate = "", transTime = ""] = bangkokTimestamp(at).slice(0, 19).split("T");
    return says(200, codes.success, "Success", {
      ...{ transRef, sendingBank: row.sendingBankCode, receivingBank: row.receivingBankCode },
      ...{ transDate: transDate.replaceAll("-", ""), transTime, amount: written(amount) },
      sender: { displayName: row.payerName },
      receiver: { proxy: { type: row.payeeProxyType, value: row.payeeProxyId } },
      ...{ ref1: row.billPaymentRef1, ref2: row.billPaymentRef2, ref3: row.billPaymentRef3 },
    });
  }

  const written = (amount: Minor): PaidRow["amount"] => (numbers ? decimals(amount) : mainUnits(amount));

  const linksOf = (reference: string): Link[] => links.filter((link) => link.reference === reference).map(current);
  const isOpen = (code: Code): boolean => (code.endsAt === null || code.endsAt > now()) && code.left !== 0;

  const pay: UpstreamSimulator["pay"] = async (reference, { amount, currency = "THB", id } = {}) => {
    const number = currency === "THB" ? bahtNumber : "840";
    const code = given.findLast((each) => each.ref1 === reference);
    if (code && isOpen(code)) {
      if (code.left !== null) code.left -= 1;
      return take(code, amount ?? code.amount, number, null);
    }
    const link = id ? links.find((each) => each.id === id) : linksOf(reference).at(-1);
    if (!link || current(link).status !== transactionStatus.pending) return;
    await takeByLink(reference, link, amount ?? link.amount, number);
  };

  async function takeByLink(reference: string, link: Link, amount: Minor, number: string): Promise<void> {
    Object.assign(link, { status: transactionStatus.paid, paidAmount: amount, currency: number });
    const { ref2, ref3 } = link.details as { ref2?: string; ref3?: string };
    await take({ ref1: reference, ref2, ref3: ref3 ?? "" }, amount, number, link);
  }

  /** Records a payment and tells of it. */
  async function take(
    { ref1, ref2, ref3 }: Pick<Code, "ref1" | "ref2" | "ref3">,
    amount: Minor,
    number: string,
    link: Link | null,
  ): Promise<void> {
    const at = now();
    const row: PaidRow = {
      transactionId: link?.id ?? `2026${randomText(6)}${++serial}`,
      amount: written(amount),
      transactionDateandTime: bangkokTimestamp(at),
      currencyCode: number,
      payeeProxyType: "BILLERID",
      payeeProxyId: credentials["biller_id"] ?? "",
      billPaymentRef1: ref1,
      ...(ref2 && { billPaymentRef2: ref2 }),
      billPaymentRef3: ref3,
      payerName: "นาย สมชาย ใจดี",
      ...{ sendingBankCode: "014", receivingBankCode: "014" },
    };
    const made: Paid = { row, at, amount, currency: currencyOf(number) ?? "THB", link };
    paid.push(made);
    await tell(made);
  }

  /** Tells of a payment: to the address that is registered for the prefix of reference 3, or for the merchant id of a card. */
  async function tell({ row, link }: Paid): Promise<void> {
    const isByCard = link?.kind === "CCIPP";
    const prefix = credentials["reference_3_prefix"] ?? "";
    if (confirming === "lost" || (!isByCard && !row.billPaymentRef3?.startsWith(prefix))) return;
    const body = JSON.stringify(
      isByCard ? cardConfirmation(row, link) : { ...row, channelCode: "PMH", transactionType: "Domestic Transfers" },
    );
    for (let copy = 0; copy < (confirming === "twice" ? 2 : 1); copy++) await deliver(body, row.transactionId);
  }

  function cardConfirmation(row: PaidRow, { details }: Link) {
    const { transactionId, amount, transactionDateandTime, currencyCode, billPaymentRef1 } = row;
    const { merchantId, terminalId, tenor, ippType, prodCode } = details;
    return {
      ...{ transactionId, amount, transactionDateandTime, currencyCode, transactionType: "AUTH" },
      ...{ merchantId, terminalId, invoice: billPaymentRef1, tenor, ippType, productCode: prodCode },
    };
  }

  async function deliver(body: string, transactionId: string): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const heard = await notify({ uri: null, headers: { "content-type": "application/json" }, body }).catch(
        () => undefined,
      );
      if (heard?.status === 200 && objectIn(heard.body)?.["resCode"] === "00") return;
      if (attempt < attempts) await pause(attemptsEveryMs);
    }
    mailed.push(transactionId);
  }

  /** Payments by code and by link under a reference. */
  function payments(reference: string): SimulatedPayment[] {
    const made = (id: string, { amount, currency }: Pick<Paid, "amount" | "currency">): SimulatedPayment => ({
      ...{ id, amount, currency, state: "taken", captured: amount },
      ...neverRefunded,
    });
    const byCode = given
      .filter(({ ref1 }) => ref1 === reference)
      .flatMap((code): SimulatedPayment[] => {
        const taken = paid.filter(({ row, link }) => link === null && row.billPaymentRef1 === reference);
        if (taken.length > 0) return taken.map((each) => made(each.row.transactionId, each));
        const state = isOpen(code) ? "open" : "over";
        return [{ id: code.id, amount: code.amount, currency: "THB", state, captured: 0, ...neverRefunded }];
      });
    const byLink = linksOf(reference).map((link): SimulatedPayment => {
      const taken = paid.find((each) => each.link === link);
      if (taken) return made(link.id, taken);
      const state = link.status === transactionStatus.pending ? "open" : "over";
      return { id: link.id, amount: link.amount, currency: "THB", state, captured: 0, ...neverRefunded };
    });
    return [...byCode, ...byLink];
  }

  return {
    answer,
    pay,
    payments,
    mailed,
    decline: async (reference) => {
      const link = linksOf(reference).at(-1);
      if (link?.status === transactionStatus.pending) link.status = transactionStatus.cancelled;
    },
    payLate: async (reference, id) => {
      const link = links.find((each) => each.id === id);
      if (link && current(link).status === transactionStatus.expired)
        await takeByLink(reference, link, link.amount, bahtNumber);
      if (id !== undefined) return;
      const code = given.findLast((each) => each.ref1 === reference);
      if (code) await take(code, code.amount, bahtNumber, null);
    },
    payPartly: async (reference, amount) => {
      const link = linksOf(reference).at(-1);
      if (link?.status !== transactionStatus.pending) return;
      link.status = transactionStatus.partial;
      link.paidAmount = amount;
    },
    takeBack: (reference) => {
      for (const { row } of paid) if (row.billPaymentRef1 === reference) row.reverseFlag = "R";
    },
    confirm: (how) => {
      confirming = how;
    },
    amountsAsNumbers: () => {
      numbers = true;
    },
    expireTokens: () => tokens.clear(),
    refuseCredentials: () => {
      refuses = true;
      tokens.clear();
    },
    forge: (reference) => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        ...{
          transactionId: "forged-1",
          amount: "1500.00",
          currencyCode: bahtNumber,
          transactionType: "Domestic Transfers",
        },
        ...{ billPaymentRef1: reference, payeeProxyId: credentials["biller_id"] },
      }),
    }),
  };
}

/** SCB has no refunds. */
const neverRefunded = { refunded: 0, refunds: [] };

const says = (status: number, code: number, description: string, data?: unknown): SimulatedAnswer => {
  const envelope: Envelope = { status: { code, description }, ...(data !== undefined && { data }) };
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(envelope) };
};
