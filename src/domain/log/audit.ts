import { createHash } from "node:crypto";
import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";

/** One act on a team's data, saved in the same commit as its changes. Rows are numbered from 1 in each team and chained by their hashes. */
export type AuditRow = {
  team: string;
  number: number;
  at: Time;
  /** The account that was changed; null for changes of the team itself. */
  account: AccountId | null;
  /** The member who acted; null for a key or the command line. */
  member: string | null;
  /** The key that acted; null otherwise. */
  apiKey: string | null;
  /** Id of the HTTP request. Saves before and after a bank's answer are two rows of one request. Null for the command line and for signing in. */
  request: string | null;
  /** The act, such as `POST /charges/:id/refunds`. */
  act: string;
  /** The object named by the act, or the first one changed. */
  object: string | null;
  /** JSON text: for each changed row, the former values of the changed columns. Secrets are dots. */
  before: string;
  after: string;
  ip: string | null;
  /** Hash of the row before and of all properties above. */
  hash: string;
};

/** The end of a team's chain. Its version is the next row's number, so two acts at once cannot take the same one. */
export type AuditChain = { team: string; version: number; hash: string };

/** The hash of a row: it changes when the row, an earlier row or their order changes. @param previous hash of the row before, empty for the first */
export function hashOfAudit(previous: string, row: Omit<AuditRow, "hash">): string {
  const { team, number, at, account, member, apiKey, request, act, object, before, after, ip } = row;
  const hashed = [previous, team, number, at, account, member, act, object, before, after, ip];
  const later = request === null ? (apiKey === null ? [] : [apiKey]) : [apiKey, request]; // older rows without these columns keep their hash
  const text = JSON.stringify([...hashed, ...later]);
  return createHash("sha256").update(text).digest("hex");
}
