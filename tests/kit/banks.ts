import type { Bank, BankRequest } from "../../src/connectors/bank.ts";
import type { cardConnector } from "../../src/connectors/card/connector.ts";
import type { kplusConnector } from "../../src/connectors/kplus/connector.ts";
import type { Gateway } from "../../src/operations/gateway.ts";
import { noon } from "./domain-builders.ts";

export type Acquirer = ReturnType<typeof cardConnector>;
type App = ReturnType<typeof kplusConnector>;

/** The test-mode banks of the gateway; a test may replace their verbs. */
type Banks = { card: Acquirer; kplus: App };

export const banksOf = ({ simulation }: Pick<Gateway, "simulation">): Banks & Record<string, Bank> =>
  simulation.connectors.banks as Banks & Record<string, Bank>; // every gateway of a test has these two

/** The bank request of the guide's K PLUS charge. */
export function aBankRequest(patch: Partial<BankRequest> = {}): BankRequest {
  return {
    reference: "chrg_test_5z4ykxh42cn7qsxw1w5",
    account: "account_test_5z4ykxh3s2r2zsqpgvy",
    amount: 150_000,
    currency: "THB",
    merchant: { id: "account_test_5z4ykxh3s2r2zsqpgvy", name: "Demo Shop" },
    description: null,
    expiresAt: noon,
    page: "pay2_test_5z4ykxh5odizq9jxj5p",
    returnUri: "http://localhost:4242/payments/pay2_test_5z4ykxh5odizq9jxj5p/authorize?waiting",
    locale: null,
    cardOnFile: null,
    shows: null,
    source: null,
    mandate: null,
    firstPayment: null,
    method: "mobile_banking_kbank",
    openedAt: noon,
    step: "pay",
    again: false,
    upstreamId: null,
    earlierIds: [],
    capture: true,
    preAuth: false,
    zeroInterest: false,
    cardToken: null,
    cardCustomer: null,
    ...patch,
  };
}
