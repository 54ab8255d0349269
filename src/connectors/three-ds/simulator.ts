import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Time } from "../../domain/base/time.ts";
import type { ChangeableMemory } from "../simulator-memory.ts";
import {
  type AReq,
  type ARes,
  areq,
  type CRes,
  creq,
  decode,
  type Erro,
  encode,
  messageVersion,
  type RReq,
  type TransStatus,
} from "./wire.ts";

/** A directory server with one ACS: the first serves the 3DS Server, the second the payer's browser. */
export type ThreeDsSimulator = { directory: DirectoryServer; acs: Acs };

/**
 * The directory server. Each verb gets the asking account, which a real one knows by the connection: accounts cannot see each other's transactions.
 */
export type DirectoryServer = {
  /** Answers an AReq; a repeated transaction gets its first answer. */
  areq(message: AReq, account: string): Promise<ARes | Erro>;
  /** The result of a transaction; undefined during the challenge. A real directory server posts it to `threeDSServerURL`. */
  results(threeDSServerTransID: string, account: string): Promise<RReq | Erro | undefined>;
};

/** The acts on the issuer's pages. Each returns the current challenge; undefined for an unknown id. */
export type Acs = {
  /** Takes the two fields of the browser's post and returns the `acsTransID` for all further acts; undefined where a field does not follow EMV. */
  open(creq: string, threeDSSessionData: string | null): Promise<string | undefined>;
  look(acsTransID: string): Promise<Challenge | undefined>;
  /** @param turn of the challenge that the cardholder saw, so that a wrong code sent twice counts once */
  enter(acsTransID: string, code: string, turn: number): Promise<Challenge | undefined>;
  /** Sends a new code; the old one becomes invalid. */
  resend(acsTransID: string, turn: number): Promise<Challenge | undefined>;
  cancel(acsTransID: string): Promise<Challenge | undefined>;
};

export type Challenge =
  | {
      step: "asked";
      purchase: Purchase;
      turn: number;
      /** The code of the text message; shown on the page, since there is no phone. */
      code: string;
      notice: Notice;
      attemptsLeft: number;
      resendsLeft: number;
      expiresAt: Time;
      /** The issuer's time. */
      now: Time;
    }
  /** The browser posts `cres`, and `threeDSSessionData` if any, to `notificationURL`. */
  | { step: "over"; notificationURL: string; cres: string; threeDSSessionData: string | null };

/** The purchase shown to the cardholder, from the AReq. */
export type Purchase = Pick<AReq, "merchantName" | "purchaseAmount" | "purchaseCurrency" | "purchaseExponent"> & {
  lastDigits: string;
};

/** The page's notice after the cardholder's last act. */
type Notice = "wrong_code" | "code_resent" | null;

const attemptsMax = 3;
const resendsMax = 3;

/** Source: EMV 3-D Secure 2.2.0, table A.3, "3DS Requestor Session Data" in base64url. */
const sessionDataMax = 1_024;

/** Time limit from the ARes to the end of the challenge. */
const challengeLastsMs = 10 * 60_000;

/**
 * Simulates a directory server and an ACS.
 *
 * @param now time of an account
 * @param statusOf how the issuer of a card number answers; C for a challenge
 * @param acsUrl address of the ACS's pages
 */
