import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";

/** One request of a key in the request log: without secrets and card data, kept for a limited time. */
export type LoggedRequest = {
  /** The id that the caller received in `X-Request-Id`. */
  id: string;
  account: AccountId;
  method: string;
  path: string;
  status: number;
  latencyMs: number;
  apiKey: string;
  keyKind: "public" | "secret";
  ip: string;
  errorCode: string | null;
  /** Id of the object in the answer, or of the charge that it belongs to; null where there is none. */
  about: string | null;
  headers: Record<string, string>;
  /** The parameters as JSON. */
  requestBody: string | null;
  /** The answer to a refused request; for a successful one, see its event. */
  responseBody: string | null;
  truncated: boolean;
  createdAt: Time;
};
