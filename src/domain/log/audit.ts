import { createHash } from "node:crypto";
import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";

/** One act on a team's things, written in the commit that it tells of. Rows are numbered from 1 in each team and chained by their hashes. */
export type AuditRow = {
  team: string;
  number: number;
  at: Time;
  /** The account whose things were changed; null for what belongs to the team. */
  account: AccountId | null;
  /** The member who acted; null where a key did, or somebody at the command line. */
  member: string | null;
  /** Which key did it; null for everybody else. */
  apiKey: string | null;
  /** The request in which it was asked. What is saved before and after a bank is asked is two rows of one; null for the command line and for whoever signs in. */
  request: string | null;
  /** What was asked, such as `POST /charges/:id/refunds`. */
  act: string;
  /** The object that was asked for, or the first that was changed. */
  object: string | null;
  /** JSON text: for each row that was changed, the values before of those columns that changed. Secrets are dots. */
  before: string;
  after: string;
  ip: string | null;
  /** Of the row before and of everything above. */
  hash: string;
};

/** Where a team's chain ends. The version is the number that its next row gets, so two acts at once cannot both be the next. */
export type AuditChain = { team: string; version: number; hash: string };

/** Any change to a row, to the order of rows or to one before it gives another hash. @param previous that of the row before, empty for the first */
export function hashOfAudit(previous: string, row: Omit<AuditRow, "hash">): string {
  const { team, number, at, account, member, apiKey, request, act, object, before, after, ip } = row;
  const hashed = [previous, team, number, at, account, member, act, object, before, after, ip];
  const later = request === null ? (apiKey === null ? [] : [apiKey]) : [apiKey, request]; // rows from before there were any keep their hash
  const text = JSON.stringify([...hashed, ...later]);
  return createHash("sha256").update(text).digest("hex");
}
