/** Where the compiled sources of a checkout are kept. Not in the usual place, which others can write. */
export const compileCache = new URL("../node_modules/.cache/compile", import.meta.url);
