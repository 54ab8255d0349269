import { Refusal } from "../../domain/base/errors.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { getCharge } from "../../operations/payment/charge.ts";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import { endpoint, type View } from "../wire/endpoint.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { chargeDocumentShape, pictureId, presentPicture } from "./source.shape.ts";

/** A restricted key that may read a charge sees its picture in the source already, so it needs nothing else. */
const details = { tag: "Charges", auth: "secret", right: "view", resource: "charge" } as const;

/** A charge that has a picture. */
type Pictured = { charge: Charge; document: string };

const present = ({ charge }: Pictured, { publicUrl }: Pick<View, "publicUrl">) => {
  const picture = presentPicture(charge, publicUrl);
  if (!picture) throw new Error(`charge ${charge.id} has no picture any more`);
  return picture;
};

/** Documents of charges: the picture that the payer scans. Nobody uploads or deletes one. */
export const chargeDocumentEndpoints = [
  listEndpoint({
    ...details,
    path: "/charges/:id/documents",
    summary: "List documents of a charge",
    description: "The QR code or barcode that the payer scans; other charges have none.",
    item: chargeDocumentShape,
    list: async ({ gateway, account, params, range }) =>
      within(range, pictured(await getCharge(gateway, account.id, params.id))),
    present,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/charges/:id/documents/:document",
    summary: "Retrieve a document of a charge",
    refuses: ["not_found"],
    returns: chargeDocumentShape,
    run: async ({ gateway, account, params }) => {
      const [found] = pictured(await getCharge(gateway, account.id, params.id));
      if (found?.document !== params.document)
        throw new Refusal("not_found", `document ${params.document} was not found`);
      return found;
    },
    present,
  }),
];

function pictured(charge: Charge): Pictured[] {
  const document = pictureId(charge);
  return document === null ? [] : [{ charge, document }];
}

/** The requested part of the documents of one charge. `to` stands for the whole second, as in every list. */
function within({ from, to, offset, limit }: ListRange, all: readonly Pictured[]): Listed<Pictured> {
  const inside = all.filter(({ charge }) => charge.createdAt >= from && charge.createdAt <= to + 999);
  return { rows: inside.slice(offset, offset + limit), total: inside.length };
}
