import { inMainUnits, type Minor } from "../../../src/domain/base/money.ts";

/** Formats satang exactly: ฿1,234.56; −฿20.00 for outgoing amounts. */
export function baht(satang: Minor): string {
  return `${satang < 0 ? "−" : ""}฿${inMainUnits(Math.abs(satang), "THB")}`;
}

/** An amount in tabular digits, for columns. */
export function Money({ satang }: { satang: Minor }) {
  return <span className="number">{baht(satang)}</span>;
}
