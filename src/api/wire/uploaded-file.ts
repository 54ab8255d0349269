import { createHash } from "node:crypto";
import { inspect } from "node:util";

/** A file that came with a request. Printed as JSON, as for the fingerprint of a repeat, it is its digest. */
export class UploadedFile {
  readonly filename: string;

  /** What its sender says it is; nothing has looked into it. */
  readonly contentType: string;

  readonly contents: Buffer;

  constructor(filename: string, contentType: string, contents: Buffer) {
    this.filename = filename;
    this.contentType = contentType;
    this.contents = contents;
  }

  toJSON(): object {
    const { filename, contentType, contents } = this;
    return { filename, contentType, sha256: createHash("sha256").update(contents).digest("hex") };
  }

  [inspect.custom](): string {
    return `a file of ${this.contents.length} bytes`;
  }
}
