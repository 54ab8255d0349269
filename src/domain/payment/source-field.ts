import type { Minor } from "../base/money.ts";

/** Source: Sources API, `billing` and `shipping`; a recorded source of Atome. Keys that were not given are not there. */
export type PostalAddress = Partial<
  Record<"city" | "country" | "postal_code" | "state" | "street1" | "street2", string>
>;

/** Source: Sources API, `items`; a recorded source of Atome. `amount` is the price of one, in minor units. */
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

/** How a parameter is read, and what it then is. */
export type Reads = {
  text: string;
  platform: string;
  number: number;
  flag: boolean;
  address: PostalAddress;
  items: readonly OrderItem[];
};

/** One parameter of sources, whatever the method. */
export type SourceField<Kind extends keyof Reads = keyof Reads> = {
  /** Its name in requests and answers. */
  wire: string;
  /** What it was called before; still read. */
  formerly?: string;
  reads: Kind;
  /** The longest text it takes; 255 characters unless said otherwise. */
  maximum?: number;
  description: string;
  /** Whether any source keeps it, or only those of methods that name it among their `parameters`. */
  keptBy: "any" | "its methods";
};

/**
 * Every parameter of a source beside type, amount and currency, by the property that keeps it. A line here is all that a new one takes: it is read,
 * kept, shown, and described in the API document by this table. Source: Sources API.
 */
export const sourceFields = {
  installmentTerm: {
    wire: "installment_term",
    formerly: "installment_terms",
    reads: "number",
    description: "Installments: over how many months.",
    keptBy: "its methods",
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
  email: { wire: "email", reads: "text", description: "The payer's e-mail address.", keptBy: "any" },
  name: { wire: "name", reads: "text", description: "The payer's name.", keptBy: "any" },
  phoneNumber: {
    wire: "phone_number",
    reads: "text",
    maximum: 32,
    description: "The payer's telephone number.",
    keptBy: "any",
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

export const sourceParameters = Object.keys(sourceFields) as SourceParameter[]; // it has no other keys

/** The value of each parameter. */
type SourceValues = { [Name in SourceParameter]: Reads[(typeof sourceFields)[Name]["reads"]] };

/** What a source keeps of its parameters; null where none was given. */
export type SourceDetails = { [Name in SourceParameter]: SourceValues[Name] | null };

/** What a request says of them. */
export type GivenDetails = { [Name in SourceParameter]: SourceValues[Name] | undefined };

/** A source of which nothing is said. */
export const nothingGiven = Object.fromEntries(sourceParameters.map((name) => [name, undefined])) as GivenDetails; // all its keys, none with a value
