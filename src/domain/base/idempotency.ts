import type { AccountId } from "./id.ts";
import type { Time } from "./time.ts";

/** One intention of a merchant under one key, and what it was answered. Written in the commit that does the work. */
export type Idempotency = {
  account: AccountId;
  key: string;
  version: number;
  /** Keyed hash of method, path and body, so that the same key with another request is noticed. */
  fingerprint: string;
  /** Id of what the work made or changed, to answer from should the answer be missing. */
  reference: string;
  /** JSON text as it was answered; null while a bank is still being asked. */
  answer: string | null;
  /** HTTP status of the answer: 200, or a refusal's where a bank refused what was begun. */
  status: number;
  createdAt: Time;
};
