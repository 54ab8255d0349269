import type { AppConnector, BankAnswer, CardConnector, Connectors } from "../../src/connectors/connector.ts";
import type { ThreeDsConnector } from "../../src/connectors/three-ds/connector.ts";
import type { Life } from "./life.ts";

/** How often a bank misbehaves, of a hundred requests. */
const lostRequest = 0.04;
const lostAnswer = 0.04;
const thrown = 0.03;
const arrivesLate = 0.04;

/** Who leaves every question unanswered: banks by the name of their connector, payments by their reference, and the hosts of one merchant. */
export type Hanging = { banks: Set<keyof Connectors>; references: Set<string>; hosts: boolean };

/** What can go wrong with banks, and what they need for it. */
type Faults = {
  /** Whether something of that probability happens now. */
  happens: (probability: number) => boolean;
  later: (work: () => Promise<unknown>) => void;
  hangs: (bank: keyof Connectors, reference: string) => boolean;
  /** Passes when whoever asked has long given up. */
  patience: () => Promise<void>;
};

/** Banks that answer late, never, or when nobody asks any more. What they carried out stays carried out. */
export function faulty(connectors: Connectors, life: Life, { happens, later, hangs, patience }: Faults): Connectors {
  const { kplus, card, threeDs } = connectors;
  if (!kplus || !card || !threeDs) throw new Error("all banks are simulated");
  const through = async (
    bank: keyof Connectors,
    reference: string,
    request: () => Promise<BankAnswer>,
  ): Promise<BankAnswer> => {
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
  const app: AppConnector = {
    kind: "app",
    open: (request) => through("kplus", request.reference, () => kplus.open(request)),
    inquire: (asked) => through("kplus", asked.reference, () => kplus.inquire(asked)),
    cancel: (asked) => through("kplus", asked.reference, () => kplus.cancel(asked)),
  };
  const acquirer: CardConnector = {
    kind: "card",
    authorize: (...request) => through("card", request[0].reference, () => card.authorize(...request)),
    capture: (...request) => through("card", request[0].reference, () => card.capture(...request)),
    reverse: (...request) => through("card", request[0].reference, () => card.reverse(...request)),
    refund: (...request) => through("card", request[0].reference, () => card.refund(...request)),
    inquire: (asked) => through("card", asked.reference, () => card.inquire(asked)),
    cancel: (asked) => through("card", asked.reference, () => card.cancel(asked)),
  };
  const asked = async <Answer>(
    question: () => Promise<Answer>,
  ): Promise<Answer | { outcome: "unknown"; why: string }> => {
    await life.point();
    if (happens(lostRequest)) return { outcome: "unknown", why: "the request was lost" };
    const answer = await question();
    if (hangs("threeDs", "")) await patience();
    await life.point();
    return happens(lostAnswer) ? { outcome: "unknown", why: "the answer was lost" } : answer;
  };
  const issuers: ThreeDsConnector = {
    authenticate: (request) => asked(() => threeDs.authenticate(request)),
    returned: (reference, cres) => asked(() => threeDs.returned(reference, cres)),
    result: (reference) => asked(() => threeDs.result(reference)),
  };
  return { kplus: app, card: acquirer, threeDs: issuers };
}
