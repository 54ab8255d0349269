import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";

/** One request of a key as the request log keeps it: without secrets and card data, and not for long. */
export type LoggedRequest = {
  /** As the caller was told it in `X-Request-Id`. */
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
  /** The charge, token or source that it was about, as far as its answer says. */
  about: string | null;
  headers: Record<string, string>;
  /** The parameters as JSON. */
  requestBody: string | null;
  /** Of one that was refused; what a successful one was answered is told by its event. */
  responseBody: string | null;
  truncated: boolean;
  createdAt: Time;
};
