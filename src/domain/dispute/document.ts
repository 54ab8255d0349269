import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { Charge } from "../payment/charge.ts";
import { disputeEvent } from "../payment/payment-event.ts";
import type { Dispute } from "./dispute-row.ts";
import type { Document, DocumentType } from "./document-row.ts";

/** A file as its sender describes it, and its bytes. */
export type Upload = { filename: string; contentType: string; contents: Uint8Array };

/** Upper bound of a file in bytes. No source says; ours (decision 026). */
export const fileMax = 10 * 1024 * 1024;

/** Upper bound of the documents of one dispute: as many as a list inside an object shows. */
const documentsMax = 20;

type Decision = { document: Document; changes: Changes; happened: DomainEvent[] };

/** How a file of each type begins, and the extensions that its name may have; the first is given to one without. */
const types: Record<DocumentType, { magic: readonly number[]; extensions: readonly string[] }> = {
  "image/jpeg": { magic: [0xff, 0xd8, 0xff], extensions: ["jpg", "jpeg", "jpe", "jfif"] },
  "image/png": { magic: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], extensions: ["png"] },
  "application/pdf": { magic: [0x25, 0x50, 0x44, 0x46, 0x2d], extensions: ["pdf"] }, // %PDF-
};

export const documentTypes = Object.keys(types) as readonly DocumentType[]; // the table has no other keys

/**
 * Adds evidence to an open dispute. The dispute is written, too: of an upload and an answer at the same moment the second is decided again, and no
 * two uploads together exceed the bound.
 *
 * @param ids of the document, and what its address is to end with
 * @throws Refusal `documents_locked`, `missing_file`, `invalid_file_type`, `bad_request`
 */
export function addDocument(
  charge: Charge,
  dispute: Dispute,
  upload: Upload | undefined,
  ids: { document: string; code: string },
  now: Time,
): Decision {
  mustBeUnlocked(dispute);
  if (upload === undefined || upload.contents.length === 0) throw new Refusal("missing_file");
  if (upload.contents.length > fileMax)
    throw new Refusal("bad_request", `file is too large (maximum is ${fileMax} bytes)`);
  if (dispute.documents.length >= documentsMax)
    throw new Refusal("bad_request", `dispute has ${documentsMax} documents already, which is the maximum`);
  const contentType = typeOf(upload);
  if (contentType === undefined) throw new Refusal("invalid_file_type");
  const { account, livemode, id } = dispute;
  const document: Document = {
    id: ids.document,
    version: 1,
    account,
    livemode,
    dispute: id,
    filename: safeName(upload.filename, contentType),
    contentType,
    size: upload.contents.length,
    code: ids.code,
    createdAt: now,
    deletedAt: null,
  };
  const contents = Buffer.from(upload.contents).toString("base64");
  const after = revise(dispute, { documents: [...dispute.documents, document] });
  return {
    document,
    changes: {
      update: { disputes: [after] },
      insert: { documents: [document], document_files: [{ id: document.id, account, contents, createdAt: now }] },
    },
    happened: [disputeEvent("dispute.update", charge, after)],
  };
}

/** Deletes evidence, while the dispute is open. @throws Refusal `documents_locked` */
export function deleteDocument(charge: Charge, dispute: Dispute, document: Document, now: Time): Decision {
  mustBeUnlocked(dispute);
  const deleted = revise(document, { code: null, deletedAt: now });
  const after = revise(dispute, { documents: dispute.documents.filter(({ id }) => id !== document.id) });
  return {
    document: deleted,
    changes: { update: { disputes: [after], documents: [deleted] } },
    happened: [disputeEvent("dispute.update", charge, after)],
  };
}

function mustBeUnlocked({ state }: Dispute): void {
  if (state !== "open") throw new Refusal("documents_locked");
}

/** The type of a file, where what it says and how it begins agree. */
function typeOf({ contentType, contents }: Upload): DocumentType | undefined {
  const [said = ""] = contentType.toLowerCase().split(";", 1);
  const named = said.trim() === "image/jpg" ? "image/jpeg" : said.trim(); // a frequent misspelling
  return documentTypes.find((type) => type === named && types[type].magic.every((byte, at) => contents[at] === byte));
}

const nameMax = 100;

/** Characters that steer a terminal, a line of text or its direction, and half of a surrogate pair. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A file's name to be kept and shown: without a path, without what steers, not too long, and with an extension of its type, so that nobody who
 * opens a saved one starts a program.
 */
export function safeName(given: string, type: DocumentType): string {
  const [, last = ""] = /([^/\\]*)$/.exec(given) ?? [];
  const name = last.replace(unprintable, "").trim();
  const { extensions } = types[type];
  const end = extensions.find((each) => name.toLowerCase().endsWith(`.${each}`));
  const base = (end ? name.slice(0, -end.length - 1) : name).replace(/^[\s.]+/, "") || "document";
  const kept = end ? name.slice(-end.length) : extensions[0];
  return `${[...base].slice(0, nameMax).join("")}.${kept}`;
}
