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
  /** Which versions of Node.js it wants, as ranges; an old form is a list. */
  engines?: { node?: string } | string[];
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

/** Packages that want a newer Node.js than this one, or in words that we do not read: npm warns of each that it installs there. */
export function wantingNewer({ packages }: Lock, node: string): string[] {
  return Object.entries(packages).flatMap(([path, { engines }]) => {
    const range = Array.isArray(engines) ? undefined : engines?.node;
    return path === "" || range === undefined || allows(range, node) ? [] : [`${path} wants Node.js ${range}`];
  });
}

/** Of the language of ranges as much as engines are written in: `^`, `>=` or a bare version, and `||` between. */
function allows(range: string, node: string): boolean {
  const [major = 0, minor = 0, patch = 0] = node.split(".").map(Number);
  return range.split("||").some((each) => {
    const [, sign, ...numbers] = /^\s*(\^|>=)?\s*(\d+)(?:\.(\d+|x))?(?:\.(\d+|x))?\s*$/.exec(each) ?? [];
    const [wanted = Number.NaN, wantedMinor = 0, wantedPatch = 0] = numbers.map(
      (number) => Number.parseInt(number ?? "0", 10) || 0,
    );
    const atLeast = major - wanted || minor - wantedMinor || patch - wantedPatch;
    return atLeast >= 0 && (sign === ">=" || major === wanted);
  });
}
