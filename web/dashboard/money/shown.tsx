import type { Minor } from "../../../src/domain/base/money.ts";
import { baht } from "./baht.ts";

/** An amount in tabular digits, for columns. */
export function Money({ satang }: { satang: Minor }) {
  return <span className="number">{baht(satang)}</span>;
}
