import { type Connectors, threeDsName } from "../connectors/bank.ts";
import { withoutSecrets } from "../domain/base/mask.ts";
import type { Time } from "../domain/base/time.ts";

/** One of a bank's four answers; an issuer's challenge counts as pending. */
type Word = "approved" | "declined" | "pending" | "unknown";

/** Counts of a bank's recent answers, and the time of the last of each. */
export type Answers = {
  answers: Record<Word, { count: number; lastAt: Time | null }>;
  lastUnknown: { at: Time; why: string } | null;
};

/** Background work that failed. */
export type Failure = { work: string; count: number; lastAt: Time; lastError: string };

/**
 * Upper bound of recent answers counted for each connector, so that a bank which has recovered looks well again. Pending answers are counted
 * apart and all of them: a bank gives one every few seconds while its payer decides, and they would push out the others.
 */
export const answersCounted = 100;

const textMax = 200;

/**
 * State of banks and background work for the operator's page. In memory: each process knows only its own answers since its start;
 * operators of several processes use the metrics.
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

    /** Returns the same banks with each answer counted. */
    watch(connectors: Connectors, livemode: boolean): Connectors {
      return eachConnector(connectors, (name, connector) => {
        const line = lineOf(name, livemode);
        return listening(connector, (word, why) => line.note(word, now(), why));
      });
    },

    answers: (name: string, livemode: boolean): Answers => lineOf(name, livemode).read(),

    /** Notes a failure of background work, which is tried again. */
    failed(work: string, error: unknown): void {
      const count = (failures.get(work)?.count ?? 0) + 1;
      failures.set(work, { work, count, lastAt: now(), lastError: told(error) });
    },

    failures: (): Failure[] => [...failures.values()],
  };
}

/** Wraps each connector with its name: banks by their own, issuers as `three_ds`. */
export function eachConnector(
  { banks, threeDs }: Connectors,
  wrap: <Connector extends object>(name: string, connector: Connector) => Connector,
): Connectors {
  return {
    banks: Object.fromEntries(Object.entries(banks).map(([name, bank]) => [name, wrap(name, bank)])),
    ...(threeDs && { threeDs: wrap(threeDsName, threeDs) }),
  };
}

/** Counts the answers of one connector. */
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

/** Wraps a connector so that each answer is reported; a thrown error counts as unknown. */
function listening<Connector extends object>(connector: Connector, hear: (word: Word, why: string) => void): Connector {
  return new Proxy(connector, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function" || name === "notified") return member; // a notification is not a bank's answer
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
