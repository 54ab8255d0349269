import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { codeInPage } from "../../domain/base/page-id.ts";
import {
  addDocument as decideAddition,
  deleteDocument as decideDeletion,
  type Upload,
} from "../../domain/dispute/document.ts";
import type { Document } from "../../domain/dispute/document-row.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { load } from "./dispute.ts";

/** Length of a download code: that of a link, which no log repeats. */
const codeLength = 19;

/**
 * Adds a file as evidence to an open dispute.
 *
 * @throws Refusal `documents_locked`, `missing_file`, `invalid_file_type`, `bad_request`, `not_found`
 */
export function addDocument(
  gateway: Gateway,
  caller: Caller,
  disputeId: string,
  upload: Upload | undefined,
): Promise<Document> {
  const { account } = caller;
  return untilSaved(async () => {
    const { dispute, charge } = await load(gateway, account.id, disputeId);
    const ids = { document: gateway.newPageId("document", account), code: gateway.randomText(codeLength) };
    const decision = decideAddition(charge, dispute, upload, ids, gateway.clock.of(account.id));
    const remembered = { reference: ids.document, result: decision.document };
    return (await commit(gateway, account, decision, { caller, remembered })) ? decision.document : undefined;
  });
}

/** Deletes a file from an open dispute, and erases its bytes. @throws Refusal `documents_locked`, `not_found` */
export async function deleteDocument(
  gateway: Gateway,
  caller: Caller,
  disputeId: string,
  id: string,
): Promise<Document> {
  const { account } = caller;
  const deleted = await untilSaved(async () => {
    const { dispute, charge } = await load(gateway, account.id, disputeId);
    const document = await getDocument(gateway, account.id, disputeId, id);
    const decision = decideDeletion(charge, dispute, document, gateway.clock.of(account.id));
    const remembered = { reference: id, result: decision.document };
    return (await commit(gateway, account, decision, { caller, remembered })) ? decision.document : undefined;
  });
  await gateway.store.document.erase(account.id, id); // where this does not come about, the clean-up does it
  return deleted;
}

/** A document of a dispute. @throws Refusal `not_found`, also for a deleted one */
export async function getDocument(
  gateway: Gateway,
  account: AccountId,
  dispute: string,
  id: string,
): Promise<Document> {
  const document = await gateway.store.document.get(account, id);
  if (!document || document.dispute !== dispute || document.deletedAt !== null) throw unknown(id);
  return document;
}

/** A document by its id alone, deleted ones included. @throws Refusal `not_found` */
export async function findDocument(gateway: Gateway, account: AccountId, id: string): Promise<Document> {
  const document = await gateway.store.document.get(account, id);
  if (!document) throw unknown(id);
  return document;
}

/**
 * The file behind an address that needs no key. The id names the account, the code is the permission.
 *
 * @throws Refusal `not_found`, also for a wrong code and for an erased file
 */
export async function downloadDocument(
  gateway: Gateway,
  disputeId: string,
  id: string,
  code: string,
): Promise<{ document: Document; contents: Buffer }> {
  const ofAccount = codeInPage(id);
  for (const account of ofAccount === null ? [] : await gateway.store.account.byCode(ofAccount)) {
    const document = await gateway.store.document.get(account.id, id);
    if (!document || document.dispute !== disputeId || document.code !== code) continue;
    const file = await gateway.store.document.file(account.id, id);
    if (file) return { document, contents: Buffer.from(file.contents, "base64") };
  }
  throw unknown(id);
}

const unknown = (id: string): Refusal => new Refusal("not_found", `document ${id} was not found`);
