import { firstReference } from "../../src/connectors/scb/references.ts";
import { type ScbSimulator, scbSimulator } from "../../src/connectors/scb/simulator.ts";
import { scb } from "../../src/connectors/scb/upstream.ts";
import { aSource } from "./domain-builders.ts";
import type { UpstreamUnderTest } from "./upstream-conformance.ts";

/** A merchant's connection to SCB, as the tests try it. */
export const scbUnderTest: UpstreamUnderTest<ScbSimulator> = {
  upstream: scb,
  credentials: {
    api_key: "l7d0a21d62d4b94b8b9d2d8a6f0f8c1e55",
    api_secret: "3c5b9b2f4c1d4b7a9d6e8f0a1b2c3d4e",
    biller_id: "099400000000001",
    reference_3_prefix: "CHM",
    merchant_id: "4218170000000160",
    terminal_id: "56200004",
    product_code: "1001",
  },
  simulator: scbSimulator,
  known: firstReference,
  unseen: "a link or a code whose answer was lost has been seen by nobody",
  payments: [
    { request: { method: "promptpay" }, by: "open", neverDeclined: true },
    { request: { method: "mobile_banking_scb" }, by: "open" },
    {
      request: { method: "installment_scb", source: aSource({ type: "installment_scb", installmentTerm: 6 }) },
      by: "open",
    },
  ],
};
