/** Folder of the compile cache, in that of the package. Not the default folder, which other users can write to. */
export const compileCache = new URL("../node_modules/.cache/compile", import.meta.url);
