/** Value of a cell: ours, or a text by another author. */
export type CsvValue = string | number | null | { text: string };

/** Byte order mark, without which Excel assumes an older character set. */
export const byteOrderMark = "\uFEFF";

/** @see RFC 4180 */
export const csvRow = (values: readonly CsvValue[]): string => `${values.map(cell).join(",")}\r\n`;

function cell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value !== "object") return quoted(String(value));
  return always(isFormula.test(value.text) ? `'${value.text}` : value.text);
}

/** Text that a spreadsheet would run as a formula, in full width too; an apostrophe in front makes it text. @see OWASP, "CSV Injection" */
const isFormula = /^[=+\-@＝＋－＠\t\r\n]/;

/** Quotes a text of another author: a spreadsheet that divides at `;` would otherwise find two cells in it. */
const always = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? always(text) : text);
