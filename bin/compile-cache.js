/** Folder of the compile cache of a checkout. Not the default folder, which other users can write to. */
export const compileCache = new URL("../node_modules/.cache/compile", import.meta.url);
