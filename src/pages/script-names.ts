/**
 * Every name under which merchants' pages load the browser library; the first is its own. The others are those of the original: `.gz`
 * stands in its README and in the PrestaShop plug-in, `.min.js.gz` in the OpenCart plug-in, `card.js` is what the library was called at first.
 * None of them is packed: browsers unpack only what the answer's headers say is packed.
 */
export const scriptNames = [
  "omise.js",
  "omise.js.gz",
  "omise.min.js",
  "omise.min.js.gz",
  "card.js",
  "card.js.gz",
] as const;
