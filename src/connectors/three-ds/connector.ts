import type { DeclineReason } from "../../domain/payment/failure.ts";
import type { Proof } from "../../domain/payment/three-ds.ts";
import { type AuthenticationRequest, areqOf } from "./request.ts";
import type { DirectoryServer } from "./simulator.ts";
import { type ARes, ares, type CReq, cres, decode, encode, erro, messageVersion, type RReq, rreq } from "./wire.ts";

/** A transaction and the merchant's account. */
type About = { reference: string; account: string };

/** Reaches the issuers who authenticate cardholders. Our side is the 3DS Server. */
export type ThreeDsConnector = {
  /** Asks the issuer. A `reference` is authenticated once: a repeated request gets the same answer. */
  authenticate(request: AuthenticationRequest): Promise<Verdict | ChallengeNeeded>;
  /**
   * Checks the CRes of a payer who is back from the challenge. It came through the payer's hands, so it must match the transaction and only says that
   * a result exists; the result comes from the directory server.
   */
  returned(about: About, cresField: string): Promise<Verdict | Undecided>;
  /** The result of a challenge. */
  result(about: About): Promise<Verdict | Undecided>;
};

/** `unknown` is never read as a decline: the issuer is asked again. */
export type Verdict =
  | { outcome: "authenticated"; proof: Proof }
  | { outcome: "declined"; reason: DeclineReason }
  | { outcome: "unknown"; why: string };

/** A challenge: the browser posts `creq` to `acsUrl`. */
export type ChallengeNeeded = { outcome: "challenge"; acsUrl: string; creq: string };

/** The challenge is still going on. */
export type Undecided = { outcome: "pending" };

/** Our side of 3-D Secure, for a directory server in this process. */
export function threeDsConnector(directory: DirectoryServer): ThreeDsConnector {
  const resultOf = async ({ reference, account }: About, acsTransID: string | null) =>
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

/** "Transaction ID not recognised": our AReq never arrived, so no issuer was asked. */
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
 * The verdict of a status. Y and A shift liability to the issuer, and the charge goes on. N and R end it. So does U, which shifts no liability: the
 * issuer could not authenticate, which is a processing failure, and a later payment may succeed.
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

/** Valid `eci` values: Visa and most other networks, then Mastercard. */
const indicators: Record<Proof["status"], readonly string[]> = { Y: ["05", "02"], A: ["06", "01"] };

function proven({ eci, authenticationValue, dsTransID }: ARes | RReq, status: Proof["status"]): Verdict {
  if (!eci || !indicators[status].includes(eci) || !authenticationValue)
    return unknown(`status ${status} without its proof`);
  return { outcome: "authenticated", proof: { status, eci, authenticationValue, dsTransactionId: dsTransID } };
}

/** Decline reasons of a challenge that the cardholder or a time limit ended. */
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
