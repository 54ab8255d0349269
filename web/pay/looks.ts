import type { PaymentOptions } from "../../src/pages/payment-options.ts";
import type { FormConfig } from "../protocol.ts";

/** Sets the colours of the merchant's account for the theme that is shown now. */
let paint = () => {};

/** Takes the look of the merchant's account; what the page's `style` says goes before it. */
export function applyBrand({ shades }: PaymentOptions["brand"]): void {
  const root = document.documentElement;
  paint = () => {
    const { main = "", onMain = "", tint = "" } = shades?.[root.dataset.theme === "dark" ? "dark" : "light"] ?? {};
    root.style.setProperty("--accent", main); // an empty value removes it
    root.style.setProperty("--accent-text", onMain);
    root.style.setProperty("--accent-ground", tint);
  };
  paint();
}

/** Sets the merchant's `style` as CSS variables that pay.css reads; invalid values fall back to ours. */
export function applyLooks({ mode, theme, style, background }: FormConfig): void {
  const root = document.documentElement;
  root.dataset.mode = mode === "popup" ? "popup" : "embedded";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = () => {
    root.dataset.theme = theme ?? (dark.matches ? "dark" : "light");
    paint();
  };
  setTheme();
  dark.onchange = setTheme;

  const { fontFamily, fontSize, input = {}, checkBox = {}, submitButton = {}, link = {} } = style;
  const variables: [variable: string, property: string, value: string | undefined][] = [
    ["--font", "font-family", fontFamily && fontsOf(fontFamily)],
    ["--size", "font-size", typeof fontSize === "number" ? `${fontSize}px` : fontSize],
    ["--behind", "background", mode === "popup" ? "" : background],
    ["--input-height", "height", input.height],
    ["--input-radius", "border-radius", input.borderRadius],
    ["--input-border", "border", input.border],
    ["--input-focus-border", "border", input.focusBorder],
    ["--input-background", "background", input.background],
    ["--input-color", "color", input.color],
    ["--label-color", "color", input.labelColor],
    ["--placeholder-color", "color", input.placeholderColor],
    ["--check-color", "color", checkBox.textColor],
    ["--check-theme", "accent-color", checkBox.themeColor],
    ["--check-border", "border", checkBox.border],
    ["--pay-background", "background", submitButton.backgroundColor],
    ["--pay-color", "color", submitButton.textColor],
    ["--link-color", "color", link.textColor],
  ];
  for (const [variable, property, value] of variables) {
    if (value && CSS.supports(property, value)) root.style.setProperty(variable, value);
    else root.style.removeProperty(variable);
  }
}

/** The merchant's font or fonts, then ours as a fallback: theirs may be missing on the payer's device. */
function fontsOf(families: string): string {
  const names = families.split(",").map((name) => name.replace(/["'\\]/g, "").trim());
  return [...names.filter(Boolean).map((name) => `"${name}"`), "var(--own-font)"].join(", ");
}
