import type { Minor } from "../../domain/base/money.ts";
import { hours } from "../../domain/base/time.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { NextStep } from "../../domain/payment/next-step.ts";
import { fieldsOf } from "../answers.ts";
import type { BankAnswer, BankRequest, Notification, PaymentReference } from "../bank.ts";
import { NotTaken, type UpstreamBank, type Way } from "../upstream.ts";
import { actionsOf, unmade } from "./actions.ts";
import { carriedBy } from "./methods.ts";
import {
  decimalOf,
  declineCodes,
  envelope,
  expiryOf,
  flowCodes,
  type InquiryRequest,
  invoiceExists,
  invoiceOf,
  isRequestFault,
  keysOf,
  minorIn,
  notBegun,
  type OptionCode,
  type OptionDetailsRequest,
  type PaymentRequest,
  type PaymentTokenRequest,
  paid,
  pathOf,
  promptpayCode,
  undecided,
  underWay,
} from "./wire.ts";

/** A message of 2C2P: its fields, and whether they were signed. Only what is signed decides anything. */
type Message = { fields: Readonly<Partial<Record<string, unknown>>>; code: string; signed: boolean };

/** How long a payment may still be under way at an issuer after its time to be paid is over. Then it counts as ended without a decision. */
const underWayFor = hours(20);

