/**
 * How much one caller can ask of this process before it is refused. Sizes are bytes, times milliseconds.
 * A request that exceeds one of them is answered with `bad_request`, as far as its sender still listens, and its connection is closed.
 */
export const standardLimits = {
  /** Request line and headers together. */
  headerBytes: 16 * 1024,
  /** From the first moment of a request, or of its connection, until its headers are there. */
  headersMs: 10_000,
  /** The same until its body is there too. */
  requestMs: 30_000,
  /** How often the two times above are looked at. */
  checkEveryMs: 1_000,
  /** How long a connection is kept for a next request: longer than load balancers keep theirs, so that they are the ones who close. */
  keepAliveMs: 72_000,
  /** How long nothing may move on a connection, whichever side is waiting: this ends those who do not read what they are answered. */
  silentMs: 120_000,
  /** Open connections; more are not accepted. */
  connections: 10_000,
};

export type Limits = typeof standardLimits;
