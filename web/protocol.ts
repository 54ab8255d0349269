/**
 * Messages between a merchant's page and our frames in it. The page posts each frame one port of its own message channel,
 * addressed to the gateway's origin; no other window can read or write there, and neither side reads window messages afterwards.
 */
export const greeting = "chamra";

/** The frame's first message. */
export const ready = "ready";

/** Page → hidden token frame, answered with `TokenReply`. */
export type TokenRequest = { key: string; body: object };
export type TokenReply = { status: number; response: OmiseJs.Answer };

/** Display of the form: over the page with its own button, or embedded. */
export type Mode = "popup" | "embedded" | "card-fields" | "installment-fields";

/** The part of the merchant's configuration that the form needs. */
export type FormConfig = {
  mode: Mode;
  key: string;
  amount: number;
  currency: string;
  locale: string;
  image: string;
  frameLabel: string;
  frameDescription: string;
  submitLabel: string;
  hideAmount: boolean;
  location: boolean;
  cardBrands: string[];
  groupDigits: boolean;
  methods: string[];
  /** Whether the form may begin with the method that the payer used last: not where the page names one. */
  recalls: boolean;
  billingName: string;
  billing: Record<string, string>;
  zeroInterest: boolean | null;
  theme: "light" | "dark" | null;
  remember: boolean;
  /** A CSS colour; empty means our default. */
  background: string;
  style: OmiseJs.FormStyle;
};

/** Page → form. */
export type ToForm = { type: "show"; config: FormConfig } | { type: "submit"; billing: Record<string, string> };

/** Form → page. */
export type FromForm =
  | { type: "size"; height: number }
  | { type: "close" }
  | { type: "errors"; errors: string[] }
  | { type: "done"; result: OmiseJs.Result };
