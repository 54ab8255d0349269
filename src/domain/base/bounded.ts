/** A map with an upper bound: a new entry evicts the least recently used one. */
export type Bounded<Value> = {
  /** Returns a value and counts as a use of it. */
  get(name: string): Value | undefined;
  /** Returns a value without counting as a use: cheaper, where eviction in order of arrival is good enough. */
  peek(name: string): Value | undefined;
  has(name: string): boolean;
  /** Stores a value and counts as a use of it. */
  set(name: string, value: Value): void;
  delete(name: string): void;
  values(): Iterable<Value>;
  readonly size: number;
};

/**
 * Makes a bounded map. A JavaScript `Map` keeps insertion order, so its first entry is the least recently used one. Each new entry evicts one at
 * most: a flood of new names drives out idle entries first and never clears the map at once.
 *
 * @param most upper bound of entries, at least 1
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
