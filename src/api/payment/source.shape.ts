import { z } from "zod";
import { template } from "../../domain/base/template.ts";
import { type Charge, statusOf } from "../../domain/payment/charge.ts";
import type { Method } from "../../domain/payment/method.ts";
import { codeAddress, pictureKind } from "../../domain/payment/next-step.ts";
import type { Source } from "../../domain/payment/source.ts";
import { type Reads, sourceFields, sourceParameters } from "../../domain/payment/source-field.ts";
import type { View } from "../wire/endpoint.ts";
import { type Presentation, type Shape, wireTime } from "../wire/shape.ts";
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

/** Shape of each kind of parameter in an answer. */
const shown = {
  text: text.nullable(),
  platform: text.nullable(),
  number: z.int().nullable(),
  flag: z.boolean().nullable(),
  address: address.nullable(),
  items: z.array(item),
  qrSettings: z.object({ image_type: z.enum(["svg", "png"]) }).nullable(),
} satisfies Record<keyof Reads, z.ZodType>;

const nothing = z.null();
const document = z.object({
  object: z.literal("document"),
  livemode: z.boolean(),
  id: value.id("docu"),
  deleted: z.literal(false),
  filename: text,
  location: text,
  kind: z.enum(["qr", "barcode"]),
  download_uri: text.meta({ description: "The picture. It needs no key, and nobody can guess it." }),
  created_at: value.time,
});

/** Picture of a code, as a document of its charge. */
export const chargeDocumentShape = { name: "charge_document", schema: document } satisfies Shape;

const scannableCode = z.object({
  object: z.literal("barcode"),
  type: z.enum(["qr", "barcode"]),
  image: document,
  raw_data: z.null(),
});

/** References that only some banks give, else null; each method has its own numbers among them. Source: recorded bill payments. */
const references = z.looseObject({
  expires_at: value.time.nullable(),
  device_id: text.nullable(),
  customer_amount: z.null(),
  customer_currency: z.null(),
  customer_exchange_rate: z.null(),
});

/** Keys of a source in their order, parameters among them; keys that none of our methods has are null. Source: the newest recordings. */
const keys = {
  object: z.literal("source"),
  id: value.id("src"),
  livemode: z.boolean(),
  location: text,
  amount: value.minor,
  barcode: nothing,
  bank: nothing,
  created_at: value.time,
  currency: value.currency,
  email: nothing,
  flow: z.enum(["redirect", "app_redirect", "offline"]),
  installment_term: nothing,
  ip: nothing,
  absorption_type: z.enum(["customer", "merchant"]).nullable(),
  name: nothing,
  mobile_number: text.nullable(),
  phone_number: nothing,
  platform_type: nothing,
  scannable_code: scannableCode.nullable(),
  qr_settings: nothing,
  billing: nothing,
  shipping: nothing,
  items: nothing,
  references: references.nullable(),
  provider_references: z
    .object({ reference_number_1: text, reference_number_2: text.nullable(), buyer_name: z.null().optional() })
    .nullable(),
  store_id: nothing,
  store_name: nothing,
  terminal_id: nothing,
  type: text,
  zero_interest_installments: nothing,
  charge_status: chargeStatus,
  receipt_amount: nothing,
  discounts: z.array(z.never()),
  promotion_code: nothing,
};

type Fields = typeof sourceFields;
type Shown = typeof keys & { [Name in keyof Fields as Fields[Name]["wire"]]: (typeof shown)[Fields[Name]["reads"]] };

const parameters = Object.fromEntries(Object.values(sourceFields).map(({ wire, reads }) => [wire, shown[reads]]));

export const sourceShape = {
  name: "source",
  schema: z.object({ ...keys, ...parameters } as Shown), // `keys` gives the places; a parameter without one comes last
} satisfies Shape;

/** Every key of an answer, in its place. */
const blank: Record<string, unknown> = template(Object.keys(sourceShape.schema.shape));

const parametersShown = sourceParameters.map((name) => [name, sourceFields[name].wire] as const);

