import type { Minor } from "../../../src/domain/base/money.ts";
import { money } from "./baht.ts";

/** An amount in tabular digits, for columns: in satang, or in the minor units of another currency. */
export function Money({ satang, currency = "THB" }: { satang: Minor; currency?: string }) {
  return <span className="number">{money(satang, currency)}</span>;
}
