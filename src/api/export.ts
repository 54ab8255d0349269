import { Readable } from "node:stream";
import { z } from "zod";
import type { Account } from "../domain/account.ts";
import type { Charge } from "../domain/charge.ts";
import { everyCharge } from "../operations/search.ts";
import { byteOrderMark } from "./csv.ts";
import { rawEndpoint } from "./endpoint.ts";
import { chargeSearch, chargeSearchOf } from "./search.ts";
import { csvHead, csvOfCharge } from "./shapes/charge-csv.ts";
import { wireTime } from "./shapes/shape.ts";

/** So many charges are in memory at once, however long the file. More would hold up others longer, for it is one turn of the event loop. */
const pageSize = 100;

export const exportEndpoints = [
  rawEndpoint({
    tag: "Dashboard: charges",
    method: "GET",
    path: "/export/charges.csv",
    right: "view",
    summary: "Export charges",
    description:
      "All charges that a search finds, newest first, as a file for spreadsheets. That it was asked for, and by which search, stands in the audit log. Amounts are in satang and in baht; texts that a spreadsheet would take for a formula have an apostrophe in front. Columns of metadata are those of `metadata_export_keys`.",
    query: z.object(chargeSearch),
    contentType: "text/csv; charset=utf-8",
    refuses: ["bad_request"],
    run: async ({ gateway, account, query, view }) => {
      const pages = everyCharge(gateway, account.id, chargeSearchOf(query), pageSize);
      const first = await pages.next(); // before anything is sent, so that a database that is away can still be told
      await gateway.note({ search: query });
      const mode = account.livemode ? "live" : "test";
      const name = `charges-${mode}-${wireTime(view.now).slice(0, 10)}.csv`;
      return { name, text: textOf(account, first, pages) };
    },
    send: ({ name, text }, reply) =>
      reply.header("Content-Disposition", `attachment; filename="${name}"`).send(Readable.from(text)),
  }),
];

async function* textOf(
  { metadataExportKeys: { charge: keys } }: Account,
  first: IteratorResult<Charge[]>,
  rest: AsyncGenerator<Charge[]>,
): AsyncGenerator<string> {
  yield byteOrderMark + csvHead(keys);
  const print = (charges: readonly Charge[]) => charges.map((charge) => csvOfCharge(charge, keys)).join("");
  if (!first.done && first.value.length > 0) yield print(first.value);
  for await (const charges of rest) if (charges.length > 0) yield print(charges); // an empty text would end the stream
}
