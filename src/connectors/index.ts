import type { KeyObject } from "node:crypto";
import type { Time } from "../domain/base/time.ts";
import type { CardRules } from "../domain/card/card.ts";
import type { Bank, Connectors } from "./bank.ts";
import { cardAcquirer } from "./card/sandbox.ts";
import { documentedTestCards } from "./card/test-cards.ts";
import { testCardRules } from "./card/test-issuers.ts";
import { directDebit } from "./direct-debit/sandbox.ts";
import { type BankRules, createMisbehaviour, type Misbehaviour } from "./faults.ts";
import { kplus } from "./kplus/sandbox.ts";
import { phone } from "./phone/sandbox.ts";
import { ruled } from "./ruled.ts";
import type { BankEntry, Sandbox } from "./sandbox.ts";
import type { ChangeableMemory } from "./simulator-memory.ts";
import { type ThreeDsConnector, threeDsConnector } from "./three-ds/connector.ts";
import { type Acs, type DirectoryServer, threeDsSimulator } from "./three-ds/simulator.ts";
import { issuerStatusOf } from "./three-ds/test-cards.ts";
import { type WalletSimulator, walletSimulator } from "./wallets/simulator.ts";

/** Every bank. `main/assemble.ts` gives the list to the gateway; only a bank's own folder and its methods name it elsewhere. */
export const banks: readonly BankEntry[] = [kplus, phone, cardAcquirer, directDebit];

/** The banks of test mode, all simulated in this process, with their payers and the means to make them fail. */
export type Simulation = {
  connectors: Connectors;
  sandboxes: Readonly<Record<string, Sandbox>>;
  /** The directory server behind the same faulty line that the gateway uses. */
  directory: DirectoryServer;
  acs: Acs;
  wallets: WalletSimulator;
  misbehaviour: Misbehaviour;
};

/** The surroundings of the simulated banks. */
export type World = {
  /** A bank's own memory, by the bank's name. */
  memoryOf: (bank: string) => ChangeableMemory;
  /** Time of an account; without one, the server's. */
  now: (account?: string) => Time;
  pause: (ms: number) => Promise<unknown>;
  randomText: (length: number) => string;
  /** The address of the issuer's pages. */
  acsUrl: () => string;
  /** A private key on P-256 of that name, the same in every process of this gateway. */
  keyOf: (name: string) => KeyObject;
  /** What test accounts want to go wrong. */
  rules: BankRules;
};

export function simulate(
  entries: readonly BankEntry[],
  { memoryOf, now, pause, randomText, acsUrl, keyOf, rules }: World,
): Simulation {
  const misbehaviour = createMisbehaviour(rules, pause);
  const { declines } = rules;
  const { behind } = misbehaviour;
  const sandboxes = entries.map(
    ({ name, sandbox }) => [name, sandbox({ memory: memoryOf(name), now, randomText, declines, behind })] as const,
  );
  const issuers = threeDsSimulator(memoryOf("three-ds"), now, issuerStatusOf, acsUrl);
  const directory = behind(issuers.directory, (asked, account) => ({
    reference: String(typeof asked === "string" ? asked : asked.threeDSServerTransID).slice(0, 64), // the sender may be anybody
    account,
  }));
  return {
    connectors: {
      banks: Object.fromEntries(sandboxes.map(([name, sandbox]) => [name, ruled(sandbox, rules)])),
      threeDs: threeDsConnector(directory),
    },
    sandboxes: Object.fromEntries(sandboxes),
    directory,
    acs: issuers.acs,
    wallets: walletSimulator(keyOf),
    misbehaviour,
  };
}

/**
 * The banks of a live account. None is connected yet, so live mode offers no payment method.
 *
 * @param threeDs the connector to card issuers, where the gateway has its own
 */
export function liveBanks(
  entries: readonly BankEntry[],
  threeDs: ThreeDsConnector | null,
  account: string,
): Connectors {
  const connected = entries.flatMap(({ name, live }): [string, Bank][] => (live ? [[name, live(account)]] : []));
  return { banks: Object.fromEntries(connected), ...(threeDs && { threeDs }) };
}

/** The card rules of live mode, which has no number tables: the bank decides on issuer and security code. */
const liveCardRules: CardRules = {
  issuerOf: () => ({ bank: "", country: "", financing: "", issuer: null }),
  isTestCard: () => false,
  passesSecurityCodeCheck: () => true,
};

export const cardRulesOf = (livemode: boolean): CardRules => (livemode ? liveCardRules : testCardRules);

/** Whether live mode takes any card number of the test cards for one. */
export const liveModeKnowsTestCards = (): boolean =>
  Object.values(documentedTestCards).some((numbers) => numbers.some((number) => cardRulesOf(true).isTestCard(number)));
