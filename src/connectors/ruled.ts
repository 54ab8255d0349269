import type { DeclineReason } from "../domain/payment/failure.ts";
import type { Bank, BankReference } from "./bank.ts";
import type { BankRules } from "./faults.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * The connector of a simulated bank whose outcomes follow rules. A payment that is declined or a refund that is refused never reaches the bank, so the
 * bank's books and ours agree.
 */
export function ruled({ connector, play }: Sandbox, rules: BankRules): Bank {
  const { authorize, refund, open } = connector;
  const declined = async (reason: Promise<DeclineReason | undefined>) => {
    const because = await reason;
    return because && ({ answer: "declined", reason: because } as const);
  };

  /** Whether the payer's approval is still on its way. From the charge's end on the payer has given it. */
  async function isOnItsWay(about: BankReference): Promise<boolean> {
    const paid = play && (await rules.paidAfterExpiry(about));
    if (!paid || paid.now < paid.before) return paid !== undefined;
    await play(about, "paid");
    return paid.now < paid.at;
  }

  return {
    ...connector,
    ...(authorize && {
      authorize: async (request, card, proof) =>
        (await declined(rules.declines(request))) ?? authorize(request, card, proof),
    }),
    ...(refund && {
      refund: async (request, authorization) =>
        (await declined(rules.refusesRefund(request))) ?? refund(request, authorization),
    }),
    ...(open && {
      open: async (request) => {
        // a code that was scanned is decided as soon as the bank hears of it
        const because = play && request.source?.barcode ? await rules.declines(request) : undefined;
        if (because) await play?.(request, because);
        return open(request);
      },
    }),
    inquire: async (about) => {
      const onItsWay = await isOnItsWay(about);
      const answer = await connector.inquire(about);
      return onItsWay && answer.answer === "approved" ? { answer: "pending" } : answer;
    },
    cancel: async (about) => {
      const paid = play && (await rules.paidAfterExpiry(about));
      if (!paid || paid.now < paid.before) return connector.cancel(about);
      return (await isOnItsWay(about))
        ? { answer: "unknown", why: "the payer's approval is on its way" }
        : connector.cancel(about);
    },
  };
}
