import { testCardOutcomes } from "../connectors/card/test-cards.ts";
import { installmentTestCards } from "../connectors/card/test-issuers.ts";
import { threeDsOutcomes, threeDsTestCards } from "../connectors/three-ds/test-cards.ts";
import { command } from "./command.ts";
import { markdownTable } from "./text.ts";

export const cardsCommand = command({
  name: "cards",
  about: "Prints the numbers of all test cards in Markdown.",
  args: {},
  flags: {},
  json: false,
  run: async () => ({ text: testCards() }),
});

function testCards(): string {
  return `# Test cards

Any expiry to come, any security code. Other Visa, Mastercard and JCB numbers follow their last four digits; whatever is not made to fail is paid.

${documentedTable()}
## Cards of the installment banks

Loan cards have no expiry. Krungsri and First Choice are asked for one baht when the token is made: a card that is declined makes no token.

${installmentTable()}
## 3-D Secure

How the issuer answers where the cardholder must authenticate, which is always so with installments. What is paid or declined above is so after that.

${threeDsTable()}`;
}

function documentedTable(): string {
  const rows = testCardOutcomes.map(({ outcome, isCode, numbers }) => [
    isCode ? `\`${outcome}\`` : outcome,
    listed(numbers),
  ]);
  return markdownTable(["Outcome", "Numbers"], rows);
}

function installmentTable(): string {
  const rows = installmentTestCards.map(({ number, label, declines }) => [
    `\`${number}\``,
    label,
    declines ? `\`${declines}\`` : "paid",
  ]);
  return markdownTable(["Number", "Card", "Outcome"], rows);
}

/** Table of the 3-D Secure cards; docs/simulators.md has it too. */
export function threeDsTable(): string {
  const rows = Object.entries(threeDsOutcomes).map(([status, outcome]) => {
    const cards = threeDsTestCards.filter(({ transStatus }) => transStatus === status);
    const numbers = cards.map(({ number, label }) => `\`${number}\` (${label})`).join(", ");
    return [status, outcome, numbers || "every other number"];
  });
  return markdownTable(["Status", "What becomes of the charge", "Cards"], rows);
}

const listed = (numbers: readonly string[]): string => numbers.map((number) => `\`${number}\``).join(", ");
