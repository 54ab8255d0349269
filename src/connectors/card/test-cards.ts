import type { FailureCode } from "../../domain/payment/failure.ts";

type TestCards = Readonly<Partial<Record<FailureCode | "paid", readonly string[]>>>;

/** The documented test cards, copied from the document: what a charge with them ends in. Installments have fewer codes and tell some of these by another. */
export const documentedTestCards: TestCards = {
  paid: [
    ...["4242424242424242", "4111111111111111", "5555555555554444", "5454545454545454"],
    ...["3530111333300000", "3566111111111113", "378282246310005", "6447032400000000001"],
    ...["36021042000004", "6250947000000006"],
  ],
  insufficient_fund: ["4111111111140011", "5555551111110011", "3530111111190011", "6250947000000014"],
  stolen_or_lost_card: ["4111111111130012", "5555551111100012", "3530111111180012", "6250947000000022"],
  failed_processing: [
    ...["4111111111120013", "5555551111190013", "3530111111170013", "377138160000009"],
    ...["6447032400001111005", "36021042111108", "6250947000000030"],
  ],
  payment_rejected: ["4111111111110014", "5555551111180014", "3530111111160014", "6250947000000048"],
  failed_fraud_check: ["4111111111190016", "5555551111160016", "3530111111140016", "6250947000000055"],
  invalid_account_number: ["4111111111180017", "5555551111150017", "3530111111130017", "6250947000000063"],
  invalid_security_code: ["4111111111160001", "5555551111130001", "3530111111110001"],
};

/** Test cards of ours: what is paid with them is disputed at once. They are told by their last four digits, as the documented ones are. */
export const disputedTestCards = ["4111111111100007", "5555551111170007", "3530111111150007"] as const;

const disputedEnding = "0007";
const disputedBrands = ["Visa", "MasterCard", "JCB"];

/** Whether the holder of a test card disputes what was paid. */
export const isDisputedTestCard = ({ brand, lastDigits }: { brand: string; lastDigits: string }): boolean =>
  lastDigits === disputedEnding && disputedBrands.includes(brand);

/** What a charge with each test card ends in, as people are told: a failure code, or words. */
export const testCardOutcomes: readonly { outcome: string; isCode: boolean; numbers: readonly string[] }[] = [
  ...Object.entries(documentedTestCards).map(([outcome, numbers]) => ({
    outcome,
    isCode: outcome !== "paid",
    numbers,
  })),
  { outcome: "paid, and disputed at once", isCode: false, numbers: disputedTestCards },
];
