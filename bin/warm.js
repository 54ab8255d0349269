// Run once by `npm ci` in a checkout: strips the types of all sources into the compile cache, so that the first start is fast and small, too.
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";
import { compileCache } from "./compile-cache.js";
import { newEnough } from "./runtime.js";

const source = new URL("../src/", import.meta.url);
if (existsSync(source) && newEnough()) {
  module.enableCompileCache(fileURLToPath(compileCache));
  process.argv.splice(2, process.argv.length, "--version"); // the command that cli.ts runs on import
  for (const entry of ["cli.ts", "main/serve.ts", "commands/serve.ts"]) await import(new URL(entry, source).href);
  module.flushCompileCache();
}
