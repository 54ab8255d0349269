import { inMainUnits } from "../../src/domain/base/money.ts";

/** Formats an amount in minor units: ฿1,500.00. */
export function shown(amount: number, currency: string): string {
  const units = inMainUnits(amount, currency);
  return currency === "THB" ? `฿${units}` : `${currency} ${units}`;
}
