import type { BankEntry } from "../sandbox.ts";
import { cardConnector } from "./connector.ts";
import { cardSimulator } from "./simulator.ts";

/** The acquirer of cards. Its payers decide at their issuers, by 3-D Secure, so there is nothing to play here. */
export const cardAcquirer: BankEntry = {
  name: "card",
  label: { en: "Card acquirer", th: "ธนาคารผู้รับบัตร", ja: "カード決済の取得銀行" },
  sandbox: ({ memory, behind }) => ({
    connector: cardConnector(
      behind(cardSimulator(memory), ({ reference, merchantId }) => ({ reference, account: merchantId })),
    ),
  }),
};
