import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One entry of package-lock.json, as far as we read it: a package at a version, and the hash that its archive must have. */
type Entry = {
  version?: string;
  /** The hash. npm checks it before it unpacks anything, and asks for none where the entry has none. */
  integrity?: string;
  /** Where npm took the archive from. Ours have none: npm asks the registry it is set up with. */
  resolved?: string;
  license?: string;
  /** It wants to run code of its own while it is installed. */
  hasInstallScript?: boolean;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};

/** The entry with the empty path is the project itself; the others stand under the folder that they are unpacked into. */
export type Lock = { packages: Record<string, Entry> };

export function readLock(): Lock {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../package-lock.json"), "utf8"));
}

/** What would let npm install something that nobody looked at, one sentence an entry. */
export function holes({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { version, integrity, resolved }]) => {
    if (path === "") return [];
    if (resolved !== undefined)
      return [`${path} is taken from ${resolved}, not from the registry that npm is set up with`];
    if (!integrity) return [`${path} ${version} has no integrity`];
    return integrity.startsWith("sha512-") ? [] : [`${path} ${version} has a weak integrity: ${integrity}`];
  });
}

/** @param path of an entry: `node_modules/ajv/node_modules/fast-uri` is the package `fast-uri` */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

/** Where Node.js finds the package that the entry at `path` calls `name`: beside it, or in a folder above. Undefined where none is installed. */
export function find({ packages }: Lock, path: string, name: string): string | undefined {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const candidate = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (folder === "") return undefined;
  }
}