/** Our side of 2C2P, for one merchant. */
export function connect2c2p(way: Way, { sign, verified, ...sealing } = envelope): UpstreamBank {
  const { merchant_id: merchantID = "", secret_key: secret = "", hand_settlement: byHand } = way.credentials;
  const gateway = way.hosts.gateway ?? "";

  async function post(path: string, content: object): Promise<unknown> {
    const { status, body } = await way.send({
      method: "POST",
      url: `${gateway}${path}`,
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(content),
    });
    if (status !== 200) throw new Error(`2C2P answered with HTTP ${status}`);
    try {
      return JSON.parse(body);
    } catch {
      throw new Error("2C2P answered with something other than JSON"); // the error would quote the answer
    }
  }

  /** A call whose request is signed. Faults come unsigned; what they say is only that the call failed. */
  async function signedCall(path: string, claims: object): Promise<Message> {
    const { payload, ...plain } = fieldsOf(await post(path, { payload: await sign(claims, secret) }));
    const fields = typeof payload === "string" ? await verified(payload, secret) : plain;
    return { fields, code: codeIn(fields), signed: typeof payload === "string" };
  }

  /** A call that carries a payment token and is not signed; nothing that it says decides anything. */
  async function tokenCall(path: string, request: object): Promise<Message> {
    const fields = fieldsOf(await post(path, request));
    return { fields, code: codeIn(fields), signed: false };
  }

  const actions = actionsOf(way, sealing, async (invoiceNo, currency) => {
    const { fields, code, signed } = await ask(invoiceNo);
    const amount = minorIn(fields.amount, currency);
    if (code !== paid || !signed || fields.currencyCode !== currency || amount === undefined)
      throw new Error(`2C2P says ${said(code)} of the payment, which should be paid in ${currency}`);
    return amount;
  });

  const ask = (invoiceNo: string): Promise<Message> =>
    signedCall(pathOf("paymentInquiry"), { merchantID, invoiceNo, locale: "en" } satisfies InquiryRequest);

  async function inquire(about: PaymentReference): Promise<BankAnswer> {
    return about.step === "pay"
      ? read(await ask(invoiceOf(about.reference)), about)
      : actions.inquire(about.step, about);
  }

  /** The outcome that a message tells of a payment. */
  function read({ fields, code, signed }: Message, about: PaymentReference): BankAnswer {
    if (underWay.includes(code) || code === notBegun) return { answer: "pending" };
    if (!signed || isRequestFault(code)) throw new Error(`2C2P answered with ${said(code)}`);
    const invoiceNo = invoiceOf(about.reference);
    if (fields.invoiceNo !== invoiceNo || fields.merchantID !== merchantID)
      return { answer: "unknown", why: "2C2P answered about another payment" };
    if (code !== paid) {
      const reason = reasonOf(code);
      return reason ? { answer: "declined", reason } : { answer: "unknown", why: `2C2P answered with ${said(code)}` };
    }
    const differs = differenceIn(fields, about);
    if (differs) return { answer: "unknown", why: differs };
    const { approvalCode } = fields;
    const approval = typeof approvalCode === "string" && approvalCode !== "" ? approvalCode : null;
    return { answer: "approved", reference: invoiceNo, approvalCode: approval };
  }

  /** Asks for a page. The same request again gets the same page; for a payment that is over, none. */
  async function tokenFor(request: BankRequest): Promise<{ paymentToken: string; page: string } | undefined> {
    const carried = carriedBy(request.method);
    if (!carried) throw new NotTaken(`2C2P does not carry ${request.method}`);
    if (!request.capture && !byHand && carried.channel === "CC")
      throw new NotTaken("2C2P settles this merchant's cards by itself, so they cannot be captured by hand");
    const { fields, code, signed } = await signedCall(pathOf("paymentToken"), {
      merchantID,
      invoiceNo: invoiceOf(request.reference),
      idempotencyID: request.reference,
      description: descriptionOf(request),
      amount: decimalOf(request.amount, request.currency),
      currencyCode: request.currency,
      paymentChannel: [carried.channel],
      ...(carried.channel === "IPP" && planOf(request)),
      paymentExpiry: expiryOf(request.expiresAt),
      ...(!request.capture && byHand && carried.channel === "CC" && { transactionMode: byHand }),
      ...(request.locale !== null && { locale: request.locale }),
      ...(request.returnUri !== null && { frontendReturnUrl: request.returnUri }),
      backendReturnUrl: way.notifyUri,
      userDefined1: request.reference,
    } satisfies PaymentTokenRequest);
    if (code === invoiceExists) return undefined;
    if (isRequestFault(code)) throw new NotTaken(`2C2P refused to open the payment: ${said(code)}`);
    const { paymentToken, webPaymentUrl } = fields;
    if (!signed || code !== "0000" || typeof paymentToken !== "string" || typeof webPaymentUrl !== "string")
      throw new Error(`2C2P gave no payment page: ${said(code)}`);
    return { paymentToken, page: webPaymentUrl };
  }

  async function open(request: BankRequest): Promise<BankAnswer> {
    if (request.again) {
      const before = await inquire(request);
      if (before.answer !== "pending") return before; // one that waits for its payer gets the same page again
    }
    const given = await tokenFor(request);
    if (!given) return inquire(request);
    const { paymentToken, page } = given;
    const { channel, bank } = carriedBy(request.method) ?? {};
    if (channel === "CC" || channel === "IPP") {
      if (!/^https?:\/\/\S+$/.test(page)) throw new Error("2C2P gave something other than an address");
      return { answer: "pending", next: { goTo: page }, upstreamId: paymentToken };
    }
    const code = bank ? await appOf(bank, paymentToken, request) : { channelCode: promptpayCode };
    const { source, returnUri } = request;
    const message = await tokenCall(pathOf("payment"), {
      paymentToken,
      locale: request.locale ?? "en",
      ...(returnUri !== null && { responseReturnUrl: returnUri }),
      payment: {
        code,
        data: {
          ...(source?.name && { name: source.name }),
          ...(source?.email && { email: source.email }),
          ...(!bank && { qrType: "RAW" as const }),
        },
      },
    } satisfies PaymentRequest);
    const next = nextIn(message);
    if (next === "ask") return inquire(request);
    return { answer: "pending", next, upstreamId: paymentToken };
  }

  /** The code under which 2C2P has a bank's app. @throws NotTaken where the merchant has not this app: nobody can pay by the token alone */
  async function appOf(bank: string, paymentToken: string, { locale }: BankRequest): Promise<OptionCode> {
    const { fields, code } = await tokenCall(pathOf("paymentOptionDetails"), {
      ...{ paymentToken, locale: locale ?? "en" },
      ...{ categoryCode: "IMBANK", groupCode: "MBANK" },
    } satisfies OptionDetailsRequest);
    if (code !== "0000" || !Array.isArray(fields.channels)) throw new Error(`2C2P gave no list of apps: ${said(code)}`);
    const codes = fields.channels
      .filter((channel) => fieldsOf(channel).isDown !== true)
      .map((channel) => fieldsOf(fieldsOf(fieldsOf(channel).payment).code));
    const found = codes.find(({ agentCode, channelCode }) => agentCode === bank || channelCode === bank);
    if (typeof found?.channelCode !== "string") throw new NotTaken(`2C2P has no app of ${bank} for this merchant now`);
    const { channelCode, agentCode, agentChannelCode } = found;
    return {
      channelCode,
      ...(typeof agentCode === "string" && { agentCode }),
      ...(typeof agentChannelCode === "string" && { agentChannelCode }),
    };
  }

  return {
    open,
    inquire,

    /**
     * 2C2P has no way to end a payment: its call for that "is not working anymore", says its page. A payment has ended once its time is over and
     * nobody is paying; until then it may still be paid, and nothing can be said.
     */
    cancel: async (about) => {
      const message = await ask(invoiceOf(about.reference));
      const answer = read(message, about);
      const over = way.now() - about.expiresAt;
      if (answer.answer === "declined" && message.code === "0003" && over >= 0) return { answer: "pending" };
      if (answer.answer !== "pending") return answer;
      if (over < 0) return { answer: "unknown", why: "2C2P cannot end a payment before its time is over" };
      return message.code === notBegun || over >= underWayFor
        ? answer
        : { answer: "unknown", why: "the payer is paying at 2C2P" };
    },

    capture: actions.capture,
    reverse: actions.reverse,
    refund: actions.refund,

    notified: async (notification) => {
      const claims = await claimsIn(notification);
      if (!claims || claims.merchantID !== merchantID) return undefined;
      const reference = [claims.userDefined1, claims.idempotencyID].find(
        (each): each is string => typeof each === "string" && invoiceOf(each) === claims.invoiceNo,
      );
      return reference === undefined ? undefined : { reference, says: JSON.stringify(claims), answer: {} };
    },

    check: async () => {
      try {
        keysOf(way.credentials.private_key ?? "", way.credentials.public_key ?? "");
        const { code, signed } = await ask(invoiceOf(unmade));
        if (!signed && code !== notBegun)
          return { good: false, why: `2C2P refused the merchant id or the secret key: ${said(code)}` };
        await actions.check();
      } catch (error) {
        return { good: false, why: error instanceof Error ? error.message : String(error) };
      }
      return { good: true, live: !isForTests(gateway, merchantID), name: null, holder: merchantID };
    },
  };

  /** The claims of a notification that 2C2P signed; undefined for anything else. */
  async function claimsIn({ body }: Notification): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      const { payload } = fieldsOf(JSON.parse(body));
      if (typeof payload !== "string") return undefined;
      const before = way.previous?.secret_key;
      return await verified(payload, secret).catch((error) =>
        before === undefined ? Promise.reject(error) : verified(payload, before),
      );
    } catch {
      return undefined; // somebody else's message: whatever is wrong with it, it is not read
    }
  }
}

