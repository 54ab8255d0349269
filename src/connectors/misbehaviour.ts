/**
 * How a bank can misbehave. In each case it has carried out what it was asked; what goes wrong is the answer.
 * late: it comes after half a minute · never: it does not come, and the line gives up · twice: the request arrives twice, and the second answer counts ·
 * out_of_order: the next answer overtakes it · nonsense: it cannot be read
 */
export const faults = ["late", "never", "twice", "out_of_order", "nonsense"] as const;
export type Fault = (typeof faults)[number];

/** Decides which answers go wrong. It lives in this process: with several, each has its own. */
export type Misbehaviour = {
  /** @param target a bank's reference, whose follow-ups (`reference/…`) are included, or `everyone` */
  set(target: string, fault: Fault): void;
  /** Ends the misbehaviour, of all targets where none is named; answers that were held back are given now. */
  clear(target?: string): void;
  all(): ReadonlyMap<string, Fault>;
  /** The bank, behind a line on which this happens. Wrap what the connector is given; the payer's acts stay as they are. */
  behind<Bank extends Verbs<Bank>>(bank: Bank, referenceOf: (message: MessageTo<Bank>) => string): Bank;
};

/** A bank is a set of verbs; the first argument of each is a reference, or a message that has one. */
type Verbs<Bank> = Record<keyof Bank, (...asked: never[]) => Promise<unknown>>;
type MessageTo<Bank extends Verbs<Bank>> = Exclude<Parameters<Bank[keyof Bank]>[0], string>;

export const everyone = "*";

const heldForMs = 30_000;

/** @param pause lets some time go by */
export function createMisbehaviour(pause: (ms: number) => Promise<unknown>): Misbehaviour {
  const set = new Map<string, Fault>();
  const held = new Map<string, Set<() => void>>();

  const faultOf = (reference: string): Fault | undefined =>
    [...set].find(([target]) => reference === target || reference.startsWith(`${target}/`))?.[1] ?? set.get(everyone);

  /** Waits until time is up or somebody releases the reference. */
  async function hold(reference: string): Promise<void> {
    const waiting = held.get(reference) ?? new Set();
    held.set(reference, waiting);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    waiting.add(release);
    await Promise.race([released, pause(heldForMs)]);
    waiting.delete(release);
    if (waiting.size === 0) held.delete(reference);
  }

  const release = (reference: string) => {
    for (const free of held.get(reference) ?? []) free();
  };

  async function carry(reference: string, carryOut: () => Promise<unknown>): Promise<unknown> {
    const answer = await carryOut();
    switch (faultOf(reference)) {
      case "late":
        await hold(reference);
        return answer;
      case "never":
        await hold(reference);
        throw new Error("the bank did not answer in time");
      case "twice":
        return carryOut();
      case "out_of_order":
        if (!held.has(reference)) await hold(reference);
        else setImmediate(() => release(reference)); // after this answer has been taken
        return answer;
      case "nonsense":
        return "<html><body>502 Bad Gateway</body></html>";
      case undefined:
        return answer;
    }
  }

  return {
    set: (target, fault) => {
      set.set(target, fault);
    },
    clear: (target) => {
      if (target === undefined) set.clear();
      else set.delete(target);
      for (const reference of [...held.keys()]) if (faultOf(reference) === undefined) release(reference);
    },
    all: () => set,
    behind: (bank, referenceOf) => {
      const verbs = bank as unknown as Record<string, Verb>; // what `Verbs` says, without the verbs' own arguments
      const line = Object.entries(verbs).map(([name, verb]) => [
        name,
        (...asked: unknown[]) => {
          const [first] = asked;
          // What is not a reference is the message that the verb takes, whose type `referenceOf` shares.
          const reference = typeof first === "string" ? first : referenceOf(first as Parameters<typeof referenceOf>[0]);
          return carry(reference, () => verb(...asked));
        },
      ]);
      return Object.fromEntries(line) as typeof bank; // the same verbs, save that a misbehaving bank keeps no type
    },
  };
}

type Verb = (...asked: unknown[]) => Promise<unknown>;
