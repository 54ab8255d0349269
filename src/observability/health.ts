import { type Connectors, threeDsName } from "../connectors/bank.ts";
import { withoutSecrets } from "../domain/base/mask.ts";
import type { Time } from "../domain/base/time.ts";

/** The four answers of a bank; a challenge of an issuer is one that is pending. */
type Word = "approved" | "declined" | "pending" | "unknown";

/** How often a bank gave each of its answers lately, and when last. */
export type Answers = {
  answers: Record<Word, { count: number; lastAt: Time | null }>;
  lastUnknown: { at: Time; why: string } | null;
};

/** Work of the clock that broke off. */
export type Failure = { work: string; count: number; lastAt: Time; lastError: string };

/**
 * Of each connector so many last answers are counted, so that a bank which has recovered looks well again. Those that are pending are counted
 * apart and all of them: a bank says so every few seconds while its payer decides, which would push out whatever else it said.
 */
export const answersCounted = 100;

const textMax = 200;

/**
 * How banks and background work are doing, for the operator's page. In memory, so each process knows of itself and from its start on;
 * whoever runs several has metrics for all of them together.
 */
export type Health = ReturnType<typeof createHealth>;

export function createHealth(now: () => Time) {
  const since = now();
  const lines = new Map<string, ReturnType<typeof createLine>>();
  const failures = new Map<string, Failure>();

  const lineOf = (name: string, livemode: boolean) => {
    const key = `${livemode ? "live" : "test"} ${name}`;
    const line = lines.get(key) ?? createLine();
    lines.set(key, line);
    return line;
  };

  return {
    since,

    /** The same banks, each answer counted. */
    watch(connectors: Connectors, livemode: boolean): Connectors {
      return eachConnector(connectors, (name, connector) => {
        const line = lineOf(name, livemode);
        return listening(connector, (word, why) => line.note(word, now(), why));
      });
    },

    answers: (name: string, livemode: boolean): Answers => lineOf(name, livemode).read(),

    /** Notes that work broke off; it is tried again. */
    failed(work: string, error: unknown): void {
      const count = (failures.get(work)?.count ?? 0) + 1;
      failures.set(work, { work, count, lastAt: now(), lastError: told(error) });
    },

    failures: (): Failure[] => [...failures.values()],
  };
}

/** The same connectors, each put into something by its name: banks, and the issuers as `three_ds`. */
export function eachConnector(
  { banks, threeDs }: Connectors,
  wrap: <Connector extends object>(name: string, connector: Connector) => Connector,
): Connectors {
  return {
    banks: Object.fromEntries(Object.entries(banks).map(([name, bank]) => [name, wrap(name, bank)])),
    ...(threeDs && { threeDs: wrap(threeDsName, threeDs) }),
  };
}

/** What one connector has answered. */
function createLine() {
  let latest: Word[] = [];
  let pending = 0;
  const lastAt: Partial<Record<Word, Time>> = {};
  let lastUnknown: Answers["lastUnknown"] = null;
  return {
    note(word: Word, at: Time, why: string): void {
      if (word === "pending") pending += 1;
      else latest = [...latest.slice(1 - answersCounted), word];
      lastAt[word] = at;
      if (word === "unknown") lastUnknown = { at, why: why.slice(0, textMax) };
    },
    read(): Answers {
      const of = (word: Word) => ({
        count: word === "pending" ? pending : latest.filter((each) => each === word).length,
        lastAt: lastAt[word] ?? null,
      });
      return {
        answers: { approved: of("approved"), declined: of("declined"), pending: of("pending"), unknown: of("unknown") },
        lastUnknown,
      };
    },
  };
}

/** A connector that tells of each answer; one that throws has answered nothing that we know. */
function listening<Connector extends object>(connector: Connector, hear: (word: Word, why: string) => void): Connector {
  return new Proxy(connector, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function" || name === "notified") return member; // a notification is no answer of a bank
      return async (...question: unknown[]) => {
        try {
          const answer: unknown = await Reflect.apply(member, target, question);
          hear(...wordOf(answer));
          return answer;
        } catch (error) {
          hear("unknown", told(error));
          throw error;
        }
      };
    },
  });
}

function wordOf(answer: unknown): [Word, string] {
  const { answer: word, outcome, why = "" } = answer as { answer?: Word; outcome?: string; why?: string };
  if (word) return [word, withoutSecrets(why)];
  if (outcome === "authenticated") return ["approved", ""];
  if (outcome === "declined" || outcome === "unknown") return [outcome, withoutSecrets(why)];
  return ["pending", ""];
}

const told = (error: unknown): string =>
  withoutSecrets(error instanceof Error ? error.message || error.name : String(error)).slice(0, textMax);
