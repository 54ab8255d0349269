/** A map of names that remembers only so many: for one more, what was used longest ago is forgotten, and nothing else. */
export type Bounded<Value> = {
  /** Finds a value, and counts as a use of it. */
  get(name: string): Value | undefined;
  /** Finds a value without counting as a use: cheaper, for what is as good forgotten in the order in which it came. */
  peek(name: string): Value | undefined;
  has(name: string): boolean;
  /** Remembers a value, and counts as a use of it. */
  set(name: string, value: Value): void;
  delete(name: string): void;
  values(): Iterable<Value>;
  readonly size: number;
};

/**
 * A map of the language keeps the order in which names were put in, so the first is the one used longest ago. One is forgotten for each that comes: whoever
 * brings many names empties the map of the idle ones only, and never at one stroke.
 *
 * @param most how many are remembered, at least 1
 */
export function bounded<Value>(most: number): Bounded<Value> {
  const known = new Map<string, Value>();
  const remember = (name: string, value: Value): void => {
    known.delete(name);
    known.set(name, value);
  };
  return {
    get: (name) => {
      const value = known.get(name);
      if (value !== undefined) remember(name, value);
      return value;
    },
    peek: (name) => known.get(name),
    has: (name) => known.has(name),
    set: (name, value) => {
      if (known.size >= most && !known.has(name)) {
        const [oldest] = known.keys();
        if (oldest !== undefined) known.delete(oldest);
      }
      remember(name, value);
    },
    delete: (name) => void known.delete(name),
    values: () => known.values(),
    get size() {
      return known.size;
    },
  };
}
