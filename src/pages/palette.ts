/** A colour by its parts, 0 to 255. */
type Rgb = readonly [red: number, green: number, blue: number];

/** The colours of one scheme that follow from a merchant's: of buttons and links, of what stands on buttons, under the pointer, and of chosen lines. */
export type Shades = { main: string; onMain: string; hover: string; tint: string };

/** The grounds on which the merchant's colour stands, and which way leads away from them. Those of page.css and of the payment form. */
const grounds = {
  light: { behind: ["#ffffff", "#eef1f0"], away: 0 },
  dark: { behind: ["#18211f", "#0e1413"], away: 255 },
} as const;

/** The least contrast of text, which buttons, links and the ring of the focus keep too. Source: WCAG 2.2, 1.4.3. */
const leastContrast = 4.5;

const inks = ["#ffffff", "#0b1312"] as const;

/** Steps of a shade, in parts of 255. */
const step = 4;

/**
 * Shades of a merchant's colour that can be read: it is darkened or lightened as little as possible until it stands out from every ground of the scheme
 * and something can be written on it.
 *
 * @param color `#rrggbb`
 */
export function shadesOf(color: string, scheme: keyof typeof grounds): Shades {
  const { behind, away } = grounds[scheme];
  let main = partsOf(color);
  while (!behind.every((ground) => contrast(main, partsOf(ground)) >= leastContrast) && !isAll(main, away))
    main = towards(main, away, step);
  const ink = inks.map(partsOf).toSorted((one, other) => contrast(other, main) - contrast(one, main))[0] ?? main;
  const hover = [32, 24, 16, 8, 0]
    .map((by) => towards(main, away, by))
    .find((each) => contrast(each, ink) >= leastContrast);
  const tint = mixed(partsOf(behind[0]), main);
  return { main: textOf(main), onMain: textOf(ink), hover: textOf(hover ?? main), tint: textOf(tint) };
}

/** The style sheet of a merchant's colour, for pages with page.css. */
export function colorSheet(color: string): string {
  const rule = (scheme: keyof typeof grounds) => {
    const { main, onMain, hover } = shadesOf(color, scheme);
    return `:root {\n  --main: ${main};\n  --main-hover: ${hover};\n  --on-main: ${onMain};\n}\n`;
  };
  return `${rule("light")}@media (prefers-color-scheme: dark) {\n${rule("dark")}}\n`;
}

/** A ground with a little of a colour in it. */
const mixed = (ground: Rgb, [red, green, blue]: Rgb): Rgb => {
  const part = (from: number, to: number) => Math.round(from + (to - from) * 0.1);
  return [part(ground[0], red), part(ground[1], green), part(ground[2], blue)];
};

const isAll = (color: Rgb, part: number): boolean => color.every((each) => each === part);

const towards = ([red, green, blue]: Rgb, part: number, by: number): Rgb => {
  const moved = (from: number) => (part === 0 ? Math.max(0, from - by) : Math.min(255, from + by));
  return [moved(red), moved(green), moved(blue)];
};

/** @see WCAG 2.2, "contrast ratio" */
export function contrast(one: Rgb, other: Rgb): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((first, second) => second - first);
  return (lighter + 0.05) / (darker + 0.05);
}

/** @see WCAG 2.2, "relative luminance" */
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export const partsOf = (color: string): Rgb => [
  Number.parseInt(color.slice(1, 3), 16),
  Number.parseInt(color.slice(3, 5), 16),
  Number.parseInt(color.slice(5, 7), 16),
];

const textOf = (color: Rgb): string => `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
