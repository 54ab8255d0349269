import { createHash } from "node:crypto";
import type { SimulatorMemory } from "../simulator-memory.ts";
import {
  type AuthorizationRequest,
  type FollowUp,
  type Inquiry,
  type Response,
  type ResponseCode,
  responseCodes,
} from "./wire.ts";

/** The acquirer's side: decides authorizations by the documented test numbers, and carries out what follows them. */
export type CardSimulator = {
  authorize(request: AuthorizationRequest): Promise<Response>;
  followUp(request: FollowUp): Promise<Response>;
  /** Ends an authorization that has not arrived: when it does, it is answered as cancelled. One that was answered before stays so. */
  cancel(inquiry: Inquiry): Promise<Response>;
  /** The response to an earlier reference; undefined when it never arrived. */
  status(inquiry: Inquiry): Promise<Response | undefined>;
};

/**
 * Test numbers by their last four digits, for the brands that have documented ones. Brands: the first digit, 62 for UnionPay.
 * Source: the API's list of test cards; ...0002 was declined in the days of 3-D Secure 1 and is recorded as approved since.
 */
const byEnding: Record<string, ResponseCode> = {
  "0001": responseCodes.securityCodeMismatch,
  "0011": responseCodes.insufficientFunds,
  "0012": responseCodes.stolen,
  "0013": responseCodes.systemMalfunction,
  "0014": responseCodes.doNotHonour,
  "0016": responseCodes.suspectedFraud,
  "0017": responseCodes.invalidNumber,
};

/** Numbers that do not follow the endings: UnionPay, American Express, Discover, Diners Club. */
const byNumber: Record<string, ResponseCode> = {
  "6250947000000014": responseCodes.insufficientFunds,
  "6250947000000022": responseCodes.stolen,
  "6250947000000030": responseCodes.systemMalfunction,
  "6250947000000048": responseCodes.doNotHonour,
  "6250947000000055": responseCodes.suspectedFraud,
  "6250947000000063": responseCodes.invalidNumber,
  "377138160000009": responseCodes.systemMalfunction,
  "6447032400001111005": responseCodes.systemMalfunction,
  "36021042111108": responseCodes.systemMalfunction,
};

/** Brands whose test numbers follow the endings: Visa 4, Mastercard 5, JCB 35. */
const followsEndings = /^(4|5|35)/;

export function cardSimulator(memory: SimulatorMemory): CardSimulator {
  const answer = async (reference: string, response: Response): Promise<Response> =>
    JSON.parse(await memory.putOnce(reference, JSON.stringify(response))) as Response; // written here only
  return {
    authorize: (request) => answer(request.reference, respond(request)),
    followUp: (request) => answer(request.reference, { responseCode: responseCodes.approved, approvalCode: null }),
    cancel: ({ reference }) => answer(reference, { responseCode: responseCodes.systemMalfunction, approvalCode: null }),
    status: async ({ reference }) => {
      const response = await memory.get(reference);
      return response === undefined ? undefined : (JSON.parse(response) as Response);
    },
  };
}

function respond(request: AuthorizationRequest): Response {
  const responseCode = decide(request.pan);
  return {
    responseCode,
    approvalCode: responseCode === responseCodes.approved ? approvalCode(request.reference) : null,
  };
}

function decide(pan: string): ResponseCode {
  const special = byNumber[pan];
  if (special) return special;
  if (!followsEndings.test(pan)) return responseCodes.approved;
  return byEnding[pan.slice(-4)] ?? responseCodes.approved;
}

/** Six digits, the same for the same reference. */
function approvalCode(reference: string): string {
  return String(createHash("sha256").update(reference).digest().readUInt32BE(0) % 1_000_000).padStart(6, "0");
}
