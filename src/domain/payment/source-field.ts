import type { Minor } from "../base/money.ts";

/** A postal address without the keys that were not given. Source: Sources API, `billing` and `shipping`; a recorded source of Atome. */
export type PostalAddress = Partial<
  Record<"city" | "country" | "postal_code" | "state" | "street1" | "street2", string>
>;

/** A line of an order; `amount` is the price of one, in minor units. Source: Sources API, `items`; a recorded source of Atome. */
export type OrderItem = {
  sku: string | null;
  name: string | null;
  brand: string | null;
  category: string | null;
  amount: Minor | null;
  quantity: number | null;
  item_uri: string | null;
  image_uri: string | null;
};

/** The kind of a QR code's picture. Source: Sources API, `qr_settings`. */
type QrSettings = { image_type: "svg" | "png" };

/** The ways to read a parameter, and the type of each result. */
export type Reads = {
  text: string;
  platform: string;
  number: number;
  flag: boolean;
  address: PostalAddress;
  items: readonly OrderItem[];
  qrSettings: QrSettings;
};

/** How a payment form asks the payer for a parameter; "plan" is a choice among the method's installments, which the form shows as such. */
export type Asking = "name" | "email" | "phone" | "bank" | "plan";

/** One parameter of sources of any method. */
export type SourceField<Kind extends keyof Reads = keyof Reads> = {
  /** The name in requests and answers. */
  wire: string;
  /** The former name; still read. */
  formerly?: string;
  reads: Kind;
  /** Upper bound of a text's length; by default 255 characters. */
  maximum?: number;
  description: string;
  /** Whether every source keeps it, or only those of methods that name it in `parameters`. */
  keptBy: "any" | "its methods";
  /** How a form asks for it where a method requires it. What has none, such as a scanned code or a basket, comes from the merchant's own programs. */
  asked?: Asking;
};

/**
 * Every parameter of a source beside type, amount and currency, by the property that keeps it. Reading, storing, showing and the API document derive
 * from this table: a new parameter is one line here. Source: Sources API.
 */
export const sourceFields = {
  installmentTerm: {
    wire: "installment_term",
    formerly: "installment_terms",
    reads: "number",
    description: "Installments: over how many months.",
    keptBy: "its methods",
    asked: "plan",
  },
  zeroInterestInstallments: {
    wire: "zero_interest_installments",
    reads: "flag",
    description: "Installments: true when the merchant pays the interest; the account's setting by default.",
    keptBy: "its methods",
  },
  platformType: {
    wire: "platform_type",
    reads: "platform",
    description: "K PLUS: where the payer is.",
    keptBy: "its methods",
  },
  barcode: {
    wire: "barcode",
    reads: "text",
    maximum: 64,
    description: "The code on the payer's phone, which the merchant has scanned.",
    keptBy: "its methods",
  },
  bank: {
    wire: "bank",
    reads: "text",
    maximum: 64,
    description: "The payer's bank, by a code of the method's `banks` in the capability.",
    keptBy: "its methods",
    asked: "bank",
  },
  qrSettings: {
    wire: "qr_settings",
    reads: "qrSettings",
    description: "QR codes: the kind of picture at `download_uri`.",
    keptBy: "its methods",
  },
  email: { wire: "email", reads: "text", description: "The payer's e-mail address.", keptBy: "any", asked: "email" },
  name: { wire: "name", reads: "text", description: "The payer's name.", keptBy: "any", asked: "name" },
  phoneNumber: {
    wire: "phone_number",
    reads: "text",
    maximum: 32,
    description: "The payer's telephone number.",
    keptBy: "any",
    asked: "phone",
  },
  storeId: { wire: "store_id", reads: "text", description: "The merchant's store.", keptBy: "any" },
  storeName: { wire: "store_name", reads: "text", description: "The store's name.", keptBy: "any" },
  terminalId: { wire: "terminal_id", reads: "text", description: "The terminal in the store.", keptBy: "any" },
  ip: { wire: "ip", reads: "text", maximum: 64, description: "The payer's address.", keptBy: "any" },
  billing: { wire: "billing", reads: "address", description: "Where the payer is billed.", keptBy: "any" },
  shipping: { wire: "shipping", reads: "address", description: "Where the goods go.", keptBy: "any" },
  items: { wire: "items", reads: "items", description: "What is bought.", keptBy: "any" },
} as const satisfies Record<string, SourceField>;

/** The property of a source that keeps a parameter. */
export type SourceParameter = keyof typeof sourceFields;

export const sourceParameters = Object.keys(sourceFields) as SourceParameter[]; // the table has no other keys

/** The type of each parameter's value. */
type SourceValues = { [Name in SourceParameter]: Reads[(typeof sourceFields)[Name]["reads"]] };

/** The parameters of a source; null where not given. */
export type SourceDetails = { [Name in SourceParameter]: SourceValues[Name] | null };

/** The parameters of a request; undefined where not given. */
export type GivenDetails = { [Name in SourceParameter]: SourceValues[Name] | undefined };

/** The parameters of a request without any. */
export const nothingGiven = Object.fromEntries(sourceParameters.map((name) => [name, undefined])) as GivenDetails; // all keys, no values
