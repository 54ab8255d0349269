import { brandOf, normalizeNumber } from "../../src/vault/card-number.ts";
import type { FormConfig } from "../protocol.ts";
import {
  expiryFault,
  expiryOf,
  expiryShown,
  grouped,
  nameFault,
  numberFault,
  securityCodeFault,
  securityCodeLength,
} from "./card-input.ts";
import { element } from "./element.ts";
import { field } from "./field.ts";
import type { Say, TextKey } from "./texts.ts";

export type CardFields = {
  root: HTMLElement;
  /** Marks all wrong fields, focuses the first, and returns the faults. */
  check(): string[];
  /** The body of a token request. */
  card(): Record<string, string>;
  remember(): boolean;
  /** Marks the fields that the gateway refused; returns the messages that belong to no field. */
  markAnswer(message: string): { faults: string[]; unknown: boolean };
  /** Some loan cards have no expiry date. */
  setLoanCards(accepted: boolean): void;
};

/** Card brands by their names in `cardBrands`, with their display names. */
const brands = [
  { word: /^visa$/i, brand: "Visa", shown: "VISA" },
  { word: /^master/i, brand: "MasterCard", shown: "Mastercard" },
  { word: /^jcb$/i, brand: "JCB", shown: "JCB" },
  { word: /^(amex|american)/i, brand: "American Express", shown: "Amex" },
  { word: /^(unionpay|cup)$/i, brand: "UnionPay", shown: "UnionPay" },
  { word: /^discover$/i, brand: "Discover", shown: "Discover" },
  { word: /^diners/i, brand: "Diners Club", shown: "Diners" },
];

/** The API's messages about a card, and the field of each. */
const answers: readonly [pattern: RegExp, place: "number" | "name" | "expiry" | "code", text: TextKey][] = [
  [/brand not supported/, "number", "brandUnknown"],
  [/\bnumber (is invalid|can't be blank)/, "number", "numberWrong"],
  [/\bname\b/, "name", "nameMissing"],
  [/expiration date cannot be in the past/, "expiry", "expired"],
  [/expiration (month|year|date)/, "expiry", "expiryWrong"],
  [/security code/, "code", "securityCodeWrong"],
];

export function createCardFields(say: Say, config: FormConfig): CardFields {
  let loanCards = false;
  const chips = brands
    .filter(({ word }) => config.cardBrands.some((name) => word.test(name)))
    .map(({ shown }) => shown);
  const brandLine = element("span", { class: "brands" });
  const fault = (key: TextKey | null) => key && say(key, { count: securityCodeLength(number.input.value) });

  const hintInside = config.mode === "card-fields";
  const number = field({
    id: "number",
    label: say("number"),
    autocomplete: "cc-number",
    keyboard: "numeric",
    check: () => fault(numberFault(number.input.value)),
    format: (typed) => (config.groupDigits ? grouped(typed) : typed.replace(/\D/g, "").slice(0, 19)),
  });
  const expiry = field({
    id: "expiry",
    label: say("expiry"),
    hint: say("expiryHint"),
    hintInside,
    autocomplete: "cc-exp",
    keyboard: "numeric",
    check: () => fault(expiryFault(expiry.input.value, new Date(), loanCards)),
    format: expiryShown,
  });
  const code = field({
    id: "code",
    label: say("securityCode"),
    hint: say("securityCodeHint"),
    hintInside,
    autocomplete: "cc-csc",
    keyboard: "numeric",
    check: () => fault(securityCodeFault(code.input.value, number.input.value)),
    format: (typed) => typed.replace(/\D/g, "").slice(0, 4),
  });
  const name = field({
    id: "name",
    label: say("name"),
    autocomplete: "cc-name",
    check: () => fault(nameFault(name.input.value)),
  });
  const city = field({ id: "city", label: say("city"), autocomplete: "billing address-level2" });
  const postalCode = field({ id: "postal", label: say("postalCode"), autocomplete: "billing postal-code" });
  const remember = element("input", { type: "checkbox", id: "remember" });

  name.input.value = config.billingName;
  city.input.value = config.billing.city ?? "";
  postalCode.input.value = config.billing.postal_code ?? "";
  number.input.addEventListener("input", showBrand);
  number.root.querySelector("label")?.after(brandLine);
  showBrand();

  const loanHint = element("p", { class: "note", hidden: true }, say("loanCards"));
  const root = element(
    "div",
    { class: "card-fields" },
    loanHint,
    number.root,
    element("div", { class: "pair" }, expiry.root, code.root),
    name.root,
    config.location ? element("div", { class: "pair" }, city.root, postalCode.root) : null,
    config.remember ? element("label", { class: "check" }, remember, element("span", {}, say("remember"))) : null,
    config.mode.endsWith("-fields") ? null : element("p", { class: "secured" }, say("secured")),
  );
  const places = { number, expiry, code, name };
  const checks = [
    [number, () => numberFault(number.input.value)],
    [expiry, () => expiryFault(expiry.input.value, new Date(), loanCards)],
    [code, () => securityCodeFault(code.input.value, number.input.value)],
    [name, () => nameFault(name.input.value)],
  ] as const;

  return {
    root,
    check: () => {
      const wrong = checks.filter(([place, check]) => place.mark(fault(check())) !== null);
      wrong[0]?.[0].input.focus();
      return wrong.map(([, check]) => fault(check()) ?? "");
    },
    card: () => {
      const date = expiryOf(expiry.input.value);
      const typed = {
        name: name.input.value.trim(),
        number: normalizeNumber(number.input.value),
        expiration_month: date ? String(date.month) : "",
        expiration_year: date ? String(date.year) : "",
        security_code: code.input.value,
        ...config.billing,
        ...(config.location && { city: city.input.value.trim(), postal_code: postalCode.input.value.trim() }),
      };
      return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ""));
    },
    remember: () => remember.checked,
    markAnswer: (message) => {
      const found = answers.filter(([pattern]) => pattern.test(message));
      const byPlace = new Map(found.reverse().map(([, place, text]) => [place, text])); // the first fault of a place wins
      const faults = [...byPlace].map(([place, text]) => places[place].mark(fault(text)) ?? "");
      const [first] = byPlace.keys();
      if (first) places[first].input.focus();
      return { faults, unknown: found.length === 0 };
    },
    setLoanCards: (accepted) => {
      loanCards = accepted;
      loanHint.hidden = !accepted;
    },
  };

  /** Logos: all accepted brands at first, then the brand that the digits match. */
  function showBrand(): void {
    const brand = brandOf(normalizeNumber(number.input.value));
    const known = brands.find((row) => row.brand === brand);
    const names = known ? [known.shown] : chips;
    brandLine.replaceChildren(...names.map((shown) => element("span", { class: "brand" }, shown)));
    code.setHint(say(brand === "American Express" ? "securityCodeHintAmex" : "securityCodeHint"));
  }
}
