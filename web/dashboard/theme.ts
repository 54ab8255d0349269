import { type CSSVariablesResolver, createTheme } from "@mantine/core";

/** The green of the payers' pages, and greys with a slight green tint. */
export const theme = createTheme({
  primaryColor: "chamra",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily:
    '"Noto Sans Thai Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Thai", "Leelawadee UI", Thonburi, sans-serif',
  // Fixed-width fonts seldom have Thai letters; the fallback font provides them.
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace, "Noto Sans Thai Variable"',
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.3" },
      h2: { fontSize: "1.125rem", lineHeight: "1.4" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.45" },
    },
  },
  colors: {
    chamra: [
      "#e9f6f3",
      "#d3ebe5",
      "#a6d7cb",
      "#76c2b0",
      "#4fc3ae",
      "#2b9f8a",
      "#168069",
      "#0f6b5c",
      "#0b5448",
      "#083f36",
    ],
    dark: [
      "#e6edeb",
      "#c6d0cd",
      "#a7b5b1",
      "#8b9995",
      "#3d4b48",
      "#2e3a37",
      "#212b29",
      "#151c1b",
      "#101615",
      "#0b100f",
    ],
  },
  components: {
    Button: { defaultProps: { size: "sm" } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.5, blur: 2 } } },
    Select: { defaultProps: { comboboxProps: { shadow: "md" }, allowDeselect: false } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250 } },
  },
});

/** The library's grey and red for small text have too little contrast. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#55625f",
    "--mantine-color-error": "#b3261e",
    "--mantine-color-placeholder": "#6b7875",
    "--mantine-color-default-border": "#cfd8d5",
    "--mantine-color-text": "#17211f",
  },
  dark: {
    "--mantine-color-dimmed": "#a7b5b1",
    "--mantine-color-error": "#ff9d97",
    "--mantine-color-placeholder": "#94a29e",
    "--mantine-color-default-border": "#3d4b48",
    "--mantine-color-text": "#e6edeb",
    "--mantine-color-body": "#151c1b",
  },
});
