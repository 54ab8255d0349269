import type { Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import type { Changes } from "../changes.ts";
import type { Balance } from "./balance-row.ts";

/** Money of a merchant, in minor units. `total` is what we owe: `transferable`, `reserve`, and what is on hold. */
export type Funds = {
  total: Minor;
  /** What can be paid out now; less than nothing where refunds have taken more than there was. */
  transferable: Minor;
  /** What refunds will take that their bank has not answered yet. */
  reserve: Minor;
};

/** Changes together with the balance that they take money from. */
export const taking = (balance: Balance, changes: Changes): Changes => ({
  ...changes,
  update: { ...changes.update, balances: [revise(balance, {})] },
});
