import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { find, type Lock, nameOf } from "./lock.ts";

/** A package whose code we distribute. */
export type Shipped = {
  path: string;
  name: string;
  version: string;
  licence: string;
  integrity: string;
  /** Installed beside the server, or bundled into the files that browsers get. */
  where: "server" | "browser";
  /** Optional at run time: the Node.js of one platform. */
  optional: boolean;
};

/**
 * All packages that run with Chamra. Browser libraries are devDependencies, since they are bundled, but they run in payers' browsers:
 * all imports of web/ are included with their dependencies, although the bundler leaves some code out.
 */
export function shipped(lock: Lock): Shipped[] {
  const bundled = closureOf(lock, importedBrowserPackages());
  return Object.entries(lock.packages).flatMap(([path, { version = "", license, integrity = "", dev, optional }]) => {
    if (path === "" || (dev && !bundled.has(path))) return [];
    const where = dev ? ("browser" as const) : ("server" as const);
    return [
      { path, name: nameOf(path), version, licence: license ?? "none", integrity, where, optional: optional ?? false },
    ];
  });
}

/** Direct dependencies of an entry, as paths of the lock file. */
export function needsOf(lock: Lock, path: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = lock.packages[path] ?? {};
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return names.flatMap((name) => find(lock, path, name) ?? []); // a peer may be absent
}

/** Packages with all their dependencies, as paths of the lock file. */
export function closureOf(lock: Lock, names: readonly string[]): Set<string> {
  const closure = new Set<string>();
  const waiting = names.map((name) => `node_modules/${name}`);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (closure.has(path)) continue;
    closure.add(path);
    waiting.push(...needsOf(lock, path));
  }
  return closure;
}

function importedBrowserPackages(): string[] {
  const web = join(import.meta.dirname, "../../web");
  const sources = readdirSync(web, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.|^dist\b|^build\.ts$/.test(file),
  );
  const names = sources.flatMap((file) =>
    [
      ...readFileSync(join(web, file), "utf8").matchAll(
        /^(?:import|export|\}).*?"((?:@[\w-]+\/)?[a-z][\w.-]*)[^"]*";$/gm,
      ),
    ].map(([, name = ""]) => name),
  );
  return [...new Set([...names, "@fontsource-variable/noto-sans-thai"])].sort(); // web/build.ts copies the font's files
}
