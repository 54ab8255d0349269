import { onTestFinished } from "vitest";
import type { ChangeableMemory } from "../../src/connectors/simulator-memory.ts";
import { type ThreeDsConnector, threeDsConnector } from "../../src/connectors/three-ds/connector.ts";
import type { AuthenticationRequest } from "../../src/connectors/three-ds/request.ts";
import { type Challenge, type ThreeDsSimulator, threeDsSimulator } from "../../src/connectors/three-ds/simulator.ts";
import { issuerStatusOf } from "../../src/connectors/three-ds/test-cards.ts";
import { Secret } from "../../src/domain/base/secret.ts";
import { withTransactionId } from "../../src/operations/payment/three-ds.ts";
import { openStore } from "../../src/storage/store.ts";
import { start } from "./clock.ts";
import { findCharge } from "./find.ts";
import type { TestGateway } from "./gateway.ts";
import { freshDatabase } from "./postgres.ts";

export const acsUrl = "http://localhost:4242/acs";

/** A 3-D Secure bank and our connector to it, by default with their own memory. */
export type TestBank = ThreeDsSimulator & {
  connector: ThreeDsConnector;
  memory: ChangeableMemory;
  advance(ms: number): void;
};

export async function aThreeDsBank(memory?: ChangeableMemory): Promise<TestBank> {
  const ownMemory = memory ?? (await aMemory("sqlite"));
  let now = start;
  const simulator = threeDsSimulator(
    ownMemory,
    () => now,
    issuerStatusOf,
    () => acsUrl,
  );
  return {
    ...simulator,
    connector: threeDsConnector(simulator.directory),
    memory: ownMemory,
    advance: (ms) => {
      now += ms;
    },
  };
}

/** A simulated bank's memory in a real database. */
export async function aMemory(engine: "sqlite" | "postgres"): Promise<ChangeableMemory> {
  const database = engine === "postgres" ? await freshDatabase() : undefined;
  const store = await openStore({
    databaseUrl: database?.url ?? null,
    folder: null,
    connectionsMax: 5,
    alone: false,
  });
  onTestFinished(async () => {
    await store.close();
    await database?.drop();
  });
  return store.simulatedBank.memoryOf("three-ds", () => start);
}

/** The account in `anAuthentication`. */
export const asker = "acct_5z4ykxh3s2r2zsqpgvy";

/** The authentication of a payment of 4,000.00 THB in a browser without scripts. */
export function anAuthentication(
  number = "4242424242424242",
  patch: Partial<AuthenticationRequest> = {},
): AuthenticationRequest {
  return {
    reference: "8a880dc0-d2d2-4067-bcb1-b08d1690b26e",
    amount: 400000,
    currency: "THB",
    at: start,
    card: { number: new Secret(number), expirationMonth: 12, expirationYear: 2030 },
    cardholder: "Somchai Prasert",
    merchant: { id: asker, name: "Demo Shop" },
    browser: { accept: "text/html", userAgent: "Mozilla/5.0", language: "th", ip: "203.0.113.7", script: null },
    notificationUrl: "http://localhost:4242/payments/pay2_test_5z4ykxh5odizq9jxj5p/authenticated",
    ...patch,
  };
}

/** Posts the CReq as a payer's browser does: the challenge and its id. */
export async function aChallenge(bank: TestBank, request = anAuthentication()) {
  const needed = await bank.connector.authenticate(request);
  if (needed.outcome !== "challenge") throw new Error(`no challenge: ${needed.outcome}`);
  const id = await bank.acs.open(needed.creq, null);
  if (id === undefined) throw new Error("the ACS does not know its own challenge");
  return { id, challenge: asked(await bank.acs.look(id)), creq: needed.creq };
}

export function asked(challenge: Challenge | undefined) {
  if (challenge?.step !== "asked") throw new Error("the challenge is over");
  return challenge;
}

export function over(challenge: Challenge | undefined) {
  if (challenge?.step !== "over") throw new Error("the challenge is not over");
  return challenge;
}

/** A wrong code. */
export const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");

/** The id by which the issuer of a charge is asked, or will be. */
export async function transactionOf({ gateway }: TestGateway, id: string): Promise<string> {
  const charge = await findCharge(gateway.store, id);
  const account = charge && (await gateway.store.account.get(charge.account));
  const named = account && (await withTransactionId(gateway, { charge, account }));
  if (!named?.threeDsTransaction) throw new Error("the charge does not wait for its payer");
  return named.threeDsTransaction;
}
