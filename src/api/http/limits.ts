/**
 * Limits of one caller in this process. Sizes are bytes, times milliseconds.
 * A request above a limit is answered with `bad_request`, if its sender still listens, and its connection is closed.
 */
export const standardLimits = {
  /** Request line and headers together. */
  headerBytes: 16 * 1024,
  /** Time from the start of a request, or of its connection, until its headers are complete. */
  headersMs: 10_000,
  /** Time from the same start until its body is complete. */
  requestMs: 30_000,
  /** How often these two times are checked. */
  checkEveryMs: 1_000,
  /** Time for which an idle connection is kept: longer than load balancers keep theirs, so that they close first. */
  keepAliveMs: 72_000,
  /** Time without any data on a connection, whichever side is waiting: this ends clients that do not read their answers. */
  silentMs: 120_000,
  /** Open connections; more are not accepted. */
  connections: 10_000,
};

export type Limits = typeof standardLimits;
