/**
 * Names under which merchants' pages load the browser library; the first is our own. The others are the original's: `.gz`
 * stands in its README and in the PrestaShop plug-in, `.min.js.gz` in the OpenCart plug-in, `card.js` was the library's first name.
 * None of them is packed: browsers unpack only if the answer's headers say so.
 */
export const scriptNames = [
  "omise.js",
  "omise.js.gz",
  "omise.min.js",
  "omise.min.js.gz",
  "card.js",
  "card.js.gz",
] as const;
