import type { Chain } from "../../domain/chain/chain.ts";
import { type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";
import { wireTime } from "../wire/shape.ts";

/** Export of chains, without their keys. */
export const chainSheet: Sheet<Chain> = {
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    merchant: ({ email }) => textOf(email),
    account: ({ subAccount }) => subAccount,
    revoked_at: ({ revokedAt }) => wireTime(revokedAt),
  },
  metadataOf: () => ({}),
};
