import type { FormConfig } from "../protocol.ts";

/** The merchant's `style`, each value as a CSS variable that pay.css reads; what is no valid value there falls back to ours. */
export function applyLooks({ mode, theme, style }: FormConfig): void {
  const root = document.documentElement;
  root.dataset.mode = mode === "popup" ? "popup" : "embedded";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = () => {
    root.dataset.theme = theme ?? (dark.matches ? "dark" : "light");
  };
  setTheme();
  dark.onchange = setTheme;

  const { fontFamily, fontSize, input = {}, checkBox = {} } = style;
  const variables: Record<string, string | undefined> = {
    "--font": fontFamily && `"${fontFamily.replace(/["\\]/g, "")}", var(--own-font)`,
    "--size": typeof fontSize === "number" ? `${fontSize}px` : fontSize,
    "--input-height": input.height,
    "--input-radius": input.borderRadius,
    "--input-border": input.border,
    "--input-focus-border": input.focusBorder,
    "--input-background": input.background,
    "--input-color": input.color,
    "--label-color": input.labelColor,
    "--placeholder-color": input.placeholderColor,
    "--check-color": checkBox.textColor,
    "--check-theme": checkBox.themeColor,
    "--check-border": checkBox.border,
  };
  for (const [name, value] of Object.entries(variables)) {
    if (value) root.style.setProperty(name, value);
    else root.style.removeProperty(name);
  }
}
