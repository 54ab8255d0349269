import { declinedToken, type OmiseSimulator, omiseSimulator } from "../../src/connectors/omise/simulator.ts";
import { omise } from "../../src/connectors/omise/upstream.ts";
import { aSource } from "./domain-builders.ts";
import type { UpstreamUnderTest } from "./upstream-conformance.ts";

/** A merchant's connection to Omise, as the tests try it. */
export const omiseUnderTest: UpstreamUnderTest<OmiseSimulator> = {
  upstream: omise,
  credentials: {
    secret_key: "skey_5xuy4w91xqz7d1w9u0t",
    public_key: "pkey_5xuy4w91xqz7d1w9u0t",
    webhook_secret: Buffer.from("the secret of a merchant's webhooks").toString("base64"),
  },
  simulator: omiseSimulator,
  payments: [
    { request: { method: "promptpay", source: aSource({ type: "promptpay" }) }, by: "open" },
    { request: { method: "mobile_banking_kbank", source: aSource({ type: "mobile_banking_kbank" }) }, by: "open" },
    {
      request: { method: "bill_payment_tesco_lotus", source: aSource({ type: "bill_payment_tesco_lotus" }) },
      by: "open",
    },
    {
      request: {
        method: "installment_wlb_ktc",
        source: aSource({ type: "installment_wlb_ktc", installmentTerm: 6 }),
        cardToken: "tokn_5z4ykxinsta11ment000",
      },
      by: "open",
    },
    {
      request: { method: "card", cardToken: "tokn_5z4ykxdasdfg7ftfm28" },
      by: "open",
      atOnce: true,
      declinedBy: { cardToken: declinedToken },
    },
  ],
};
