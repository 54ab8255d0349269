import { z } from "zod";
import type { ChargeStatus } from "../../domain/payment/charge.ts";
import type { Source } from "../../domain/payment/source.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const chargeStatus = z.enum(["unknown", "pending", "successful", "failed", "expired", "reversed"]);

const text = z.string();
const address = z
  .object({ city: text, country: text, postal_code: text, state: text, street1: text, street2: text })
  .partial();
const item = z.object({
  sku: text.nullable(),
  name: text.nullable(),
  brand: text.nullable(),
  category: text.nullable(),
  amount: value.minor.nullable(),
  quantity: z.int().nullable(),
  item_uri: text.nullable(),
  image_uri: text.nullable(),
});

export const sourceShape = {
  name: "source",
  schema: z.object({
    object: z.literal("source"),
    id: value.id("src"),
    livemode: z.boolean(),
    location: z.string(),
    amount: value.minor,
    barcode: z.null(),
    bank: z.null(),
    created_at: value.time,
    currency: value.currency,
    email: z.string().nullable(),
    flow: z.enum(["redirect", "app_redirect", "offline"]),
    installment_term: z.int().nullable(),
    ip: z.string().nullable(),
    absorption_type: z.enum(["customer", "merchant"]).nullable(),
    name: z.string().nullable(),
    mobile_number: z.string().nullable(),
    phone_number: z.string().nullable(),
    platform_type: z.string().nullable(),
    scannable_code: z.null(),
    qr_settings: z.null(),
    billing: address.nullable(),
    shipping: address.nullable(),
    items: z.array(item),
    references: z.null(),
    provider_references: z
      .object({ reference_number_1: z.string(), reference_number_2: z.string().nullable() })
      .nullable(),
    store_id: z.string().nullable(),
    store_name: z.string().nullable(),
    terminal_id: z.string().nullable(),
    type: z.string(),
    zero_interest_installments: z.boolean().nullable(),
    charge_status: chargeStatus,
    receipt_amount: z.null(),
    discounts: z.array(z.never()),
    promotion_code: z.null(),
  }),
} satisfies Shape;

export function presentSource(source: Source, status: ChargeStatus | "unknown") {
  return {
    object: "source" as const,
    id: source.id,
    livemode: source.livemode,
    location: `/sources/${source.id}`,
    amount: source.amount,
    barcode: null,
    bank: null,
    created_at: wireTime(source.createdAt),
    currency: source.currency,
    email: source.email,
    flow: source.flow,
    installment_term: source.installmentTerm,
    ip: source.ip,
    absorption_type: absorptionType(source),
    name: source.name,
    mobile_number: source.phoneNumber,
    phone_number: source.phoneNumber,
    platform_type: source.platformType,
    scannable_code: null,
    qr_settings: null,
    billing: source.billing ?? null,
    shipping: source.shipping ?? null,
    items: source.items ?? [],
    references: null,
    provider_references: source.providerReference
      ? { reference_number_1: source.providerReference, reference_number_2: null }
      : null,
    store_id: source.storeId,
    store_name: source.storeName,
    terminal_id: source.terminalId,
    type: source.type,
    zero_interest_installments: source.zeroInterestInstallments,
    charge_status: status,
    receipt_amount: null,
    discounts: [],
    promotion_code: null,
  };
}

function absorptionType({ zeroInterestInstallments }: Source): "merchant" | "customer" | null {
  if (zeroInterestInstallments === null) return null;
  return zeroInterestInstallments ? "merchant" : "customer";
}
