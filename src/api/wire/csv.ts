/** What stands in a cell: something of ours, or a text that somebody else wrote. */
export type CsvValue = string | number | null | { text: string };

/** Excel takes a file without it for one of an older character set. */
export const byteOrderMark = "\uFEFF";

/** @see RFC 4180 */
export const csvRow = (values: readonly CsvValue[]): string => `${values.map(cell).join(",")}\r\n`;

function cell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value !== "object") return quoted(String(value));
  return always(isFormula.test(value.text) ? `'${value.text}` : value.text);
}

/** Spreadsheets carry out what begins so, in full width too; with an apostrophe in front it is text. @see OWASP, "CSV Injection" */
const isFormula = /^[=+\-@＝＋－＠\t\r\n]/;

/** Others' texts always: a spreadsheet that divides at `;` would find a cell in the middle of one. */
const always = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? always(text) : text);
