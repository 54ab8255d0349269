import { type BankReference, threeDsName } from "../../connectors/bank.ts";
import type { ChallengeNeeded, Undecided, Verdict } from "../../connectors/three-ds/connector.ts";
import { type Browser, newTransactionId } from "../../connectors/three-ds/request.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, waitsForPayer } from "../../domain/payment/charge.ts";
import {
  askAgain,
  beginAuthentication,
  beginAuthorization,
  beginChallenge,
  decline,
} from "../../domain/payment/settle-charge.ts";
import { connectorsOf, type Gateway } from "../gateway.ts";
import { type Heard, inTime, listen } from "./bank.ts";
import { amend, authorize, type ChargeDecision, noting } from "./settle-charge.ts";

type Visit = { charge: Charge; account: Account };

/** The charge after the issuer was asked and, for a challenge, how the browser gets there. */
export type Authenticated = { charge: Charge; challenge: ChallengeNeeded | null };

/**
 * Asks the issuer to authenticate the cardholder when the payer arrives. Asking twice is safe: a transaction is authenticated once.
 * Without a challenge the charge goes on to its bank at once.
 *
 * @param notificationUrl where the issuer sends the browser back to
 */
export async function authenticate(
  gateway: Gateway,
  arrived: Visit,
  browser: Browser,
  notificationUrl: string,
): Promise<Authenticated> {
  const { account } = arrived;
  const { threeDs } = connectorsOf(gateway, account);
  if (!threeDs || !arrived.charge.card) return { charge: arrived.charge, challenge: null };
  const charge = await withTransactionId(gateway, arrived);
  const visit = { charge, account };
  if (!charge.card || charge.threeDsTransaction === null || !waitsForPayer(charge, gateway.clock.of(charge.account)))
    return { charge, challenge: null };
  const card = await gateway.vault.lendNumber(charge.card);
  if (!card) return { charge: await takeVerdict(gateway, visit, cardIsGone), challenge: null };
  const request = {
    reference: charge.threeDsTransaction,
    amount: charge.amount,
    currency: charge.currency,
    at: charge.createdAt,
    card,
    cardholder: charge.card.name,
    merchant: { id: account.id, name: account.name },
    browser,
    notificationUrl,
  };
  const { answer, messages } = await hear(gateway, charge, "authenticate", () => threeDs.authenticate(request));
  if (answer.outcome !== "challenge") {
    return { charge: await takeVerdict(gateway, visit, { answer, messages }), challenge: null };
  }
  const challenged = await amend(gateway, account, charge, (current) => {
    const begins = current.state === "awaiting_payer" && !current.authentication;
    return noting(messages, current, begins ? beginChallenge(current, gateway.clock.of(charge.account)) : undefined);
  });
  return { charge: challenged, challenge: challenged.state === "awaiting_payer" ? answer : null };
}

/**
 * The charge with its transaction id, made and saved where it has none. All questions to the issuer, even from two processes, use the same
 * id. Nobody else can know it, since it is random.
 */
export async function withTransactionId(gateway: Gateway, { charge, account }: Visit): Promise<Charge> {
  if (charge.threeDsTransaction !== null) return charge;
  return amend(gateway, account, charge, (current) =>
    current.threeDsTransaction === null && waitsForPayer(current, gateway.clock.of(account.id))
      ? beginAuthentication(current, newTransactionId())
      : undefined,
  );
}

/** Takes the payer back from the issuer's page with its CRes. The result itself comes from the directory server. */
export async function returned(gateway: Gateway, visit: Visit, cres: string): Promise<Charge> {
  const { threeDs } = connectorsOf(gateway, visit.account);
  const { charge } = visit;
  const about = transactionOf(charge);
  if (!threeDs || !about) return charge;
  return takeVerdict(gateway, visit, await hear(gateway, charge, "inquire", () => threeDs.returned(about, cres)));
}

/** Asks for the result of a challenge when the payer has not come back. */
export async function askForResult(gateway: Gateway, visit: Visit): Promise<Charge> {
  const { threeDs } = connectorsOf(gateway, visit.account);
  const { charge } = visit;
  const about = transactionOf(charge);
  if (!threeDs) return charge;
  const heard: Heard<Verdict | Undecided> = about
    ? await hear(gateway, charge, "inquire", () => threeDs.result(about))
    : { answer: { outcome: "pending" }, messages: [] };
  return takeVerdict(gateway, visit, heard);
}

/** What a payer meets whose card was deleted while they were away: nobody can be asked about it any more. */
const cardIsGone: Heard<Verdict> = { answer: { outcome: "declined", reason: "rejected" }, messages: [] };

/** Reference of the transaction; undefined where no issuer was asked yet. */
const transactionOf = ({ threeDsTransaction, account }: Charge): BankReference | undefined =>
  threeDsTransaction === null ? undefined : { reference: threeDsTransaction, account };

/** Asks the issuer, and returns the answer with the messages to keep. */
function hear<Answer extends Verdict | Undecided | ChallengeNeeded>(
  gateway: Gateway,
  charge: Charge,
  step: "authenticate" | "inquire",
  question: () => Promise<Answer>,
): Promise<Heard<Answer | Verdict>> {
  const asked = { bank: threeDsName, step, reference: charge.threeDsTransaction ?? charge.id };
  return listen(
    gateway,
    charge,
    asked,
    () => inTime<Answer | Verdict>(gateway, question, (why) => ({ outcome: "unknown", why })),
    (answer) => {
      switch (answer.outcome) {
        case "authenticated":
          return { answer: "approved" };
        case "declined":
          return { answer: "declined", reason: answer.reason };
        case "unknown":
          return { answer: "unknown", why: answer.why };
        case "pending":
        case "challenge":
          return { answer: answer.outcome };
      }
    },
  );
}

/** Takes a result: authenticated goes on to the bank, declined ends; pending and unknown decide nothing. Authentication alone moves no money. */
async function takeVerdict(
  gateway: Gateway,
  { charge, account }: Visit,
  { answer: verdict, messages }: Heard<Verdict | Undecided>,
): Promise<Charge> {
  const after = await amend(gateway, account, charge, (current) =>
    noting(messages, current, current.state === "awaiting_payer" ? settle(gateway, current, verdict) : undefined),
  );
  return after.state === "authorizing" ? authorize(gateway, account, after) : after;
}

function settle(gateway: Gateway, charge: Charge, verdict: Verdict | Undecided): ChargeDecision | undefined {
  switch (verdict.outcome) {
    case "authenticated":
      return beginAuthorization(charge, verdict.proof, gateway.clock.of(charge.account));
    case "declined":
      return decline(
        charge,
        gateway.methods.of(charge.method).failures[verdict.reason],
        gateway.clock.of(charge.account),
      );
    case "pending":
    case "unknown": {
      const waiting = askAgain(charge, verdict.outcome === "unknown", gateway.clock.of(charge.account));
      return waiting && { charge: waiting, changes: { update: { charges: [waiting] } }, happened: [] };
    }
  }
}