export function threeDsSimulator(
  memory: ChangeableMemory,
  now: (account?: string) => Time,
  statusOf: (number: string) => TransStatus,
  acsUrl: () => string,
): ThreeDsSimulator {
  const timeAt = (place: string): Time => now(accountIn(place));

  /** Changes a transaction; the loser of a race repeats the act on the winner's result. The first verdict stands. */
  async function change(place: string, act: (before: Transaction) => Transaction): Promise<Transaction | undefined> {
    for (;;) {
      const text = await memory.get(place);
      if (text === undefined) return undefined;
      const before = timeOut(JSON.parse(text) as Transaction, timeAt(place)); // only this file writes it
      const after = before.verdict ? before : act(before);
      const changed = JSON.stringify(after);
      if (changed === text || (await memory.replace(place, changed, text))) return after;
    }
  }

  async function challenge(acsTransID: string, act: (before: Transaction) => Transaction) {
    const place = await memory.get(acsKey(acsTransID));
    const after = place === undefined ? undefined : await change(place, act);
    return after && show(after, timeAt(place ?? ""));
  }

  return {
    directory: {
      areq: async (message, account) => {
        const fault = areq.safeParse(message).error?.issues[0]?.path.join(".");
        if (fault !== undefined) {
          return message instanceof Object && fault in message
            ? erro("203", "a field has a wrong format", fault)
            : erro("201", "a required field is missing", fault || "the whole message");
        }
        const begun = begin(message, statusOf(message.acctNumber), acsUrl(), now(account));
        const place = placeOf(message.threeDSServerTransID, account);
        const stored = await memory.putOnce(place, JSON.stringify(begun));
        const { ares } = JSON.parse(stored) as Transaction; // of an earlier AReq where there was one
        await memory.putOnce(acsKey(ares.acsTransID), place);
        return ares;
      },
      results: async (id, account) => {
        const transaction = await change(placeOf(id, account), unchanged);
        if (!transaction) return erro("301", "the transaction is not known", id);
        return resultsOf(transaction);
      },
    },
    acs: {
      open: async (field, threeDSSessionData) => {
        const { data } = creq.safeParse(decode(field));
        const place = data && (await memory.get(acsKey(data.acsTransID)));
        if (!place?.endsWith(`/${data?.threeDSServerTransID}`)) return undefined;
        if ((threeDSSessionData ?? "").length > sessionDataMax) return undefined;
        await change(place, (before) => ({ ...before, opened: true, threeDSSessionData }));
        return data?.acsTransID;
      },
      look: (id) => challenge(id, unchanged),
      enter: (id, code, turn) => challenge(id, (before) => enter(before, code, turn)),
      resend: (id, turn) => challenge(id, (before) => resend(before, turn)),
      cancel: (id) => challenge(id, (before) => ({ ...before, verdict: { ...failed, challengeCancel: "01" } })),
    },
  };
}

/** The key of a transaction; each account has its own. */
const placeOf = (threeDSServerTransID: string, account: string): string => `${account}/${threeDSServerTransID}`;

const accountIn = (place: string): string | undefined => place.split("/")[0];

const acsKey = (acsTransID: string): string => `acs/${acsTransID}`;

/** The record of a transaction; of the card number only the digits shown to the cardholder. */
type Transaction = {
  ares: ARes;
  purchase: Purchase;
  notificationURL: string;
  threeDSSessionData: string | null;
  /** The proof that a right code gives. */
  proof: Proof;
  /** Whether the first CReq has come. */
  opened: boolean;
  expiresAt: Time;
  /** The number of the cardholder's acts. */
  turn: number;
  code: string;
  notice: Notice;
  wrongCodes: number;
  resends: number;
  verdict: Verdict | null;
};

type Verdict = Pick<RReq, "transStatus" | "transStatusReason" | "eci" | "authenticationValue" | "challengeCancel">;
type Proof = Pick<RReq, "eci" | "authenticationValue">;

const failed: Verdict = { transStatus: "N", transStatusReason: "01" };

/** Reasons of an issuer that declines without a challenge. */
const reasons: Partial<Record<TransStatus, string>> = { N: "01", R: "11", U: "22" };

function begin(message: AReq, transStatus: TransStatus, acsURL: string, now: Time): Transaction {
  const { acctNumber, merchantName, purchaseAmount, purchaseCurrency, purchaseExponent } = message;
  const transStatusReason = reasons[transStatus];
  const verdict = { transStatus, ...(transStatusReason && { transStatusReason }), ...proofOf(transStatus, acctNumber) };
  const asks = transStatus === "C";
  return {
    ares: {
      messageType: "ARes",
      messageVersion,
      threeDSServerTransID: message.threeDSServerTransID,
      dsTransID: randomUUID(),
      acsTransID: randomUUID(),
      dsReferenceNumber: "SIMULATED-DS",
      acsReferenceNumber: "SIMULATED-ACS",
      ...verdict,
      ...(asks && { acsURL, acsChallengeMandated: "N", authenticationType: "02" }),
    },
    purchase: {
      merchantName,
      purchaseAmount,
      purchaseCurrency,
      purchaseExponent,
      lastDigits: acctNumber.slice(-4),
    },
    notificationURL: message.notificationURL,
    threeDSSessionData: null,
    proof: proofOf("Y", acctNumber),
    opened: false,
    expiresAt: now + challengeLastsMs,
    turn: 0,
    code: sixDigits(randomInt(codes)),
    notice: null,
    wrongCodes: 0,
    resends: 0,
    verdict: asks ? null : verdict,
  };
}

