/**
 * What a merchant's page and our frames in it say to each other. The page hands each frame one end of a message channel of its own,
 * addressed to the gateway's origin; from then on nobody else can listen or join in, and neither side reads window messages.
 */
export const greeting = "chamra";

/** The frame's first word on the line. */
export const ready = "ready";

/** Page → hidden token frame, answered with `TokenReply`. */
export type TokenRequest = { key: string; body: object };
export type TokenReply = { status: number; response: OmiseJs.Answer };

/** How the form is shown: over the page with a button of its own, or inside it. */
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
  billingName: string;
  billing: Record<string, string>;
  zeroInterest: boolean | null;
  theme: "light" | "dark" | null;
  remember: boolean;
  /** A CSS colour; empty is ours. */
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