/** What differs between a paid amount and ours; undefined where nothing does. */
function differenceIn(
  fields: Message["fields"],
  { amount, currency }: { amount: Minor; currency: string },
): string | undefined {
  const ours = `${decimalOf(amount, currency)} ${currency}`;
  const theirs = `${String(fields.amount).slice(0, 20)} ${String(fields.currencyCode).slice(0, 5)}`;
  const same = fields.currencyCode === currency && minorIn(fields.amount, currency) === amount;
  return same ? undefined : `2C2P has another amount: ${theirs}, and not ${ours}`;
}

/** The next step of the payer, after "Do Payment"; "ask" where the outcome is to be asked for. Source: doc, "Payment Flow Response Code". */
function nextIn({ fields, code }: Message): NextStep | "ask" {
  const kind = Object.hasOwn(flowCodes, code) ? flowCodes[code as keyof typeof flowCodes] : "ask"; // just looked at
  if (kind === "address" && isAddress(fields.data)) return { goTo: fields.data };
  if (kind === "code") {
    const content = [fieldsOf(fields.extras).qrData, fields.data].find(isQrContent);
    if (content !== undefined) return { scan: content, as: "qr" };
    if (typeof fields.data === "string" && /^https:\/\/\S+$/.test(fields.data)) return { show: fields.data, as: "qr" };
    throw new Error("2C2P gave no content of a QR code");
  }
  if (kind === "address") throw new Error("2C2P gave something other than an address");
  return "ask";
}

/** An address or a deep link, which a browser is sent to. */
const isAddress = (value: unknown): value is string =>
  typeof value === "string" && /^(?!javascript:|data:|vbscript:)[a-z][a-z\d+.-]*:\/\/\S+$/i.test(value);

/** Content of a QR code by EMVCo, which begins with its version. */
const isQrContent = (value: unknown): value is string => typeof value === "string" && /^000201\S{20,500}$/.test(value);

function reasonOf(code: string): DeclineReason | undefined {
  if (Object.hasOwn(declineCodes, code)) return declineCodes[code as keyof typeof declineCodes]; // just looked at
  return /^40(0[1-9]|[1-9]\d)$/.test(code) && !undecided.includes(code) ? "rejected" : undefined;
}

/** The plan that the page offers: the term that the payer chose, and whose interest it has. */
const planOf = ({
  source,
  zeroInterest,
}: BankRequest): Pick<PaymentTokenRequest, "interestType" | "installmentPeriodFilter"> => ({
  interestType: zeroInterest ? "M" : "C",
  ...(source?.installmentTerm && { installmentPeriodFilter: [source.installmentTerm] }),
});

/** Their page wants HTML escaped; characters that would need it are left out, since nobody says who turns them back. */
const descriptionOf = ({ description, merchant, reference }: BankRequest): string =>
  `${description ?? merchant.name}`
    .replace(/[<>&"'\\\p{Cc}]/gu, " ")
    .slice(0, 250)
    .trim() || reference;

const codeIn = ({ respCode }: Readonly<Partial<Record<string, unknown>>>): string =>
  typeof respCode === "string" ? respCode : "";

/** A code as our messages name it. Their description is left out: it may quote the request. */
const said = (code: string): string => (/^\w{1,6}$/.test(code) ? `code ${code}` : "no code");

/** Whether a connection is to 2C2P's test system, whose merchants have ids such as JT01. */
const isForTests = (gateway: string, merchantID: string): boolean =>
  /\b(sandbox|demo)/.test(gateway) || /^JT\d+$/.test(merchantID);
