import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "vite";

/**
 * Builds `chamra/testing` into dist/testing: one CommonJS file, which every runner and every supported Node.js can load, by `import` as by `require`;
 * and its types.
 */
const root = join(import.meta.dirname, "..");
const target = join(root, "dist/testing");

await build({
  root: import.meta.dirname,
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  build: {
    ssr: "index.ts",
    target: "node20",
    outDir: target,
    emptyOutDir: true,
    minify: false,
    rolldownOptions: { output: { format: "cjs", entryFileNames: "index.cjs", exports: "named" } },
  },
});
writeTypes();

function writeTypes(): void {
  const require = createRequire(import.meta.url);
  const compiler = join(require.resolve("typescript/package.json"), "../bin/tsc");
  const drafts = join(target, "types");
  mkdirSync(drafts, { recursive: true });
  execFileSync(process.execPath, [compiler, "-p", join(import.meta.dirname, "tsconfig.json"), "--outDir", drafts], {
    stdio: "inherit",
  });
  for (const name of readdirSync(drafts).filter((each) => each.endsWith(".d.ts") && !each.startsWith("build"))) {
    const text = readFileSync(join(drafts, name), "utf8").replace(/(["']\.\/\w+)\.ts(["'])/g, "$1.cjs$2");
    writeFileSync(join(drafts, name), text);
    renameSync(join(drafts, name), join(target, name.replace(/\.d\.ts$/, ".d.cts")));
  }
  rmSync(drafts, { recursive: true });
}
