import type { DeclineReason } from "../../domain/failure.ts";
import { reveal } from "../../domain/secret.ts";
import type { BankAnswer, BankRequest, CardConnector, LentCard } from "../connector.ts";
import type { CardSimulator } from "./simulator.ts";
import type { Response, ResponseCode } from "./wire.ts";

const reasons: Record<Exclude<ResponseCode, "00">, DeclineReason> = {
  "05": "rejected",
  "14": "invalid_number",
  "43": "stolen_or_lost",
  "51": "insufficient_funds",
  "59": "fraud",
  "96": "processing",
  N7: "invalid_security_code",
};

/** Our side of the card acquirer, speaking to the one in this process. */
export function cardConnector(acquirer: CardSimulator): CardConnector {
  const followUp = async (request: BankRequest, authorization: string): Promise<BankAnswer> =>
    read(request.reference, await acquirer.followUp({ ...request, authorization }));
  return {
    kind: "card",
    authorize: async (request, card, authenticated) =>
      read(
        request.reference,
        await acquirer.authorize({
          ...request,
          pan: reveal(card.number),
          expiry: expiryOf(card),
          securityCode: card.securityCode && reveal(card.securityCode),
          authenticated,
        }),
      ),
    capture: followUp,
    reverse: followUp,
    refund: followUp,
    cancel: async (reference) => read(reference, await acquirer.cancel(reference)),
    inquire: async (reference) => {
      const response = await acquirer.status(reference);
      return response ? read(reference, response) : { answer: "pending" };
    },
  };
}

function read(reference: string, { responseCode, approvalCode }: Response): BankAnswer {
  if (responseCode === "00") return { answer: "approved", reference, approvalCode };
  return { answer: "declined", reason: reasons[responseCode] };
}

function expiryOf({ expirationMonth, expirationYear }: LentCard): string | null {
  if (expirationMonth === null || expirationYear === null) return null;
  return `${String(expirationYear % 100).padStart(2, "0")}${String(expirationMonth).padStart(2, "0")}`;
}
