import { randomUUID } from "node:crypto";

/**
 * A UUID of version 7: the time in milliseconds, then random bits. Ids of one moment are neighbours in the index of the request log;
 * random ones would touch a page for each row.
 * @see RFC 9562, 5.7
 */
export function newRequestId(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
