import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";
import type { SourceDetails } from "./source-field.ts";

/** How the payer gets from the merchant's page to the bank. */
export type Flow = "redirect" | "app_redirect" | "offline";

/** One intention to pay by a method that is not a plain card; one charge spends it. Its parameters are in `source-field.ts`. */
export type Source = SourceDetails & {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  type: string;
  flow: Flow;
  amount: number;
  currency: string;
  /** The bank's reference of the payment; set when the source is charged. */
  providerReference: string | null;
  /** The charge that spent the source. */
  charge: string | null;
  createdAt: Time;
};
