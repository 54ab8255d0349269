import type { Readable } from "node:stream";
import type { Raw } from "./endpoint.ts";

/** A file that is answered with, under the name that it is saved by. */
export type FileAnswer = {
  name: string;
  contents: string | Buffer | Readable;
  /** Where the entry has several. */
  contentType?: string;
};

/**
 * How files are sent. Someone may have chosen what is in them, so a browser is told not to guess their type, to save them unless they are to be seen in a
 * page, and to give whatever is opened as a page of its own neither scripts nor our origin.
 *
 * @param contentTypes all that it can be; the first where the file does not say
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
