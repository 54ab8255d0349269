import type { AccountId } from "./id.ts";
import type { Time } from "./time.ts";

/** One intention of a merchant under one key, and its answer. Written in the commit that does the work. */
export type Idempotency = {
  account: AccountId;
  key: string;
  version: number;
  /** Keyed hash of method, path and body: detects another request under the same key. */
  fingerprint: string;
  /** Id of the object that the work made or changed; the answer is built from it if it was lost. */
  reference: string;
  /** JSON text of the answer; null while a bank is still being asked. */
  answer: string | null;
  /** HTTP status of the answer: 200, or that of a refusal where a bank refused the work. */
  status: number;
  createdAt: Time;
};
