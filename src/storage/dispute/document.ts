import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Document, DocumentFile } from "../../domain/dispute/document-row.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of documents. Only `file` reads bytes. */
export function documentQueries(db: Database) {
  return {
    /** The account's document, deleted ones included. */
    get: async (account: AccountId, id: string): Promise<Document | undefined> => {
      const [row] = await db.all(sql`select * from documents where account = ${account} and id = ${id}`);
      return row && fromStored("documents", row);
    },

    /** The documents of a dispute that were not deleted. */
    listOfDispute: (account: AccountId, dispute: string, range: ListRange) =>
      listOf(db, "documents", sql`account = ${account} and dispute = ${dispute} and deleted_at is null`, range),

    /** The bytes of a document; undefined once they are erased. */
    file: async (account: AccountId, id: string): Promise<DocumentFile | undefined> => {
      const [row] = await db.all(sql`select * from document_files where account = ${account} and id = ${id}`);
      return row && fromStored("document_files", row);
    },

    /** Erases the bytes of a document that was deleted. */
    erase: async (account: AccountId, id: string): Promise<void> => {
      await db.run(sql`delete from document_files where account = ${account} and id = ${id}`);
    },

    /**
     * Erases the bytes of documents whose dispute was closed before a moment, and of documents that were deleted by a process that died before it
     * erased them.
     */
    forgetFiles: async (before: Time): Promise<void> => {
      const closed = sql`select 1 from disputes d where d.account = documents.account and d.id = documents.dispute and d.closed_at < ${before}`;
      await db.run(
        sql`update documents set code = null, version = version + 1 where code is not null and exists (${closed})`,
      );
      await db.run(sql`
        delete from document_files where exists (
          select 1 from documents where documents.account = document_files.account and documents.id = document_files.id and documents.code is null
        )`);
    },
  };
}
