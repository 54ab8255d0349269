import type { AccountId } from "../base/id.ts";
import type { Minor } from "../base/money.ts";
import type { Time } from "../base/time.ts";

/** How the payer gets from the merchant's page to the bank. */
export type Flow = "redirect" | "app_redirect" | "offline";

/** One intention to pay by a method that is not a plain card; spent by one charge. */
export type Source = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  type: string;
  flow: Flow;
  amount: number;
  currency: string;
  /** Months, for installments. */
  installmentTerm: number | null;
  /** Installments: true when the merchant pays the interest; null for all other methods. */
  zeroInterestInstallments: boolean | null;
  platformType: string | null;
  email: string | null;
  name: string | null;
  phoneNumber: string | null;
  storeId: string | null;
  storeName: string | null;
  terminalId: string | null;
  ip: string | null;
  /** What the merchant says of the order, as it was given. */
  billing: PostalAddress | null;
  shipping: PostalAddress | null;
  items: readonly OrderItem[] | null;
  /** The reference under which the bank knows the payment; given when the source is charged. */
  providerReference: string | null;
  /** The charge that spent it. */
  charge: string | null;
  createdAt: Time;
};

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
