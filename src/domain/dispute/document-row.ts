import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";

/** Kinds of files that are taken as evidence. */
export type DocumentType = "image/jpeg" | "image/png" | "application/pdf";

/** A file that a merchant gave as evidence in a dispute. Its bytes are a row of another table, so that no list loads them. */
export type Document = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  dispute: string;
  /** The name that its sender gave it, without a path. */
  filename: string;
  contentType: DocumentType;
  /** Bytes. */
  size: number;
  /** What its address ends with: the permission to download it. Null once its bytes are erased. */
  code: string | null;
  createdAt: Time;
  deletedAt: Time | null;
};

/** The bytes of a document. */
export type DocumentFile = {
  /** Id of the document. */
  id: string;
  account: AccountId;
  /** In base64: both engines, and every backup, carry text in one way. */
  contents: string;
  createdAt: Time;
};
