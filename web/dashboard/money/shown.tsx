import type { Minor } from "../../../src/domain/base/money.ts";
import { homeCurrency, money } from "./amount.ts";

/** An amount in tabular digits, for columns: in minor units of the account's currency, or of another. */
export function Money({ amount, currency = homeCurrency() }: { amount: Minor; currency?: string }) {
  return <span className="number">{money(amount, currency)}</span>;
}
