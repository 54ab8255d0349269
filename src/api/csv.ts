/** What stands in a cell: something of ours, or a text that somebody else wrote. */
export type CsvValue = string | number | null | { text: string };

/** Excel takes a file without it for one of an older character set. */
export const byteOrderMark = "\uFEFF";

/** @see RFC 4180 */
export const csvRow = (values: readonly CsvValue[]): string => `${values.map(cell).join(",")}\r\n`;

function cell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value !== "object") return quoted(String(value));
  return quoted(isFormula.test(value.text) ? `'${value.text}` : value.text);
}

/** Spreadsheets carry out what begins so; with an apostrophe in front it is text. @see OWASP, "CSV Injection" */
const isFormula = /^[=+\-@\t\r\n]/;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
