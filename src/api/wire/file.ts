import type { Readable } from "node:stream";
import type { Raw } from "./endpoint.ts";

/** A file as an answer, with the name under which it is saved. */
export type FileAnswer = {
  name: string;
  contents: string | Buffer | Readable;
  /** The content type, where the entry has several. */
  contentType?: string;
};

/**
 * Sends files. Another person may have chosen their content, so a browser is told not to guess their type, to save them unless they are to be seen
 * in a page, and to give a file opened as a page neither scripts nor our origin.
 *
 * @param contentTypes all possible ones; the first is the default
 */
export function files(disposition: "inline" | "attachment", ...contentTypes: string[]): Raw<FileAnswer> {
  return {
    contentTypes,
    send: ({ name, contents, contentType = contentTypes[0] ?? "" }, reply) => {
      if (!contentTypes.includes(contentType)) throw new Error(`${contentType} is not among the types of this file`);
      return reply
        .headers({
          "X-Content-Type-Options": "nosniff",
          "Content-Disposition": `${disposition}; filename="${name.replace(/[^\w.-]/g, "_")}"`,
          "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        })
        .type(contentType)
        .send(contents);
    },
  };
}
