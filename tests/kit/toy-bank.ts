import type { Bank, BankAnswer, BankReference } from "../../src/connectors/bank.ts";
import type { BankEntry } from "../../src/connectors/sandbox.ts";
import type { NextStep } from "../../src/domain/payment/next-step.ts";

/**
 * A made-up bank with every verb, which decides at once or waits for its payer.
 *
 * @param next the payer's next step, which `open` returns for an undecided payment
 */
export function aToyBank(name: string, next?: NextStep, verbs: Partial<Bank> = {}): BankEntry {
  return {
    name,
    label: { en: "Toy Bank", th: "ธนาคารของเล่น", ja: "おもちゃ銀行" },
    sandbox: ({ memory }) => {
      const said = async ({ reference }: BankReference): Promise<BankAnswer> => {
        const end = await memory.get(reference);
        return end === undefined ? { answer: "pending" } : (JSON.parse(end) as BankAnswer);
      };
      const decide = async ({ reference }: BankReference, answer: BankAnswer): Promise<BankAnswer> =>
        JSON.parse(await memory.putOnce(reference, JSON.stringify(answer))) as BankAnswer;
      const approve = (about: BankReference) =>
        decide(about, { answer: "approved", reference: `TOY${about.reference}`, approvalCode: null });
      return {
        connector: {
          open: async (request) => {
            const answer = await said(request);
            return answer.answer === "pending" && next ? { ...answer, next } : answer;
          },
          authorize: (request) => approve(request),
          capture: (request) => approve(request),
          reverse: (request) => approve(request),
          refund: (request) => approve(request),
          inquire: said,
          cancel: async (about) => {
            await decide(about, { answer: "pending" });
            return said(about);
          },
          ...verbs,
        },
        play: async (about, outcome) => {
          await (outcome === "paid" ? approve(about) : decide(about, { answer: "declined", reason: outcome }));
        },
      };
    },
  };
}
