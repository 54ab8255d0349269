import { Refusal, refuseIfAny } from "../domain/base/errors.ts";
import { exponentOf, minorOf } from "../domain/base/money.ts";
import type { Time } from "../domain/base/time.ts";
import type { TheirPayment } from "../domain/upstream/reconciliation.ts";
import type { SettlementFile } from "./upstream.ts";

/** The largest file that is read. */
export const settlementFileMax = 20 * 1_024 * 1_024;

/** The most faults that one refusal names. */
const faultsMax = 5;

/**
 * Reads a file of payments that an upstream lets its merchants download.
 *
 * @throws Refusal `bad_request` for columns that are missing, and for lines that cannot be read: a payment that is left out unseen would be missing
 */
export function readSettlement(form: SettlementFile, text: string): TheirPayment[] {
  const [head = [], ...lines] = csvRows(text.replace(/^\uFEFF/, ""));
  const names = head.map((name) => name.trim().toLowerCase());
  const columnOf = (known: readonly string[] | undefined) =>
    known?.map((name) => names.indexOf(name)).find((column) => column >= 0);
  const columns = {
    payment: columnOf(form.payment),
    amount: columnOf(form.amount),
    paidAt: columnOf(form.paidAt),
    reference: columnOf(form.reference),
    currency: columnOf(form.currency),
    paid: columnOf(form.paid?.column),
  };
  refuseIfAny(
    "bad_request",
    (["payment", "amount", "paidAt"] as const).flatMap((which) =>
      columns[which] === undefined ? [`the file has no column ${form[which].join(" or ")}`] : [],
    ),
  );
  const costs = (form.costs ?? []).map((name) => names.indexOf(name)).filter((column) => column >= 0);
  const payments: TheirPayment[] = [];
  const faults: string[] = [];
  for (const [index, line] of lines.entries()) {
    const cell = (column: number | undefined) => (column === undefined ? "" : (line[column] ?? "").trim());
    if (line.every((each) => each.trim() === "")) continue;
    if (form.paid && columns.paid !== undefined && !form.paid.values.includes(cell(columns.paid).toLowerCase()))
      continue;
    const currency = cell(columns.currency).toUpperCase() || "THB";
    const amount = amountIn(cell(columns.amount), currency);
    const taken = costs.map((column) => amountIn(cell(column) || "0", currency));
    const paidAt = timeIn(cell(columns.paidAt));
    const payment = cell(columns.payment);
    const named = cell(columns.reference);
    if (payment === "" || amount === undefined || paidAt === undefined || taken.includes(undefined)) {
      faults.push(`line ${index + 2} has no id, amount, fee or time that can be read`);
      if (faults.length >= faultsMax) break;
      continue;
    }
    payments.push({
      payment,
      reference: named === "" ? null : (form.referenceIn?.(named) ?? named),
      amount,
      currency,
      costs: costs.length === 0 ? null : taken.reduce<number>((sum, each) => sum + (each ?? 0), 0),
      paidAt,
    });
  }
  refuseIfAny("bad_request", faults);
  return payments;
}

/** Minor units of an amount such as `1,234.50`; undefined for anything else. */
function amountIn(text: string, currency: string): number | undefined {
  const plain = text.replaceAll(",", "");
  if (!/^\d{1,13}(\.\d+)?$/.test(plain)) return undefined;
  try {
    return minorOf(plain, exponentOf(currency));
  } catch {
    return undefined; // finer than the currency
  }
}

/** A time such as `2026-11-30T10:00:00Z` or `2026-11-30 17:00:00`, which is one of Bangkok where it does not say; undefined for anything else. */
function timeIn(text: string): Time | undefined {
  const [, date, time = "00:00:00", zone = "+07:00"] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  const at = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}

/** The rows of a CSV. @throws Refusal `bad_request` for a quote that is never closed @see RFC 4180 */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  let row: string[] = [];
  while (cells.lastIndex < text.length || row.length > 0) {
    const cell = cells.exec(text);
    if (!cell) throw new Refusal("bad_request", `the file is no CSV: line ${rows.length + 1} cannot be read`);
    row.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? "");
    if (cell[3] !== ",") {
      rows.push(row);
      row = [];
      if (cell[3] === "") break;
    }
  }
  return rows;
}
