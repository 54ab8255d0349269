import { reveal } from "../../domain/base/secret.ts";
import type { LentCard } from "../../domain/card/card.ts";
import type { CardOnFile } from "../../domain/payment/card-on-file.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { AmountRequest, Bank, BankAnswer, BankReference } from "../bank.ts";
import type { CardSimulator } from "./simulator.ts";
import type { AuthorizationRequest, Inquiry, Response, ResponseCode } from "./wire.ts";

const declines: Record<Exclude<ResponseCode, "00">, DeclineReason> = {
  "05": "rejected",
  "14": "invalid_number",
  "43": "stolen_or_lost",
  "51": "insufficient_funds",
  "59": "fraud",
  "96": "processing",
  N7: "invalid_security_code",
};
const reasons = new Map(Object.entries(declines));

/** Our side of the card acquirer, speaking to the one in this process. */
export function cardConnector(acquirer: CardSimulator): Required<Omit<Bank, "open" | "notified" | "answersWithin">> {
  const followUp = async (request: AmountRequest, authorization: string): Promise<BankAnswer> =>
    read(request.reference, await acquirer.followUp({ ...amountOf(request), authorization }));
  return {
    authorize: async (request, card, proof) => {
      if (!card) throw new TypeError("the acquirer is asked for cards only");
      const response = await acquirer.authorize({
        ...amountOf(request),
        pan: reveal(card.number),
        expiry: expiryOf(card),
        securityCode: card.securityCode && reveal(card.securityCode),
        storedCard: storedCardOf(request.cardOnFile),
        eci: proof?.eci ?? null,
        authenticationValue: proof?.authenticationValue ?? null,
      });
      return read(request.reference, response);
    },
    capture: followUp,
    reverse: followUp,
    refund: followUp,
    cancel: async (about) => read(about.reference, await acquirer.cancel(inquiryOf(about))),
    inquire: async (about) => {
      const response = await acquirer.status(inquiryOf(about));
      return response ? read(about.reference, response) : { answer: "pending" };
    },
  };
}

const inquiryOf = ({ reference, account }: BankReference): Inquiry => ({ reference, merchantId: account });

const amountOf = ({ amount, currency, ...about }: AmountRequest) => ({ ...inquiryOf(about), amount, currency });

const storedCardOf = (said: CardOnFile | null): AuthorizationRequest["storedCard"] =>
  said && {
    initiator: said.transactionIndicator && initiators[said.transactionIndicator],
    reason: said.recurringReason,
    first: said.firstCharge,
  };

const initiators = { MIT: "merchant", CIT: "cardholder" } as const;

/** What cannot be read is unknown: the acquirer may have said anything. */
function read(reference: string, response: unknown): BankAnswer {
  const { responseCode, approvalCode } = (response ?? {}) as Partial<Record<keyof Response, unknown>>;
  if (responseCode === "00") {
    return { answer: "approved", reference, approvalCode: typeof approvalCode === "string" ? approvalCode : null };
  }
  const reason = typeof responseCode === "string" ? reasons.get(responseCode) : undefined;
  return reason ? { answer: "declined", reason } : { answer: "unknown", why: "the acquirer's answer cannot be read" };
}

function expiryOf({ expirationMonth, expirationYear }: LentCard): string | null {
  if (expirationMonth === null || expirationYear === null) return null;
  return `${String(expirationYear % 100).padStart(2, "0")}${String(expirationMonth).padStart(2, "0")}`;
}
