import type { Minor } from "../../domain/base/money.ts";
import type { AmountRequest, BankAnswer } from "../bank.ts";
import { inTurn } from "../in-turn.ts";
import type { Way } from "../upstream.ts";
import {
  type Action,
  type ActionAnswer,
  type ActionRequest,
  actionPath,
  actionResults,
  actionStatuses,
  actionVersion,
  decimalOf,
  type Envelope,
  invoiceOf,
  keysOf,
  minorIn,
  type RefundEntry,
  readXml,
  refundsIn,
  textOf,
  writeXml,
} from "./wire.ts";

/** Reference of a payment that nobody makes, to ask about harmlessly. */
export const unmade = "a payment that nobody makes";

type Status = (typeof actionStatuses)[keyof typeof actionStatuses];

/** What an action came to. Everything else is a fault of the request or of the system, and says nothing about money. */
type Result = (typeof actionResults)[keyof typeof actionResults];

const approved = (reference: string, voided?: boolean): BankAnswer => ({
  ...{ answer: "approved", reference, approvalCode: null },
  ...(voided !== undefined && { voided }),
});
const refused: BankAnswer = { answer: "declined", reason: "rejected" };

/**
 * What 2C2P does with a payment that was made: settle, void and refund, by its payment actions.
 *
 * @param amountOf the amount that was paid under an invoice
 */
export function actionsOf(
  way: Way,
  { seal, unseal }: Pick<Envelope, "seal" | "unseal">,
  amountOf: (invoiceNo: string, currency: string) => Promise<Minor>,
) {
  const { merchant_id: merchantID = "", private_key: own = "", public_key: theirs = "" } = way.credentials;
  const oneByOne = inTurn(way);

  /** @throws Error where the answer cannot be read, or is not an answer to this request */
  async function act(
    processType: Action,
    invoiceNo: string,
    amount: string,
    userDefined1?: string,
  ): Promise<ActionAnswer> {
    const keys = keysOf(own, theirs);
    const request: ActionRequest = {
      ...{ version: actionVersion, merchantID, invoiceNo, actionAmount: amount, processType },
      ...(userDefined1 !== undefined && { userDefined1 }),
    };
    const { status, body } = await way.send({
      method: "POST",
      url: `${way.hosts.actions ?? ""}${actionPath}`,
      headers: { "content-type": "text/plain" },
      body: await seal(writeXml("PaymentProcessRequest", request), keys),
    });
    if (status !== 200) throw new Error(`2C2P answered with HTTP ${status}`);
    const answer = readXml(await unseal(body, keys));
    const of = (name: string) => textOf(answer, name);
    if (answer.name !== "PaymentProcessResponse") throw new Error("2C2P answered with another message");
    const respCode = of("respCode") ?? "";
    const isOurs = of("processType") === processType && of("invoiceNo") === invoiceNo;
    if (respCode === "00" && !isOurs) throw new Error("2C2P answered another request");
    return {
      respCode,
      respDesc: of("respDesc") ?? "",
      status: of("status") ?? "",
      amount: of("amount"),
      referenceNo: of("referenceNo") || null,
      refunds: refundsIn(answer).map((entry) => ({
        amount: textOf(entry, "amount") ?? "",
        status: textOf(entry, "status") ?? "",
        referenceNo: textOf(entry, "referenceNo") || null,
        reference: textOf(entry, "userDefined1") || null,
      })),
    };
  }

  /** Settles an authorized payment, in part where less is asked. */
  async function capture(request: AmountRequest, invoiceNo: string): Promise<BankAnswer> {
    const answer = await act("S", invoiceNo, decimalOf(request.amount, request.currency));
    switch (resultOf(answer)) {
      case "done":
        return settledAs(answer, request, invoiceNo);
      case "done before":
      case "settled before":
        return approved(invoiceNo);
      case "under way":
        return { answer: "pending" };
      default:
        return refused;
    }
  }

  /** Releases an authorized payment that is not settled. */
  async function reverse({ amount, currency }: AmountRequest, invoiceNo: string): Promise<BankAnswer> {
    return voided(await act("V", invoiceNo, decimalOf(amount, currency)), invoiceNo, refused);
  }

  const voided = (answer: ActionAnswer, invoiceNo: string, otherwise: BankAnswer): BankAnswer => {
    switch (resultOf(answer)) {
      case "done":
        return statusOf(answer) === "being voided" ? { answer: "pending" } : approved(invoiceNo, true);
      case "done before":
        return approved(invoiceNo, true);
      case "under way":
        return { answer: "pending" };
      default:
        return otherwise;
    }
  };

  /**
   * Returns money. Refunds have no key of their own at 2C2P, so its list is searched first: one that bears our reference is not asked for again. A
   * payment that is not settled cannot be refunded: the whole of it is voided, a part waits for the night's settlement.
   */
  async function refund(request: AmountRequest, invoiceNo: string): Promise<BankAnswer> {
    const { reference, amount, currency } = request;
    const found = await act("RS", invoiceNo, decimalOf(amount, currency));
    if (resultOf(found) !== "done") throw new Error(`2C2P gave no list of refunds: code ${codeOf(found)}`);
    const before = found.refunds.find((entry) => entry.reference === reference);
    if (before) return refundIn(before, request);
    const nameless = found.refunds.some(
      (entry) => entry.reference === null && minorIn(entry.amount, currency) === amount && !hasFailed(entry),
    );
    if (nameless) return { answer: "unknown", why: "2C2P has a refund of this amount that does not say whose it is" };
    switch (statusOf(found)) {
      case "authorized":
      case "to be settled":
        // voiding gives back everything, so the amount is asked for where its answer is signed and sure
        if (amount !== (await amountOf(invoiceNo, currency))) return { answer: "pending" };
        return voided(await act("V", invoiceNo, decimalOf(amount, currency)), invoiceNo, { answer: "pending" });
      case "being voided":
        return { answer: "pending" };
      case "voided":
        if (amount === minorIn(found.amount, currency)) return approved(invoiceNo, true);
        return { answer: "unknown", why: "2C2P has voided the whole payment" };
      case "settled":
      case "refunded":
      case "refund under way":
      case "refund refused":
        return refundSettled(request, invoiceNo);
      default:
        return { answer: "unknown", why: `2C2P says status ${found.status.slice(0, 5)} of the payment` };
    }
  }

  async function refundSettled(request: AmountRequest, invoiceNo: string): Promise<BankAnswer> {
    const { reference, amount, currency } = request;
    const answer = await act("R", invoiceNo, decimalOf(amount, currency), reference);
    switch (resultOf(answer)) {
      case "done":
        if (statusOf(answer) === "refund under way") return { answer: "pending" };
        return statusOf(answer) === "refund refused" ? refused : approved(answer.referenceNo ?? invoiceNo, false);
      case "under way":
      case "not in this state":
        return { answer: "pending" };
      case "refused":
        return refused;
      default:
        throw new Error(`2C2P answered a refund with code ${codeOf(answer)}`);
    }
  }

  function refundIn(entry: RefundEntry, { amount, currency }: AmountRequest): BankAnswer {
    if (minorIn(entry.amount, currency) !== amount)
      return {
        answer: "unknown",
        why: `2C2P refunded ${entry.amount.slice(0, 20)} and not ${decimalOf(amount, currency)}`,
      };
    if (hasFailed(entry)) return refused;
    switch (meaningOf(entry.status)) {
      case "refunded":
        return approved(entry.referenceNo ?? "", false);
      case "refund under way":
        return { answer: "pending" };
      default:
        return { answer: "unknown", why: `2C2P says status ${entry.status.slice(0, 5)} of the refund` };
    }
  }

  /** What became of a capture or a reversal; `pending` where it has not been carried out, so that it is asked for again. */
  async function inquire(
    step: "capture" | "reverse",
    { reference, amount, currency }: AmountRequest,
  ): Promise<BankAnswer> {
    const invoiceNo = invoiceOf(reference.slice(0, reference.indexOf("/")));
    const answer = await act("I", invoiceNo, decimalOf(amount, currency));
    if (resultOf(answer) !== "done") throw new Error(`2C2P answered with code ${codeOf(answer)}`);
    switch (statusOf(answer)) {
      case "authorized":
      case "being voided":
        return { answer: "pending" };
      case "to be settled":
      case "settled":
        return step === "capture" ? settledAs(answer, { amount, currency }, invoiceNo) : refused;
      case "voided":
        return step === "reverse" ? approved(invoiceNo) : refused;
      default:
        return { answer: "unknown", why: `2C2P says status ${answer.status.slice(0, 5)} of the payment` };
    }
  }

  return {
    capture: (request: AmountRequest, invoiceNo: string) => oneByOne(invoiceNo, () => capture(request, invoiceNo)),
    reverse: (request: AmountRequest, invoiceNo: string) => oneByOne(invoiceNo, () => reverse(request, invoiceNo)),
    refund: (request: AmountRequest, invoiceNo: string) => oneByOne(invoiceNo, () => refund(request, invoiceNo)),
    inquire,

    /** Asks about a payment that nobody made. @throws Error where the keys are not those that were exchanged */
    check: async (): Promise<void> => {
      const answer = await act("I", invoiceOf(unmade), "1.00");
      if (!["00", "15", "16"].includes(answer.respCode))
        throw new Error(`2C2P refused a question about a payment: code ${codeOf(answer)}`);
    },
  };
}

