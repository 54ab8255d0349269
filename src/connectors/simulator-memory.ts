/**
 * Where a simulated bank keeps what it has decided, so that it remembers across restarts and processes as a real one does.
 * A key is written once: the first decision stands, and `putOnce` returns the one that does.
 */
export type SimulatorMemory = {
  get(key: string): Promise<string | undefined>;
  putOnce(key: string, value: string): Promise<string>;
};

/** For a bank whose business takes several steps, each of which may be raced by another process. */
export type ChangeableMemory = SimulatorMemory & {
  /** Writes only where `expected` still stands; says whether it did. */
  replace(key: string, value: string, expected: string): Promise<boolean>;
};
