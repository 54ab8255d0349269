import type { Time } from "../domain/base/time.ts";
import type { CardRules } from "../domain/card/card.ts";
import { cardConnector } from "./card/connector.ts";
import { cardSimulator } from "./card/simulator.ts";
import { testCardRules } from "./card/test-issuers.ts";
import type { Connectors } from "./connector.ts";
import { createMisbehaviour, type Misbehaviour } from "./faults.ts";
import { kplusConnector } from "./kplus/connector.ts";
import { type KplusBank, type KplusSimulator, kplusSimulator } from "./kplus/simulator.ts";
import { kplusAccounts } from "./kplus/simulator-accounts.ts";
import { type KplusPhone, kplusPhone } from "./kplus/simulator-phone.ts";
import type { ChangeableMemory } from "./simulator-memory.ts";
import { threeDsConnector } from "./three-ds/connector.ts";
import { type Acs, type DirectoryServer, threeDsSimulator } from "./three-ds/simulator.ts";
import { issuerStatusOf } from "./three-ds/test-cards.ts";

/** The banks of test mode, all simulated in this process, with what their payers see and do, and the means to make them misbehave. */
export type Simulation = {
  connectors: Connectors;
  kplus: KplusSimulator;
  phone: KplusPhone;
  /** Behind the same line as for the gateway, so it can misbehave. */
  directory: DirectoryServer;
  acs: Acs;
  misbehaviour: Misbehaviour;
};

/** What the simulated banks live on. */
export type Surroundings = {
  /** A bank's own memory, by its name. */
  memoryOf: (bank: string) => ChangeableMemory;
  now: () => Time;
  pause: (ms: number) => Promise<unknown>;
  /** Where the issuer's pages are. */
  acsUrl: () => string;
};

export function simulate({ memoryOf, now, pause, acsUrl }: Surroundings): Simulation {
  const misbehaviour = createMisbehaviour(pause, now);
  const kplus = kplusSimulator(memoryOf("kplus"), now);
  const phone = kplusPhone(kplus, (merchantId) => kplusAccounts(memoryOf("kplus"), merchantId));
  const acquirer = cardSimulator(memoryOf("card"));
  const issuers = threeDsSimulator(memoryOf("three-ds"), now, issuerStatusOf, acsUrl);
  const { open, status, close } = kplus;
  const bank: KplusBank = { open, status, close };
  const directory = misbehaviour.behind(issuers.directory, (asked, account) => ({
    reference: String(typeof asked === "string" ? asked : asked.threeDSServerTransID).slice(0, 64), // it may come from anybody
    account,
  }));
  const connectors = {
    kplus: kplusConnector(misbehaviour.behind(bank, whose)),
    card: cardConnector(misbehaviour.behind(acquirer, whose)),
    threeDs: threeDsConnector(directory),
  };
  return { connectors, kplus, phone, directory, acs: issuers.acs, misbehaviour };
}

const whose = ({ reference, merchantId }: { reference: string; merchantId: string }) => ({
  reference,
  account: merchantId,
});

/** The banks of live mode: none is connected yet, so live mode offers no payment method. */
export const liveConnectors: Connectors = {};

/** Live mode knows nothing of a number by itself: issuer and security code are for the bank to judge. */
const liveCardRules: CardRules = {
  issuerOf: () => ({ bank: "", country: "", financing: "", issuer: null }),
  isTestCard: () => false,
  passesSecurityCodeCheck: () => true,
};

export const cardRulesOf = (livemode: boolean): CardRules => (livemode ? liveCardRules : testCardRules);
