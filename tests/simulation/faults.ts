import type { Bank } from "../../src/connectors/bank.ts";
import { type BankAnswer, type Connectors, threeDsName, verbs } from "../../src/connectors/bank.ts";
import type { ThreeDsConnector } from "../../src/connectors/three-ds/connector.ts";
import type { Life } from "./life.ts";

/** Probability of each fault of a bank, per request. */
const lostRequest = 0.04;
const lostAnswer = 0.04;
const thrown = 0.03;
const arrivesLate = 0.04;

/** Parties that never answer: banks by the name of their connector, payments by their reference, and the hosts of one merchant. */
export type Hanging = { banks: Set<string>; references: Set<string>; hosts: boolean };

/** Hooks of the simulation that faulty banks need. */
type Faults = {
  /** Whether an event of this probability happens now. */
  happens: (probability: number) => boolean;
  later: (work: () => Promise<unknown>) => void;
  hangs: (bank: string, reference: string) => boolean;
  /** Resolves after the caller's time limit. */
  patience: () => Promise<void>;
};

/** Wraps banks so that they answer late, never, or after the caller has given up. What they have carried out stays so. */
export function faulty(connectors: Connectors, life: Life, { happens, later, hangs, patience }: Faults): Connectors {
  const { banks, threeDs } = connectors;
  if (!threeDs) throw new Error("all banks are simulated");
  const through = async (bank: string, reference: string, request: () => Promise<BankAnswer>): Promise<BankAnswer> => {
    await life.point();
    if (hangs(bank, reference)) {
      await request();
      await patience();
    }
    if (happens(lostRequest)) return { answer: "unknown", why: "the request was lost" };
    if (happens(arrivesLate)) {
      later(request);
      return { answer: "unknown", why: "the request is still on its way" };
    }
    const answer = await request();
    await life.point();
    if (happens(lostAnswer)) return { answer: "unknown", why: "the answer was lost" };
    if (happens(thrown)) throw new Error("the connection was torn");
    return answer;
  };
  type Verb = (request: { reference: string }, ...more: unknown[]) => Promise<BankAnswer>;
  const faultyBank = (name: string, bank: Bank): Bank => {
    const asked = verbs.flatMap((verb) => {
      const own = bank[verb] as Verb | undefined; // each verb is given the reference first
      if (!own) return [];
      const behind: Verb = (request, ...more) => through(name, request.reference, () => own(request, ...more));
      return [[verb, behind]];
    });
    return { ...bank, ...Object.fromEntries(asked) };
  };
  const asked = async <Answer>(
    question: () => Promise<Answer>,
  ): Promise<Answer | { outcome: "unknown"; why: string }> => {
    await life.point();
    if (happens(lostRequest)) return { outcome: "unknown", why: "the request was lost" };
    const answer = await question();
    if (hangs(threeDsName, "")) await patience();
    await life.point();
    return happens(lostAnswer) ? { outcome: "unknown", why: "the answer was lost" } : answer;
  };
  const issuers: ThreeDsConnector = {
    authenticate: (request) => asked(() => threeDs.authenticate(request)),
    returned: (reference, cres) => asked(() => threeDs.returned(reference, cres)),
    result: (reference) => asked(() => threeDs.result(reference)),
  };
  const faultyBanks = Object.entries(banks).map(([name, bank]) => [name, faultyBank(name, bank)]);
  return { banks: Object.fromEntries(faultyBanks), threeDs: issuers };
}
