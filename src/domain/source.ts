import type { Time } from "./time.ts";

/** How the payer gets from the merchant's page to the bank. */
export type Flow = "redirect" | "app_redirect" | "offline";

/** One intention to pay by a method that is not a plain card; spent by one charge. */
export type Source = {
  id: string;
  version: number;
  account: string;
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
  /** The reference under which the bank knows the payment; given when the source is charged. */
  providerReference: string | null;
  /** The charge that spent it. */
  charge: string | null;
  createdAt: Time;
};
