/** A table with a heading, each column as wide as its widest cell. */
export function columns(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map(trimmed)
    .join("");
}

/** A list with names on the left and values on the right. */
export function pairs(rows: readonly (readonly [name: string, value: string])[], indent = ""): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => trimmed(`${indent}${name.padEnd(width)}  ${value}`)).join("");
}

export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map(line)].join("");
}

const trimmed = (line: string): string => `${line.trimEnd()}\n`;

const escapeSign = String.fromCharCode(27);

/**
 * Text as a terminal may get it. Names and ids come from merchants, payers, files and upstreams: with control characters they could rewrite what stands
 * above them. Our colours, line ends and tabs stay.
 */
export const forTerminal = (text: string): string =>
  text.replace(/(\p{Cc})\[[\d;]*m|[^\P{Cc}\n\t]/gu, (all, first) => (first === escapeSign ? all : "·"));
