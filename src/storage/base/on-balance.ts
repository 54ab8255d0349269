import sql, { join } from "sql-template-tag";
import { upstreamKeys } from "../../domain/ledger/entry.ts";

/** Entries that move the merchant's balance: the transactions of the API. The others only say where the money of upstreams is. */
export const onBalance = sql`key not in (${join([...upstreamKeys])})`;
