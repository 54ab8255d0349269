import type { BankAnswer } from "../../connectors/connector.ts";
import { rejectionFor } from "../../connectors/kplus/connector.ts";
import type { Browser } from "../../connectors/three-ds/request.ts";
import { codeInPage } from "../../domain/base/page-id.ts";
import { seconds } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, waitsForPayer } from "../../domain/payment/charge.ts";
import type { DeclineReason, FailureCode } from "../../domain/payment/failure.ts";
import { decline } from "../../domain/payment/settle-charge.ts";
import { methodOf } from "../../methods/index.ts";
import type { Gateway } from "../gateway.ts";
import { askAbout, bankRequest, connectorOf } from "./bank.ts";
import { amend, type Memory, takeAnswer } from "./settle-charge.ts";
import { askForResult, authenticate } from "./three-ds.ts";

/** What a payer's page shows: the charge and whose it is. */
export type Visit = { charge: Charge; account: Account };

/**
 * The charge behind a page, or undefined for an address that we never gave out. A bank whose app confirms is told to expect the payer;
 * should it know already what the payer has decided, that is taken.
 */
export async function visit(gateway: Gateway, page: string): Promise<Visit | undefined> {
  const found = await behind(gateway, page);
  if (!found) return undefined;
  const { charge, account } = found;
  if (!waitsForPayer(charge, gateway.clock.of(account.id))) return { charge, account };
  const connector = connectorOf(gateway, charge);
  if (connector.kind !== "app") return { charge, account };
  const request = { ...bankRequest(charge), merchant: account.name, callback: page };
  const heard = await askAbout(gateway, charge, { step: "open", reference: request.reference }, () =>
    inTime(gateway, connector.open(request)),
  );
  return { charge: await takeAnswer(gateway, account, charge, heard), account };
}

/** Every page names its account. */
async function behind({ store }: Gateway, page: string): Promise<Visit | undefined> {
  for (const account of await accountsOfPage(store, page)) {
    const charge = await store.charge.ofPage(account.id, page);
    if (charge) return { charge, account };
  }
  return undefined;
}

/** One, or none; hardly ever two. Ids of before codes can be forgotten once the last of their payers has come back: eight days after the upgrade. */
async function accountsOfPage(store: Gateway["store"], page: string): Promise<Account[]> {
  const code = codeInPage(page);
  if (code !== null) return store.account.byCode(code);
  const owner = await store.charge.ownerOfOldPage(page);
  const account = owner && (await store.account.get(owner));
  return account ? [account] : [];
}

/**
 * Whether a failed charge was cancelled by its payer: for K PLUS the API's code is the one of a bank that refuses, and only the bank's own word tells
 * them apart.
 */
export async function cancelledByPayer({ store }: Gateway, { account, id, state }: Charge): Promise<boolean> {
  if (state !== "failed") return false;
  const messages = await store.bankMessage.ofCharge(account, id, lastWords);
  const cancelled: DeclineReason = "cancelled";
  return messages.some(({ answer, reason }) => answer === "declined" && reason === cancelled);
}

/** The bank's decline is among its last; what another process asked meanwhile may stand behind it. */
const lastWords = 5;

/** For how long a payer is kept waiting for the bank; after that its answer is unknown for now, and a job asks again. */
const patience = seconds(3);

async function inTime({ pause }: Gateway, answer: Promise<BankAnswer>): Promise<BankAnswer> {
  const late = pause(patience).then((): BankAnswer => ({ answer: "unknown", why: "the bank has not answered yet" }));
  return Promise.race([answer, late]);
}

/**
 * What the payer does, played in test mode: `successful`, or one of the method's failure codes. A charge that no longer waits is left as it is,
 * so a second click, or one in another tab, changes nothing.
 */
export async function play(
  gateway: Gateway,
  { charge, account }: Visit,
  outcome: "successful" | FailureCode,
): Promise<Charge> {
  if (charge.livemode || !gateway.simulators || !waitsForPayer(charge, gateway.clock.of(account.id))) return charge;
  const method = methodOf(charge.method);
  if (method.connector === "kplus") {
    return playApp(gateway, account, charge, outcome === "successful" ? "paid" : reasonFor(charge, outcome));
  }
  if (outcome === "successful") return playCardholder(gateway, { charge, account });
  // once the bank is being asked, only the bank can decline
  return amend(gateway, account, charge, (current) =>
    current.state === "awaiting_payer" ? decline(current, outcome, gateway.clock.of(account.id)) : undefined,
  );
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

/** Plays the payer in the bank's app, then takes the answer that the bank gives. */
export async function playApp(
  gateway: Gateway,
  account: Account,
  charge: Charge,
  act: "paid" | DeclineReason,
  memory?: Memory,
): Promise<Charge> {
  const request = bankRequest(charge);
  const { reference } = request;
  const decision =
    act === "paid"
      ? ({ status: "PAID", bankReference: `KP${gateway.randomText(14)}` } as const)
      : ({ status: "REJECTED", rejection: rejectionFor(act) } as const);
  await gateway.simulation.kplus.decide(reference, decision);
  const connector = connectorOf(gateway, charge);
  if (connector.kind !== "app") return charge;
  const heard = await askAbout(gateway, charge, { step: "inquire", reference }, () =>
    inTime(gateway, connector.inquire(request)),
  );
  return takeAnswer(gateway, account, charge, heard, memory);
}

function reasonFor(charge: Charge, code: FailureCode): DeclineReason {
  const found = Object.entries(methodOf(charge.method).failures).find(([, candidate]) => candidate === code);
  return (found?.[0] as DeclineReason | undefined) ?? "processing"; // the keys of `failures` are reasons
}
