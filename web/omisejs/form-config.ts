import type { FormConfig, Mode } from "../protocol.ts";
import { complaints } from "./complaints.ts";

type Config = OmiseJs.Config;

/** Defaults, as in the original. */
export const defaults = {
  key: "",
  amount: 0,
  currency: "THB",
  image: "",
  frameLabel: "Omise",
  frameDescription: "Secured by Omise",
  submitLabel: "Pay",
  buttonLabel: "Pay with Omise",
  location: "no",
  submitAuto: "yes",
  submitFormTarget: "",
  cardBrands: "visa mastercard",
  locale: "en",
  defaultPaymentMethod: "credit_card",
  otherPaymentMethods: [],
  autoCardNumberFormat: "yes",
  expiryDateStyle: "",
  hideAmount: "false",
} as const satisfies Config;

const aliases = { publicKey: "key", logo: "image", locationField: "location" } as const;

/** Merges `given` over `base`, with aliases replaced by the names of the defaults. Undefined values keep the base's. */
export function merge(base: Config, given: Config = {}): Config {
  const entries = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [aliases[name as keyof typeof aliases] ?? name, value]);
  return { ...base, ...Object.fromEntries(entries) };
}

export function modeOf(config: Config): Mode {
  if (!config.element) return "popup";
  if (config.customCardForm) return "card-fields";
  return config.customInstallmentForm ? "installment-fields" : "embedded";
}

/** The configuration sent to the frame. Values are copied: functions and elements cannot be sent, and need not be. */
export function formConfig(config: Config): FormConfig {
  const mode = modeOf(config);
  return {
    mode,
    key: config.key ?? "",
    amount: Number(config.amount),
    currency: (config.currency || defaults.currency).toUpperCase(), // the guides write "thb", the API says "THB"
    locale: config.locale ?? defaults.locale,
    image: config.image ? addressOf(config.image) : "",
    // The default texts name the original; the form shows its own in the payer's language, with the merchant's name.
    frameLabel: unlessDefault(config, "frameLabel"),
    frameDescription: unlessDefault(config, "frameDescription"),
    submitLabel: unlessDefault(config, "submitLabel"),
    hideAmount: String(config.hideAmount) === "true",
    location: config.location === "yes",
    cardBrands: config.customCardFormBrandIcons ?? (config.cardBrands ?? "").split(/[\s,]+/).filter(Boolean),
    groupDigits: config.autoCardNumberFormat !== "no",
    methods: mode === "card-fields" ? ["credit_card"] : mode === "installment-fields" ? ["installment"] : named(config),
    recalls: !config.defaultPaymentMethod || config.defaultPaymentMethod === defaults.defaultPaymentMethod,
    billingName: config.billingName ?? "",
    billing: texts(config.billingAddress),
    zeroInterest: config.zeroInterestInstallments ?? null,
    theme: config.customCardFormTheme ?? (mode === "popup" ? null : "light"),
    remember: mode === "card-fields" && !config.customCardFormHideRememberCard,
    background: config.backgroundColor ?? "",
    style: JSON.parse(JSON.stringify(config.style ?? {})),
  };
}

/** The address in the argument of `requestCardToken`: the argument itself, or a field of it beside an e-mail address. */
export function billingOf(given: Parameters<OmiseJs.OmiseCard["requestCardToken"]>[0]): Record<string, string> {
  if (!given) return {};
  const { billingAddress, ...rest } = given as { billingAddress?: OmiseJs.BillingAddress | null };
  return { ...texts(rest), ...texts(billingAddress) };
}

/** All requested methods, the default first; a group may have parts: `installment(ktc, bay)`. */
function named({ defaultPaymentMethod, otherPaymentMethods }: Config): string[] {
  const others = Array.isArray(otherPaymentMethods) ? otherPaymentMethods : split(otherPaymentMethods ?? "");
  return [...split(defaultPaymentMethod ?? ""), ...others].map((name) => name.trim()).filter(Boolean);
}

function split(names: string): string[] {
  return names.match(/\w+(\s*\([^)]*\))?/g) ?? [];
}

function unlessDefault(config: Config, name: "frameLabel" | "frameDescription" | "submitLabel"): string {
  const value = config[name] ?? "";
  return value === defaults[name] ? "" : value;
}

/** The absolute URL of the image, since the frame has another base URL than the page. */
function addressOf(image: string): string {
  try {
    return new URL(image, document.baseURI).href;
  } catch {
    console.warn(complaints.noImage(image));
    return "";
  }
}

function texts(given: object | null | undefined): Record<string, string> {
  const entries = Object.entries(given ?? {}).filter(([, value]) => typeof value === "string" && value !== "");
  return Object.fromEntries(entries) as Record<string, string>; // just filtered
}
