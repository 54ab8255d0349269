import { inMainUnits, type Minor } from "../../domain/base/money.ts";
import { hours, type Time } from "../../domain/base/time.ts";
import { type CsvValue, csvRow } from "./csv.ts";
import { wireTime } from "./shape.ts";

/** Columns of an export by name, each with its value of a row. */
export type Columns<Row> = Record<string, (row: Row) => CsvValue>;

/** An export: our columns, then the metadata, whole and by the keys that the account wants. */
export type Sheet<Row> = { columns: Columns<Row>; metadataOf: (row: Row) => Record<string, unknown> };

/**
 * @param currency the account's, after which its amounts are called
 * @param metadataKeys keys of the metadata that the account wants in its exports
 */
export function csvHead<Row>({ columns }: Sheet<Row>, currency: string, metadataKeys: readonly string[]): string {
  const names = metadataKeys.map((key) => ({ text: `metadata.${key}` }));
  return csvRow([...Object.keys(columns).map((name) => nameIn(currency, name)), "metadata", ...names]);
}

export function csvLine<Row>({ columns, metadataOf }: Sheet<Row>, row: Row, metadataKeys: readonly string[]): string {
  const metadata = metadataOf(row);
  const whole = Object.keys(metadata).length === 0 ? null : { text: JSON.stringify(metadata) };
  const chosen = metadataKeys.map((key) => ({ text: shown(metadata[key]) }));
  return csvRow([...Object.values(columns).map((read) => read(row)), whole, ...chosen]);
}

/** The name of a column of amounts in the account's currency: `amount_satang` and `amount_baht`, `amount_minor` and `amount_jpy`. */
function nameIn(currency: string, name: string): string {
  if (currency === "THB") return name;
  return name.replace(/_satang$/, "_minor").replace(/_baht$/, `_${currency.toLowerCase()}`);
}

/** Columns of an amount: exact, and as spreadsheets want it. */
export function amountColumns<Row>(
  name: string,
  amountOf: (row: Row) => Minor | null,
  currencyOf: (row: Row) => string,
): Columns<Row> {
  return {
    [`${name}_satang`]: amountOf,
    [`${name}_baht`]: (row) => {
      const minor = amountOf(row);
      return minor === null ? null : inMainUnits(minor, currencyOf(row)).replaceAll(",", "");
    },
  };
}

/** Columns of a time: as the API writes it, and in Bangkok time as spreadsheets read it. */
export function timeColumns<Row>(name: string, timeOf: (row: Row) => Time | null): Columns<Row> {
  return {
    [name]: (row) => wireTime(timeOf(row)),
    [`${name}_bangkok`]: (row) => {
      const at = timeOf(row);
      return at === null ? null : bangkokTime(at);
    },
  };
}

/** A text by another author, or an empty cell. */
export const textOf = (text: string | null | undefined): CsvValue => (text ? { text } : null);

const bangkokTime = (at: Time): string =>
  wireTime(at + hours(7))
    .replace("T", " ")
    .replace("Z", "");

function shown(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
