import { randomUUID } from "node:crypto";

/**
 * A UUID of version 7: the time in milliseconds, then random bits. Those of one moment lie side by side in the index of the request log;
 * with random ones each row would touch a page of its own.
 * @see RFC 9562, 5.7
 */
export function newRequestId(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
