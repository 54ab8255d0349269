import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { Proof } from "../../domain/payment/three-ds.ts";
import type { BankReference } from "../bank.ts";
import { type AuthenticationRequest, areqOf } from "./request.ts";
import type { DirectoryServer } from "./simulator.ts";
import { type ARes, ares, type CReq, cres, decode, encode, erro, messageVersion, type RReq, rreq } from "./wire.ts";

/** Reaches the issuers who authenticate cardholders: our side is the 3DS Server. */
export type ThreeDsConnector = {
  /** Asks the issuer. The same `reference` is authenticated once: asked again, it is answered alike. */
  authenticate(request: AuthenticationRequest): Promise<Verdict | ChallengeNeeded>;
  /**
   * The payer's browser has come back from the challenge. What it brings passed through the payer's hands, so it must fit the transaction and then
   * only says that there is a result: the result itself comes from the directory server.
   */
  returned(about: BankReference, cresField: string): Promise<Verdict | Undecided>;
  /** What became of a challenge. */
  result(about: BankReference): Promise<Verdict | Undecided>;
};

/** `unknown` is never read as a decline: the issuer is asked again. */
export type Verdict =
  | { outcome: "authenticated"; proof: Proof }
  | { outcome: "declined"; reason: DeclineReason }
  | { outcome: "unknown"; why: string };

/** The browser posts `creq` to `acsUrl`. */
export type ChallengeNeeded = { outcome: "challenge"; acsUrl: string; creq: string };

/** The payer is still being challenged. */
export type Undecided = { outcome: "pending" };

/** Our side of 3-D Secure, speaking to the directory server in this process. */
export function threeDsConnector(directory: DirectoryServer): ThreeDsConnector {
  const resultOf = async ({ reference, account }: BankReference, acsTransID: string | null) =>
    readResults(await directory.results(reference, account), reference, acsTransID);
  return {
    authenticate: async (request) => {
      const message = areqOf(request);
      const answer = await directory.areq(message, request.merchant.id);
      return readAuthentication(answer, message.threeDSServerTransID);
    },
    returned: async (about, cresField) => {
      const id = about.reference;
      const { data } = cres.safeParse(decode(cresField));
      if (data?.threeDSServerTransID !== id) return unknown("the browser brought no CRes of this transaction");
      return resultOf(about, data.acsTransID);
    },
    result: (about) => resultOf(about, null),
  };
}

function readAuthentication(message: unknown, id: string): Verdict | ChallengeNeeded {
  const { data } = ares.safeParse(message);
  if (data?.threeDSServerTransID !== id) return unknown(complaintIn(message) ?? "no ARes of this transaction");
  if (data.transStatus !== "C") return verdictOf(data);
  if (!data.acsURL) return unknown("an ARes that asks for a challenge and does not say where");
  const request: CReq = {
    messageType: "CReq",
    messageVersion,
    threeDSServerTransID: id,
    acsTransID: data.acsTransID,
    challengeWindowSize: "05",
  };
  return { outcome: "challenge", acsUrl: data.acsURL, creq: encode(request) };
}

/** "Transaction ID not recognised": no AReq of ours got there, so nobody was asked. */
const neverArrived = "301";

function readResults(message: unknown, id: string, acsTransID: string | null): Verdict | Undecided {
  if (message === undefined) return { outcome: "pending" };
  if (erro.safeParse(message).data?.errorCode === neverArrived) return { outcome: "pending" };
  const { data } = rreq.safeParse(message);
  if (data?.threeDSServerTransID !== id) return unknown(complaintIn(message) ?? "no RReq of this transaction");
  if (acsTransID !== null && data.acsTransID !== acsTransID)
    return unknown("the browser brought the CRes of another ACS");
  return verdictOf(data);
}

/**
 * Y and A shift liability to the issuer, and the charge goes on. N and R end it. So does U, which shifts nothing: where a cardholder must authenticate,
 * an issuer who cannot is a failure of processing, and paying again later may well work.
 */
function verdictOf(message: ARes | RReq): Verdict {
  switch (message.transStatus) {
    case "Y":
    case "A":
      return proven(message, message.transStatus);
    case "N":
    case "U":
      return { outcome: "declined", reason: reasonOf(message) };
    case "R":
      return { outcome: "declined", reason: "rejected" };
    case "C":
      return unknown("a challenge is no result");
  }
}

/** `eci` of Visa and most other networks, and of Mastercard. */
const indicators: Record<Proof["status"], readonly string[]> = { Y: ["05", "02"], A: ["06", "01"] };

function proven({ eci, authenticationValue, dsTransID }: ARes | RReq, status: Proof["status"]): Verdict {
  if (!eci || !indicators[status].includes(eci) || !authenticationValue)
    return unknown(`status ${status} without its proof`);
  return { outcome: "authenticated", proof: { status, eci, authenticationValue, dsTransactionId: dsTransID } };
}

/** Why a challenge ended without success, where the cardholder or the clock ended it. */
const cancellations: Record<string, DeclineReason> = { "01": "cancelled", "04": "expired", "05": "expired" };

function reasonOf(message: ARes | RReq): DeclineReason {
  const cancelled = "challengeCancel" in message && message.challengeCancel && cancellations[message.challengeCancel];
  return cancelled || (message.transStatus === "U" ? "processing" : "rejected");
}

function complaintIn(message: unknown): string | undefined {
  const { data } = erro.safeParse(message);
  return data && `error ${data.errorCode}: ${data.errorDescription} (${data.errorDetail})`;
}

function unknown(why: string): Verdict {
  return { outcome: "unknown", why };
}
