import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build, type InlineConfig, type Rolldown } from "vite";

/**
 * Builds the browser code into web/dist. Unchanged files are not touched, and changed files are replaced as a whole,
 * so a build may run beside gateways and tests that read the folder.
 */
const root = import.meta.dirname;
const target = join(root, "dist");

// Vite prefers this variable to its settings: a build within a test run would otherwise contain React's development build.
process.env.NODE_ENV = "production";

type Files = Map<string, string | Uint8Array>;

const shared = {
  root,
  configFile: false,
  logLevel: "warn",
  base: "./", // the gateway may live under a path of its host
  publicDir: false,
} satisfies InlineConfig;

/** The oldest browsers that payers are expected to bring: phones of 2021. */
const browsers = ["chrome90", "safari14.1", "firefox90"];

const files: Files = new Map([
  ...(await bundle({
    rolldownOptions: { input: ["pay.html", "token-frame.html"].map((name) => join(root, name)) },
    modulePreload: { polyfill: false },
  })),
  ...(await bundle({
    rolldownOptions: {
      input: join(root, "omisejs/main.ts"),
      output: { format: "iife", entryFileNames: "omise.js" },
    },
  })),
  ...(await bundle({
    rolldownOptions: {
      input: join(root, "scan/scan.ts"),
      output: { format: "iife", entryFileNames: "scan.js" },
    },
  })),
  ...(await dashboard()),
  ...fonts(),
  ["omise.d.ts", readFileSync(join(root, "omisejs/omise.d.ts"))],
]);
put(files);

async function bundle(options: InlineConfig["build"], more: InlineConfig = {}): Promise<Files> {
  const built = await build({
    ...shared,
    ...more,
    build: { target: browsers, ...options, write: false, assetsInlineLimit: 0 },
  });
  const { output } = built as Rolldown.RolldownOutput; // one build, not watched
  return new Map(output.map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]));
}

/** The dashboard is for merchants' machines, so its browsers are the newer ones; each view is a file of its own. */
async function dashboard(): Promise<Files> {
  const home = join(root, "dashboard");
  const files = await bundle(
    {
      rolldownOptions: { input: join(home, "index.html"), checks: { moduleLevelDirective: false } },
      target: "baseline-widely-available",
      modulePreload: { polyfill: false },
    },
    { root: home, base: "/dashboard/", oxc: { jsx: { runtime: "automatic", development: false } } },
  );
  return new Map([...files].map(([name, content]) => [`dashboard/${name}`, content]));
}

/** fonts.css for every page of the gateway, and the variable fonts it names: Thai, Latin, Latin extended. */
function fonts(): Files {
  const home = join(root, "../node_modules/@fontsource-variable/noto-sans-thai");
  const found: Files = new Map();
  const css = readFileSync(join(home, "index.css"), "utf8").replace(
    /\.\/(files\/[\w-]+)\.woff2/g,
    (_, name: string) => {
      const content = readFileSync(join(home, `${name}.woff2`));
      const hash = createHash("sha256").update(content).digest("base64url").slice(0, 8);
      const path = `assets/${name.replace("files/", "")}-${hash}.woff2`;
      found.set(path, content);
      return path;
    },
  );
  return found.set("fonts.css", css);
}

function put(files: Files): void {
  for (const [name, content] of files) {
    const place = join(target, name);
    if (existsSync(place) && readFileSync(place).equals(Buffer.from(content))) continue;
    mkdirSync(dirname(place), { recursive: true });
    const draft = `${place}.${process.pid}`;
    writeFileSync(draft, content);
    renameSync(draft, place);
  }
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    const place = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(relative(target, place).replaceAll("\\", "/"))) rmSync(place, { force: true });
  }
}
