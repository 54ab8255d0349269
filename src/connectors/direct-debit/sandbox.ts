import type { BankEntry } from "../sandbox.ts";
import { debitConnector } from "./connector.ts";
import { debitSimulator } from "./simulator.ts";

/** Direct debit of all banks. Its payers agree once, on a page of the test phone; nobody is there when money is taken. */
export const directDebit: BankEntry = {
  name: "direct_debit",
  label: { en: "Direct debit", th: "หักบัญชีอัตโนมัติ", ja: "口座振替" },
  sandbox: ({ memory, randomText, behind }) => ({
    connector: debitConnector(
      behind(
        debitSimulator(memory, () => `DD${randomText(14)}`),
        ({ reference, merchantId }) => ({ reference, account: merchantId }),
      ),
    ),
  }),
};
