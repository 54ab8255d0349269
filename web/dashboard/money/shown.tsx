import type { Minor } from "../../../src/domain/base/money.ts";
import { homeCurrency, money } from "./baht.ts";

/** An amount in tabular digits, for columns: in minor units of the account's currency, or of another. */
export function Money({ satang, currency = homeCurrency() }: { satang: Minor; currency?: string }) {
  return <span className="number">{money(satang, currency)}</span>;
}
