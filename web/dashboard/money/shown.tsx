import { inMainUnits, type Minor } from "../../../src/domain/base/money.ts";

/** Satang as people read them, to the last one: ฿1,234.56, and −฿20.00 for what goes out. */
export function baht(satang: Minor): string {
  return `${satang < 0 ? "−" : ""}฿${inMainUnits(Math.abs(satang), "THB")}`;
}

/** An amount whose digits stand above each other in a column. */
export function Money({ satang }: { satang: Minor }) {
  return <span className="number">{baht(satang)}</span>;
}
