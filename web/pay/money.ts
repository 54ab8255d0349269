import { inMainUnits } from "../../src/domain/base/money.ts";

/** An amount in minor units as payers read it: ฿1,500.00. */
export function shown(amount: number, currency: string): string {
  const units = inMainUnits(amount, currency);
  return currency === "THB" ? `฿${units}` : `${currency} ${units}`;
}
