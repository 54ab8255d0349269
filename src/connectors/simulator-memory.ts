/**
 * The memory of a simulated bank: decisions last across restarts and processes, as at a real bank.
 * A key is written once: the first decision stands, and `putOnce` returns it.
 */
export type SimulatorMemory = {
  get(key: string): Promise<string | undefined>;
  putOnce(key: string, value: string): Promise<string>;
};

/** A memory for a bank with payments in several steps, where other processes may change the same value. */
export type ChangeableMemory = SimulatorMemory & {
  /** Replaces `expected`; returns whether that value was still stored. */
  replace(key: string, value: string, expected: string): Promise<boolean>;
};
