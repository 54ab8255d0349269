import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";
import type { SourceDetails } from "./source-field.ts";

/** How the payer gets from the merchant's page to the bank. */
export type Flow = "redirect" | "app_redirect" | "offline";

/** One intention to pay by a method that is not a plain card; spent by one charge. What a request may say of it is in `source-field.ts`. */
export type Source = SourceDetails & {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  type: string;
  flow: Flow;
  amount: number;
  currency: string;
  /** The reference under which the bank knows the payment; given when the source is charged. */
  providerReference: string | null;
  /** The charge that spent it. */
  charge: string | null;
  createdAt: Time;
};
