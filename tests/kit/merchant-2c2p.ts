import { generateKeyPairSync } from "node:crypto";
import { type Simulator2c2p, simulate2c2p } from "../../src/connectors/2c2p/simulator.ts";
import { twoC2P } from "../../src/connectors/2c2p/upstream.ts";
import { invoiceOf } from "../../src/connectors/2c2p/wire.ts";
import type { UpstreamUnderTest } from "./upstream-conformance.ts";

/** RSA keys of one side, as PEM. */
function someKeys(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

const merchantKeys = someKeys();
const theirKeys = someKeys();

/** 2C2P's private key, whose public one the merchant has. */
export const theirPrivateKey = theirKeys.privateKey;

/** A merchant of 2C2P who may settle by hand; keys are made once for each test file. */
export const merchantOf2c2p = {
  merchant_id: "702702000001670",
  secret_key: "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
  private_key: merchantKeys.privateKey,
  public_key: theirKeys.publicKey,
  hand_settlement: "MANUAL",
} as const;

/** 2C2P and its simulator, with payments of each kind. */
export const tried2c2p: UpstreamUnderTest<Simulator2c2p> = {
  upstream: twoC2P,
  credentials: merchantOf2c2p,
  simulator: (surroundings) => simulate2c2p(surroundings, theirPrivateKey),
  payments: [
    { request: { method: "card" }, by: "open" },
    { request: { method: "installment_wlb_kbank", zeroInterest: true }, by: "open" },
    { request: { method: "mobile_banking_scb" }, by: "open" },
    { request: { method: "promptpay" }, by: "open" },
  ],
  known: invoiceOf,
};
