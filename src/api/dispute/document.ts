import { z } from "zod";
import { documentTypes, fileMax } from "../../domain/dispute/document.ts";
import { getDispute } from "../../operations/dispute/dispute.ts";
import { addDocument, deleteDocument, downloadDocument, getDocument } from "../../operations/dispute/document.ts";
import { endpoint, rawEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { files } from "../wire/file.ts";
import { below, listEndpoint } from "../wire/list-endpoint.ts";
import { documentShape, presentDocument } from "./document.shape.ts";

const details = { tag: "Documents", auth: "secret", returns: documentShape, present: presentDocument } as const;

/** Evidence in disputes. */
export const documentEndpoints = [
  listEndpoint({
    tag: "Documents",
    auth: "secret",
    path: "/disputes/:id/documents",
    right: "view",
    summary: "List documents of a dispute",
    item: documentShape,
    list: below(getDispute, (store) => store.document.listOfDispute),
    present: presentDocument,
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/disputes/:id/documents",
    right: "disputes",
    summary: "Upload a document",
    description: "Adds a JPEG, PNG or PDF to an open dispute, as `multipart/form-data`.",
    fileMax,
    body: z.object({ file: field.file("JPEG, PNG or PDF, at most 10 MiB.").optional() }),
    refuses: ["bad_request", "not_found", "missing_file", "invalid_file_type", "documents_locked"],
    run: ({ gateway, caller, params, body }) => addDocument(gateway, caller, params.id, body.file),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/disputes/:id/documents/:document",
    right: "view",
    summary: "Retrieve a document",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getDocument(gateway, account.id, params.id, params.document),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/disputes/:id/documents/:document",
    right: "disputes",
    summary: "Delete a document",
    description: "While the dispute is open. The file is erased at once.",
    refuses: ["not_found", "documents_locked"],
    run: ({ gateway, caller, params }) => deleteDocument(gateway, caller, params.id, params.document),
  }),
  rawEndpoint({
    tag: "Documents",
    auth: "none",
    method: "GET",
    path: "/disputes/:id/documents/:document/downloads/:code",
    summary: "Download a document",
    description: "The address is `download_uri` of the document, and needs no key.",
    refuses: ["not_found"],
    raw: files("attachment", ...documentTypes),
    run: async ({ gateway, params }) => {
      const { document, contents } = await downloadDocument(gateway, params.id, params.document, params.code);
      return { name: document.filename, contents, contentType: document.contentType };
    },
  }),
];