/** A capture as it was carried out, which must be of the amount that was asked for. */
function settledAs(
  answer: ActionAnswer,
  { amount, currency }: Pick<AmountRequest, "amount" | "currency">,
  invoiceNo: string,
): BankAnswer {
  const said = answer.amount?.slice(0, 20) ?? "nothing";
  return minorIn(answer.amount, currency) === amount
    ? approved(invoiceNo)
    : { answer: "unknown", why: `2C2P settled ${said} and not ${decimalOf(amount, currency)}` };
}

const codeOf = ({ respCode }: ActionAnswer): string => (/^\w{1,6}$/.test(respCode) ? respCode : "unreadable");

/** @throws Error for a code that says nothing of the payment, such as a fault of the request */
function resultOf(answer: ActionAnswer): Result {
  const { respCode } = answer;
  if (!Object.hasOwn(actionResults, respCode)) throw new Error(`2C2P answered with code ${codeOf(answer)}`);
  return actionResults[respCode as keyof typeof actionResults]; // just looked at
}

const meaningOf = (status: string): Status | undefined =>
  Object.hasOwn(actionStatuses, status) ? actionStatuses[status as keyof typeof actionStatuses] : undefined; // just looked at

const statusOf = ({ status }: ActionAnswer): Status | undefined => meaningOf(status);

const hasFailed = ({ status }: RefundEntry): boolean => meaningOf(status) === "refund refused";
