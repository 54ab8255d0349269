import { type Link, usedAt } from "../../domain/link/link.ts";
import { linkAddress } from "../../operations/link/link.ts";
import { amountColumns, type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";
import { wireTime } from "../wire/shape.ts";

/** Export of payment links. */
export const linkSheet = (publicUrl: string): Sheet<Link> => ({
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    title: ({ title }) => textOf(title),
    description: ({ description }) => textOf(description),
    currency: ({ currency }) => currency,
    ...amountColumns<Link>(
      "amount",
      ({ amount }) => amount,
      ({ currency }) => currency,
    ),
    multiple: ({ multiple }) => String(multiple),
    used: (link) => String(usedAt(link) !== null),
    used_at: (link) => wireTime(usedAt(link)),
    deleted_at: ({ deletedAt }) => wireTime(deletedAt),
    charges: ({ charges }) => charges.total,
    payment_uri: (link) => linkAddress(publicUrl, link),
  },
  metadataOf: () => ({}),
});
