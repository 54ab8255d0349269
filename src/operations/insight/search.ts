import { type AccountId, kindOfId } from "../../domain/base/id.ts";
import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type { ChargeStatus } from "../../domain/payment/charge.ts";
import { type Charge, statesOf } from "../../domain/payment/charge.ts";
import { type ChargeFilter, looksInside } from "../../domain/payment/charge-filter.ts";
import type { Method } from "../../domain/payment/method.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { addTotals, type Totals, totalsOf } from "../../domain/payment/totals.ts";
import { nameIn } from "../../domain/search/words.ts";
import { everyPage, type Page, type Position } from "../../storage/base/page.ts";
import type { Gateway } from "../gateway.ts";

/** A search as it is asked. */
export type ChargeSearch = {
  /** An id, a bank's reference of the charge, or words. */
  q?: string | undefined;
  status?: ChargeStatus | undefined;
  method?: string | undefined;
  bank?: string | undefined;
  customer?: string | undefined;
  schedule?: string | undefined;
  linkedAccount?: string | undefined;
  term?: number | undefined;
  amountFrom?: Minor | undefined;
  amountTo?: Minor | undefined;
  from?: Time | undefined;
  to?: Time | undefined;
  metadataKey?: string | undefined;
  metadataValue?: string | undefined;
};

/** Charges of an account, newest first. An id or reference finds its charges whatever else is asked; everything else is a filter. */
export async function searchCharges(
  { store, methods }: Gateway,
  account: AccountId,
  search: ChargeSearch,
  before: Position | null,
  limit: number,
): Promise<Page<Charge>> {
  const named = await namedIn(store, account, search);
  if (named.length > 0) return { rows: before ? [] : named, next: null };
  return store.search.charges(account, filterOf(methods, search), before, limit);
}

/** Upper bound of charges that are added up: by the database, and where it cannot decide which ones match. */
const addedMax = { byColumns: 200_000, oneByOne: 5_000 };

/** Upper bound of pages that are read for that, however few charges are on them. */
const pagesMax = 50;

/** Sums of what a search finds; `complete` is false where there is more than is added up at once. */
export async function totalsFound(
  { store, methods }: Gateway,
  account: AccountId,
  search: ChargeSearch,
): Promise<{ sums: Totals[]; complete: boolean }> {
  const named = await namedIn(store, account, search);
  if (named.length > 0) return { sums: totalsOf(named), complete: true };
  const filter = filterOf(methods, search);
  if (!looksInside(filter)) {
    const sums = await store.search.totals(account, filter, addedMax.byColumns);
    return { sums: sums ?? [], complete: sums !== undefined };
  }
  let sums: Totals[] = [];
  let [count, pages] = [0, 0];
  for await (const charges of everyPage((before) => store.search.bare(account, filter, before, 500))) {
    sums = addTotals(sums, totalsOf(charges));
    count += charges.length;
    pages += 1;
    if (count >= addedMax.oneByOne || pages >= pagesMax) return { sums, complete: false };
  }
  return { sums, complete: true };
}

/** A charge as it is exported: with the time from which its money can be transferred, null where none was captured. */
export type ExportedCharge = Charge & { transferableAt: Time | null };

/** All charges that a search finds, read page by page. */
export async function* everyCharge(
  { store, methods }: Gateway,
  account: AccountId,
  search: ChargeSearch,
  pageSize: number,
): AsyncGenerator<ExportedCharge[]> {
  const exported = async (charges: readonly Charge[]): Promise<ExportedCharge[]> => {
    const times = await store.ledger.transferable(account, charges);
    return charges.map((charge) => ({ ...charge, transferableAt: times.get(charge.id) ?? null }));
  };
  const named = await namedIn(store, account, search);
  if (named.length > 0) return yield await exported(named);
  const filter = filterOf(methods, search);
  for await (const charges of everyPage((before) => store.search.bare(account, filter, before, pageSize)))
    yield await exported(charges);
}

/** The charges that an id or a reference in the text names. One of a customer is a condition instead: there may be any number. */
async function namedIn(store: Gateway["store"], account: AccountId, { q }: ChargeSearch): Promise<Charge[]> {
  const name = q && nameIn(q);
  return name && kindOfId(name) !== "customer" ? store.search.named(account, name) : [];
}

function filterOf(methods: Methods, { q, status, method, bank, ...search }: ChargeSearch): ChargeFilter {
  const named = q === undefined || kindOfId(nameIn(q)) !== "customer" ? undefined : nameIn(q);
  const asked = methods.all.filter(
    (each) => (bank === undefined || bankOf(each) === bank) && (method === undefined || isOf(each, method)),
  );
  return {
    states: status === undefined ? null : statesOf(status),
    methods: method === undefined && bank === undefined ? null : asked.map(({ type }) => type),
    term: search.term ?? null,
    amountFrom: search.amountFrom ?? null,
    amountTo: search.amountTo ?? null,
    from: search.from ?? null,
    to: search.to ?? null,
    metadataKey: search.metadataKey ?? null,
    metadataValue: search.metadataValue ?? null,
    customer: search.customer ?? named ?? null,
    schedule: search.schedule ?? null,
    linkedAccount: search.linkedAccount ?? null,
    text: named === undefined ? q?.trim() || null : null,
  };
}

/** Whether a method has this type or family, or a type that begins so: `installment_wlb`. */
const isOf = ({ type, family }: Method, name: string): boolean =>
  type === name || family === name || type.startsWith(`${name}_`);

/** Code of the bank in a method's name: `kbank` in `mobile_banking_kbank` and `installment_wlb_kbank`. */
const bankOf = ({ type, family, installment }: Method): string | undefined =>
  installment?.bank ?? (type.startsWith(`${family}_`) ? type.slice(family.length + 1) : undefined);
