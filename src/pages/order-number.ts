import { digitsOf, isJsonObject } from "../domain/base/exact-json.ts";

/** Keys of metadata under which shops keep an order's number, the most telling first. Source: the official shop plug-ins (`order_id`) and public shop code. */
const usualKeys = [
  "order_id",
  "order_number",
  "order_no",
  "orderid",
  "ordernumber",
  "orderno",
  "order_ref",
  "order_reference",
  "order",
  "invoice_number",
  "invoice_no",
  "invoice_id",
  "invoice",
];

/** Longer values are no numbers that a payer compares with their order. */
const longest = 64;

/**
 * The number of the order that is paid, as its payer knows it from the shop; null where the metadata has none, or the description has it already.
 *
 * @param given the shop's own word for it, where it said so elsewhere
 */
export function orderNumber(metadata: unknown, description: string | null, given: string | null = null): string | null {
  const number = given ?? orderNumberIn(metadata);
  return number !== null && description?.includes(number) ? null : number;
}

function orderNumberIn(metadata: unknown): string | null {
  if (!isJsonObject(metadata)) return null;
  const named = new Map(Object.entries(metadata).map(([key, value]) => [nameOf(key), value]));
  for (const key of usualKeys) {
    const number = numberOf(named.get(nameOf(key)));
    if (number !== null) return number;
  }
  return null;
}

/** Spelling differs from shop to shop: `orderId`, `Order-ID`. */
const nameOf = (key: string): string => key.toLowerCase().replace(/[\s_-]/g, "");

function numberOf(value: unknown): string | null {
  const text = (digitsOf(value) ?? (typeof value === "string" ? value : "")).trim();
  return text === "" || text.length > longest || /[\p{Cc}\p{Cf}]/u.test(text) ? null : text;
}
