import { setImmediate as turn } from "node:timers/promises";
import { Refusal, refuseIfAny } from "../domain/base/errors.ts";
import { exponentOf, minorOf } from "../domain/base/money.ts";
import type { Time } from "../domain/base/time.ts";
import type { TheirPayment, TheirRefund } from "../domain/upstream/reconciliation.ts";
import type { SettlementFile } from "./upstream.ts";

/** The largest file that is read. */
export const settlementFileMax = 20 * 1_024 * 1_024;

/** The most lines of a file, empty ones too: a day of the largest merchants is a tenth. */
const linesMax = 500_000;

/** The most columns of a line, and the most characters of a cell. */
const [columnsMax, cellMax] = [200, 5_000];

/** Lines that are read before payments get their turn, some milliseconds. */
const linesAtOnce = 500;

/** The most faults that one refusal names. */
const faultsMax = 5;

/** What a file names; `refunds` is undefined where no line of it is one: it may be a file of payments alone. */
export type Settlement = { payments: TheirPayment[]; refunds: TheirRefund[] | undefined };

/**
 * Reads a file of payments that an upstream lets its merchants download. A line with a negative amount is a refund. A large file holds up nobody: others
 * get their turn meanwhile.
 *
 * @throws Refusal `bad_request` for columns that are missing, for lines that cannot be read (a payment that is left out unseen would be missing), and
 *   for too many
 */
export async function readSettlement(form: SettlementFile, text: string): Promise<Settlement> {
  const lines = csvRows(text.replace(/^\uFEFF/, ""));
  const head: readonly string[] = lines.next().value ?? [];
  const names = head.map((name) => name.trim().toLowerCase());
  const columnOf = (known: readonly string[] | undefined) =>
    known?.map((name) => names.indexOf(name)).find((column) => column >= 0);
  const columns = {
    payment: columnOf(form.payment),
    amount: columnOf(form.amount),
    paidAt: columnOf(form.paidAt),
    paidOutAt: columnOf(form.paidOutAt),
    reference: columnOf(form.reference),
    currency: columnOf(form.currency),
    paid: columnOf(form.paid?.column),
    refunds: columnOf(form.refunds?.column),
  };
  refuseIfAny(
    "bad_request",
    (["payment", "amount", "paidAt"] as const).flatMap((which) =>
      columns[which] === undefined ? [`the file has no column ${form[which].join(" or ")}`] : [],
    ),
  );
  const present = (known: readonly string[] = []) => known.map((name) => names.indexOf(name)).filter((at) => at >= 0);
  const [costs, interest] = [present(form.costs), present(form.interest)];
  const payments: TheirPayment[] = [];
  const refunds: TheirRefund[] = [];
  const faults: string[] = [];
  let number = 1;
  for (const line of lines) {
    number += 1;
    if (number > linesMax) throw new Refusal("bad_request", `the file has more than ${linesMax} lines`);
    if (number % linesAtOnce === 0) await turn();
    const cell = (column: number | undefined) => (column === undefined ? "" : (line[column] ?? "").trim());
    if (line.every((each) => each.trim() === "")) continue;
    const says = (which: SettlementFile["paid"], column: number | undefined) =>
      which !== undefined && column !== undefined && which.values.includes(cell(column).toLowerCase());
    const currency = cell(columns.currency).toUpperCase() || "THB";
    const written = cell(columns.amount);
    const isRefund = written.startsWith("-") || says(form.refunds, columns.refunds);
    if (!isRefund && form.paid && columns.paid !== undefined && !says(form.paid, columns.paid)) continue;
    const amount = amountIn(isRefund ? written.replace(/^-/, "") : written, currency);
    const takenBy = (parts: readonly number[]) => parts.map((column) => amountIn(cell(column) || "0", currency));
    const [taken, paidInterest] = isRefund ? [[], []] : [takenBy(costs), takenBy(interest)];
    const paidAt = timeIn(cell(columns.paidAt));
    const out = cell(columns.paidOutAt);
    const paidOutAt = out === "" ? undefined : timeIn(out);
    const paidOut = paidOutAt === undefined ? {} : { paidOutAt };
    const payment = cell(columns.payment);
    const named = cell(columns.reference);
    if (
      payment === "" ||
      amount === undefined ||
      paidAt === undefined ||
      (out !== "" && paidOutAt === undefined) ||
      [...taken, ...paidInterest].includes(undefined)
    ) {
      faults.push(`line ${number} has no id, amount, fee or time that can be read`);
      if (faults.length >= faultsMax) break;
      continue;
    }
    const reference = named === "" ? null : (form.referenceIn?.(named) ?? named);
    if (isRefund) {
      refunds.push({ payment, reference: null, of: reference ?? payment, amount, currency, paidAt, ...paidOut });
      continue;
    }
    payments.push({
      payment,
      reference,
      amount,
      currency,
      costs: costs.length + interest.length === 0 ? null : sumOf(taken) + sumOf(paidInterest),
      ...(interest.length > 0 && { interest: sumOf(paidInterest) }),
      paidAt,
      ...paidOut,
    });
  }
  refuseIfAny("bad_request", faults);
  return { payments, refunds: refunds.length > 0 ? refunds : undefined };
}

const sumOf = (amounts: readonly (number | undefined)[]): number =>
  amounts.reduce<number>((sum, each) => sum + (each ?? 0), 0);

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

/**
 * The rows of a CSV, one by one.
 *
 * @throws Refusal `bad_request` for a quote that is never closed, and for a row or a cell that is far too long
 * @see RFC 4180
 */
export function* csvRows(text: string): Generator<string[], undefined> {
  let row: string[] = [];
  let number = 1;
  const refuse = (why: string): never => {
    throw new Refusal("bad_request", `the file is no CSV: line ${number} ${why}`);
  };
  for (let at = 0; at < text.length || row.length > 0; ) {
    const cell = text[at] === '"' ? quotedAt(text, at) : plainAt(text, at);
    if (!cell) return refuse("cannot be read");
    row.push(cell.content);
    if (row.length > columnsMax) refuse(`has more than ${columnsMax} columns`);
    if (cell.content.length > cellMax) refuse(`has a cell of more than ${cellMax} characters`);
    const [ends] = /^(?:,|\r?\n|$)/.exec(text.slice(cell.end, cell.end + 2)) ?? [];
    if (ends === undefined) return refuse("cannot be read");
    at = cell.end + ends.length;
    if (ends === ",") continue;
    yield row;
    row = [];
    number += 1;
  }
  return undefined;
}

type Cell = { content: string; end: number };

/** A cell in quotes, cut where it is too long; undefined where they are never closed. */
function quotedAt(text: string, start: number): Cell | undefined {
  let content = "";
  for (let from = start + 1; content.length <= cellMax; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return undefined;
    content += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { content, end: quote + 1 };
    content += '"';
    from = quote + 2;
  }
  return { content, end: start };
}

/** A cell without quotes, cut where it is too long. */
function plainAt(text: string, start: number): Cell {
  const until = Math.min(start + cellMax + 1, text.length);
  let end = start;
  while (end < until && !'",\r\n'.includes(text.charAt(end))) end += 1;
  return { content: text.slice(start, end), end };
}
