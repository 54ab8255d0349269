import { Refusal } from "../../domain/base/errors.ts";

/**
 * Turns the fields of multipart/form-data into the text of a form. PHP sends this for `CURLOPT_POSTFIELDS => [...]`, and Postman for "form-data",
 * without anybody having chosen it. No endpoint takes files, so a part that is a file is refused.
 *
 * @throws Refusal `bad_request`
 * @see RFC 7578, and RFC 2046 section 5.1 for the delimiters
 */
export function formOfMultipart(contentType: string, text: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new Refusal("bad_request", "Content-Type has no boundary");
  const [, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`); // the text before the first delimiter has no meaning
  if (!parts.pop()?.startsWith("--"))
    throw new Refusal("bad_request", "the multipart body does not end with the boundary of its Content-Type");
  return parts.map(pairOf).join("&");
}

/** @param part the text between two delimiters */
function pairOf(part: string): string {
  const end = part.indexOf("\r\n\r\n");
  const head = part.slice(0, Math.max(end, 0));
  const [, disposition = ""] = /^content-disposition:\s*form-data\s*(;.*)$/im.exec(head) ?? [];
  const [, quoted, plain] = /;\s*name=(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(disposition) ?? [];
  const name = quoted?.replace(/\\(.)/g, "$1") ?? plain;
  if (end < 0 || name === undefined)
    throw new Refusal("bad_request", "a part of the multipart body is not a form field with a name");
  if (/;\s*filename\*?=/i.test(disposition)) throw new Refusal("bad_request", `${name} must be text, not a file`);
  return `${encodeURIComponent(name)}=${encodeURIComponent(part.slice(end + 4))}`;
}
