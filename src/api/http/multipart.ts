import { isUtf8 } from "node:buffer";
import { Refusal } from "../../domain/base/errors.ts";
import { UploadedFile } from "../wire/uploaded-file.ts";

/**
 * Turns the fields of multipart/form-data into the text of a form. PHP sends this for `CURLOPT_POSTFIELDS => [...]`, and Postman for "form-data",
 * without anybody having chosen it. Where no file is expected, a part that is one is refused.
 *
 * @throws Refusal `bad_request`
 * @see RFC 7578, and RFC 2046 section 5.1 for the delimiters
 */
export function formOfMultipart(contentType: string, text: string): string {
  const boundary = boundaryOf(contentType);
  const [, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`); // the text before the first delimiter has no meaning
  if (!parts.pop()?.startsWith("--")) throw endless();
  return parts.map(pairOf).join("&");
}

/** @param part the text between two delimiters */
function pairOf(part: string): string {
  const end = part.indexOf("\r\n\r\n");
  const { name, filename } = fieldOf(part.slice(0, Math.max(end, 0)));
  if (filename !== undefined) throw new Refusal("bad_request", `${name} must be text, not a file`);
  return pair(name, part.slice(end + 4));
}

const pair = (name: string, value: string): string => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;

/** A body with a file: its other fields as the text of a form, and the file; undefined where none was chosen. */
export type Parts = { form: string; file: UploadedFile | undefined };

/** Upper bounds of a body with a file: of its parts, of the head of each in bytes, and of all other fields together. */
const partsMax = 20;
const headMax = 4 * 1_024;
const fieldsMax = 64 * 1_024;

/** Bytes that a body may have beside its file. */
export const beside = fieldsMax + partsMax * headMax;

/**
 * Takes a body with a file apart. A part is a file where it has a file name; there is one at most, and its field is `name`.
 *
 * @throws Refusal `bad_request`
 * @see RFC 7578, and RFC 2046 section 5.1 for the delimiters
 */
export function partsOf(contentType: string, bytes: Buffer, name: string): Parts {
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`);
  const found: Parts = { form: "", file: undefined };
  let fieldBytes = 0;
  let count = 0;
  for (const part of between(bytes, delimiter)) {
    count += 1;
    if (count > partsMax) throw new Refusal("bad_request", `the multipart body has more than ${partsMax} parts`);
    const { field, filename, type, content } = read(part);
    if (filename === undefined) {
      fieldBytes += content.length;
      if (fieldBytes > fieldsMax)
        throw new Refusal("bad_request", `the fields are too large (maximum is ${fieldsMax} bytes)`);
      found.form += `&${pair(field, textOf(content))}`;
      continue;
    }
    if (field !== name) throw new Refusal("bad_request", `${field} must be text, not a file`);
    if (found.file) throw new Refusal("bad_request", `${name} must be one file`);
    if (filename === "" && content.length === 0) continue; // a form whose sender chose no file
    found.file = new UploadedFile(filename, type, content);
  }
  found.form = found.form.slice(1);
  return found;
}

/** The parts between the delimiters, each of which is a line of its own; the last one is followed by two hyphens. */
function* between(bytes: Buffer, delimiter: Buffer): Generator<Buffer> {
  const line = Buffer.concat([lineBreak, delimiter]);
  const before = bytes.indexOf(line);
  let at = bytes.subarray(0, delimiter.length).equals(delimiter) ? delimiter.length : before + line.length;
  if (at < line.length && before < 0 && at !== delimiter.length) throw endless();
  for (;;) {
    const next = bytes.subarray(at, at + 2);
    if (next.equals(hyphens)) return;
    if (!next.equals(lineBreak)) throw endless();
    const end = bytes.indexOf(line, at);
    if (end < 0) throw endless();
    if (end > at) yield bytes.subarray(at + 2, end);
    else throw notAField(); // two delimiters with nothing between them
    at = end + line.length;
  }
}

const lineBreak = Buffer.from("\r\n");
const hyphens = Buffer.from("--");
const headEnd = Buffer.from("\r\n\r\n");

function read(part: Buffer): { field: string; filename: string | undefined; type: string; content: Buffer } {
  const end = part.subarray(0, headMax).indexOf(headEnd);
  if (end < 0) throw notAField();
  const head = textOf(part.subarray(0, end));
  const { name: field, filename } = fieldOf(head);
  if (/^content-transfer-encoding:(?!\s*(binary|8bit|7bit)\s*$)/im.test(head))
    throw new Refusal("bad_request", "Content-Transfer-Encoding is not supported: send the bytes of the file");
  const [, type = ""] = /^content-type:([^\r\n]*)$/im.exec(head) ?? [];
  return { field, filename, type: type.trim(), content: part.subarray(end + headEnd.length) };
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Refusal("bad_request", "the multipart body has a field that is not in UTF-8");
  return bytes.toString("utf8");
}

/** @throws Refusal `bad_request` where there is none, or one that RFC 2046 does not allow */
function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new Refusal("bad_request", "Content-Type has no boundary");
  if (boundary.length > boundaryMax)
    throw new Refusal("bad_request", `the boundary in Content-Type is too long (maximum is ${boundaryMax} characters)`);
  return boundary;
}

/** Source: RFC 2046, section 5.1.1. */
const boundaryMax = 70;

/** The name of a part, and its file name where it is a file. */
function fieldOf(head: string): { name: string; filename: string | undefined } {
  const [, disposition = ""] = /^content-disposition:\s*form-data\s*(;.*)$/im.exec(head) ?? [];
  const name = parameterOf(disposition, "name");
  if (name === undefined) throw notAField();
  const isFile = /;\s*filename\*?=/i.test(disposition);
  return { name, filename: isFile ? (parameterOf(disposition, "filename") ?? "") : undefined };
}

function parameterOf(disposition: string, name: string): string | undefined {
  const pattern = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, "i");
  const [, quoted, plain] = pattern.exec(disposition) ?? [];
  return quoted?.replace(/\\(.)/g, "$1") ?? plain;
}

const endless = (): Refusal =>
  new Refusal("bad_request", "the multipart body does not end with the boundary of its Content-Type");

const notAField = (): Refusal =>
  new Refusal("bad_request", "a part of the multipart body is not a form field with a name");