/** @param charge that has spent it: it knows the payment's state, and what its bank wants the payer to do */
export function presentSource(
  source: Source,
  charge: Charge | null,
  { publicUrl, methods }: Pick<View, "publicUrl" | "methods">,
): Presentation<typeof sourceShape> {
  const presented: Record<string, unknown> = {
    ...blank,
    object: "source",
    id: source.id,
    livemode: source.livemode,
    location: `/sources/${source.id}`,
    amount: source.amount,
    created_at: wireTime(source.createdAt),
    currency: source.currency,
    flow: source.flow,
    absorption_type: absorptionType(source),
    mobile_number: source.phoneNumber,
    scannable_code: charge && presentCode(charge, publicUrl),
    items: [],
    references: charge && presentReferences(charge, publicUrl),
    provider_references:
      source.providerReference && isReferenced(methods.find(source.type))
        ? { reference_number_1: source.providerReference, reference_number_2: null, ...buyerName(charge) }
        : null,
    type: source.type,
    charge_status: charge ? statusOf(charge) : "unknown",
    discounts: [],
  };
  for (const [name, wire] of parametersShown) {
    const value = source[name] ?? null;
    if (value !== null) presented[wire] = value;
  }
  return presented as Presentation<typeof sourceShape>; // parameters come from a table; tests check every answer against the shape
}

/**
 * Whether the bank's reference is shown. Sources: guide "KBank (K PLUS)" and a recorded charge of PromptPay have one; recorded charges of 2025 by redirect and
 * in the apps of wallets have none, before and after payment.
 */
const isReferenced = (method: Method | undefined): boolean =>
  method?.journey.kind === "code" || method?.referenced === true;

/** The code that the payer scans, as a picture served by us. */
function presentCode(charge: Charge, publicUrl: string) {
  const { nextStep } = charge;
  if (nextStep === null || !("scan" in nextStep || "show" in nextStep)) return null;
  const image = presentPicture(charge, publicUrl);
  return image && { object: "barcode", type: image.kind, image, raw_data: null };
}

/** Id of the picture of a charge's code, which has at most one; null where it has none. */
export const pictureId = ({ id, nextStep, page }: Charge): string | null =>
  pictureKind(nextStep) === null || page === null ? null : id.replace(/^chrg/, "docu");

/** The picture of a charge's code; null where it has none. */
export function presentPicture(charge: Charge, publicUrl: string): Presentation<typeof chargeDocumentShape> | null {
  const { id: chargeId, livemode, page, nextStep, createdAt, source } = charge;
  const [id, kind] = [pictureId(charge), pictureKind(nextStep)];
  if (id === null || kind === null || page === null) return null;
  const extension = source?.qrSettings?.image_type ?? "svg";
  return {
    object: "document",
    livemode,
    id,
    deleted: false,
    filename: `${kind === "qr" ? "qrcode" : "barcode"}.${extension}`,
    location: `/charges/${chargeId}/documents/${id}`,
    kind,
    download_uri: nextStep && "show" in nextStep ? nextStep.show : `${publicUrl}${codeAddress(page, extension)}`,
    created_at: wireTime(createdAt),
  };
}

/** Recorded with a code of 2025, before its payer was known. */
const buyerName = (charge: Charge | null) =>
  charge?.nextStep && "scan" in charge.nextStep ? { buyer_name: null } : undefined;

/** The numbers under which the payer pays. */
function presentReferences({ nextStep, page }: Charge, publicUrl: string) {
  if (nextStep === null || !("tell" in nextStep)) return null;
  const { barcode } = nextStep;
  return {
    expires_at: wireTime(nextStep.until),
    device_id: null,
    customer_amount: null,
    customer_currency: null,
    customer_exchange_rate: null,
    ...nextStep.tell,
    ...(barcode !== undefined && {
      barcode: `${publicUrl}${codeAddress(page ?? "")}`,
      payment_code: nextStep.tell["payment_code"] ?? null,
      va_code: null,
    }),
  };
}

function absorptionType({ zeroInterestInstallments }: Source): "merchant" | "customer" | null {
  if (zeroInterestInstallments === null) return null;
  return zeroInterestInstallments ? "merchant" : "customer";
}