/** The proof of a status; Mastercard, whose numbers begin with 5 or 2, has its own indicators. */
function proofOf(transStatus: TransStatus, number: string): Proof {
  if (transStatus !== "Y" && transStatus !== "A") return {};
  const [authenticated, attempted] = /^[25]/.test(number) ? ["02", "01"] : ["05", "06"];
  return {
    eci: transStatus === "Y" ? authenticated : attempted,
    authenticationValue: randomBytes(20).toString("base64"),
  };
}

function timeOut(transaction: Transaction, now: Time): Transaction {
  if (transaction.verdict || now < transaction.expiresAt) return transaction;
  const challengeCancel = transaction.opened ? "04" : "05";
  return { ...transaction, verdict: { transStatus: "N", transStatusReason: "14", challengeCancel } };
}

/** Enters a code; the right code counts whatever page the cardholder saw last. */
function enter(before: Transaction, code: string, turn: number): Transaction {
  const after = { ...before, turn: before.turn + 1 };
  if (code.trim() === before.code) return { ...after, verdict: { transStatus: "Y", ...before.proof } };
  if (turn !== before.turn) return before;
  const wrongCodes = before.wrongCodes + 1;
  const verdict: Verdict | null = wrongCodes < attemptsMax ? null : { transStatus: "N", transStatusReason: "19" };
  return { ...after, notice: "wrong_code", wrongCodes, verdict };
}

function resend(before: Transaction, turn: number): Transaction {
  if (turn !== before.turn || before.resends >= resendsMax) return before;
  const other = (Number(before.code) + randomInt(1, codes)) % codes;
  return {
    ...before,
    turn: turn + 1,
    code: sixDigits(other),
    notice: "code_resent",
    resends: before.resends + 1,
  };
}

const codes = 1_000_000;
const sixDigits = (code: number): string => String(code).padStart(6, "0");

const unchanged = (transaction: Transaction): Transaction => transaction;

function show(transaction: Transaction, now: Time): Challenge {
  const { ares, verdict, notificationURL, threeDSSessionData, purchase, turn, code, notice, expiresAt } = transaction;
  if (!verdict) {
    const attemptsLeft = attemptsMax - transaction.wrongCodes;
    const resendsLeft = resendsMax - transaction.resends;
    return { step: "asked", purchase, turn, code, notice, attemptsLeft, resendsLeft, expiresAt, now };
  }
  const cres: CRes = {
    messageType: "CRes",
    messageVersion,
    threeDSServerTransID: ares.threeDSServerTransID,
    acsTransID: ares.acsTransID,
    challengeCompletionInd: "Y",
    transStatus: verdict.transStatus === "Y" ? "Y" : "N",
  };
  return { step: "over", notificationURL, cres: encode(cres), threeDSSessionData };
}

function resultsOf({ ares, verdict, turn }: Transaction): RReq | undefined {
  if (!verdict) return undefined;
  const { threeDSServerTransID, dsTransID, acsTransID } = ares;
  const challenged = ares.transStatus === "C";
  return {
    messageType: "RReq",
    messageVersion,
    messageCategory: "01",
    threeDSServerTransID,
    dsTransID,
    acsTransID,
    ...verdict,
    ...(challenged && {
      authenticationType: "02",
      authenticationMethod: "02",
      interactionCounter: String(turn).padStart(2, "0"),
    }),
  };
}

function erro(errorCode: string, errorDescription: string, errorDetail: string): Erro {
  return { messageType: "Erro", messageVersion, errorCode, errorComponent: "D", errorDescription, errorDetail };
}
