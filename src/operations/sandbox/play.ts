import type { Browser } from "../../connectors/three-ds/request.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { oneOf } from "../../domain/base/text.ts";
import { type Charge, isDecided, waitsForPayer } from "../../domain/payment/charge.ts";
import { type DeclineReason, declineReasons, type FailureCode } from "../../domain/payment/failure.ts";
import { mayBeMarked, refusedMark } from "../../domain/payment/mark.ts";
import { failureCodesOf, type Method } from "../../domain/payment/method.ts";
import { approve, decline } from "../../domain/payment/settle-charge.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { bankReference } from "../payment/bank.ts";
import { getCharge, granted, remembering } from "../payment/charge.ts";
import type { Visit } from "../payment/payer.ts";
import { amend, inquireWaiting, type Memory } from "../payment/settle-charge.ts";
import { askForResult, authenticate } from "../payment/three-ds.ts";

type Outcome = "successful" | FailureCode;

/**
 * Plays the payer in test mode, as a click on the page would.
 * @throws Refusal `bad_request` for a code with which the method does not fail, `invalid_charge` in live mode, or when the charge does not wait for its payer or was decided otherwise meanwhile
 */
export async function markCharge(gateway: Gateway, caller: Caller, id: string, outcome: Outcome): Promise<Charge> {
  const { account } = caller;
  const charge = await getCharge(gateway, account.id, id);
  const paid = outcome === "successful";
  const now = () => gateway.clock.of(account.id);
  mayBeMarked(charge, now());
  const visit = { charge, account, method: gateway.methods.of(charge.method) };
  const codes = ["failed_processing", ...failureCodesOf(visit.method)];
  if (!paid && !codes.includes(outcome))
    throw new Refusal("bad_request", `failure_code must be ${oneOf([...new Set(codes)])}`);
  const refusalOf = (after: Charge) => {
    const asAsked = !isDecided(after) || after.state === (paid ? "captured" : "failed");
    return asAsked ? undefined : refusedMark(after, now());
  };
  const atBank = await playAtBank(gateway, visit, outcome, remembering(caller, refusalOf));
  if (atBank) return granted(atBank, refusalOf);
  const mark = (current: Charge) => {
    mayBeMarked(current, now());
    if (!paid) return decline(current, outcome, now());
    return approve(current, { reference: current.id, approvalCode: null }, gateway.newId("transaction", false), now());
  };
  return amend(gateway, account, charge, mark, remembering(caller));
}

/**
 * Plays a payer who decides as a program asks.
 *
 * @param outcome `successful`, or one of the failure codes of the charge's method
 * @throws Refusal `not_found`; `bad_request` for an outcome that the method has not; `invalid_charge` in live mode, while the simulated banks are off,
 * and when the charge does not wait for its payer
 */
export async function playPayer(gateway: Gateway, { account }: Caller, id: string, outcome: string): Promise<Charge> {
  const charge = await getCharge(gateway, account.id, id);
  mayBeMarked(charge, gateway.clock.of(account.id));
  if (!gateway.simulators) throw new Refusal("invalid_charge", "the simulated banks of this server are off");
  const method = gateway.methods.of(charge.method);
  const known = outcomesOf(method).find((each) => each === outcome);
  if (known === undefined) throw new Refusal("bad_request", `outcome must be ${oneOf(outcomesOf(method))}`);
  return play(gateway, { charge, account, method }, known);
}

/** What a payer by the method can be played to end in. */
export const outcomesOf = (method: Method): Outcome[] => ["successful", ...failureCodesOf(method)];

/**
 * Plays the payer's decision in test mode: `successful`, or one of the method's failure codes. A charge that no longer waits stays as it is,
 * so a second click, or one in another tab, changes nothing.
 */
export async function play(gateway: Gateway, visit: Visit, outcome: Outcome): Promise<Charge> {
  const { charge, account } = visit;
  if (charge.livemode || !gateway.simulators || !waitsForPayer(charge, gateway.clock.of(account.id))) return charge;
  const atBank = await playAtBank(gateway, visit, outcome);
  if (atBank) return atBank;
  if (outcome === "successful") return playCardholder(gateway, visit);
  // once the bank is being asked, only the bank can decline
  return amend(gateway, account, charge, (current) =>
    current.state === "awaiting_payer" ? decline(current, outcome, gateway.clock.of(account.id)) : undefined,
  );
}

/** Plays the payer at the charge's bank, then takes the bank's answer; undefined where the bank has no simulated payers. */
async function playAtBank(
  gateway: Gateway,
  { charge, account, method }: Visit,
  outcome: Outcome,
  memory?: Memory,
): Promise<Charge | undefined> {
  const sandbox = gateway.simulation.sandboxes[method.bank];
  if (!sandbox?.play) return undefined;
  await sandbox.play(bankReference(charge), outcome === "successful" ? "paid" : reasonFor(method, outcome));
  return inquireWaiting(gateway, account, charge, memory);
}

/** Plays a cardholder who answers the issuer's challenge, where there is one. */
async function playCardholder(gateway: Gateway, visit: Visit): Promise<Charge> {
  const notificationUrl = `${gateway.publicUrl()}/payments/${visit.charge.page}/authenticated`;
  const { charge, challenge } = await authenticate(gateway, visit, playedBrowser, notificationUrl);
  if (!challenge) return charge;
  const { acs } = gateway.simulation;
  const id = await acs.open(challenge.creq, null);
  const asked = id === undefined ? undefined : await acs.look(id);
  if (id !== undefined && asked?.step === "asked") await acs.enter(id, asked.code, asked.turn);
  return askForResult(gateway, { charge, account: visit.account });
}

const playedBrowser: Browser = { accept: "*/*", userAgent: "played", language: "en", ip: null, script: null };

/** A decline reason that the method reports as this failure code. */
export const reasonFor = ({ failures }: Method, code: FailureCode): DeclineReason =>
  declineReasons.find((reason) => failures[reason] === code) ?? "processing";
