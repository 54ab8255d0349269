import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The fields that we read of an entry of package-lock.json: a package at a version, and the hash of its archive. */
type Entry = {
  version?: string;
  /** The hash. npm checks it before unpacking, but not for entries without one. */
  integrity?: string;
  /** URL of the archive. Our entries have none, so npm uses its configured registry. */
  resolved?: string;
  license?: string;
  /** Required versions of Node.js, as ranges; an old form is a list. */
  engines?: { node?: string } | string[];
  /** Whether the package runs scripts at installation. */
  hasInstallScript?: boolean;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};

/** Entries by their folder; the empty path is the project itself. */
export type Lock = { packages: Record<string, Entry> };

export function readLock(): Lock {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../package-lock.json"), "utf8"));
}

/** Faults that would let npm install unchecked code, one sentence per entry. */
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

/** Resolves the package `name` for the entry at `path` as Node.js does: beside it, or in a folder above. Undefined if not installed. */
export function find({ packages }: Lock, path: string, name: string): string | undefined {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const candidate = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (folder === "") return undefined;
  }
}

/** Packages that require a newer Node.js than this version, or in a syntax that we do not parse; npm warns of each at installation. */
export function wantingNewer({ packages }: Lock, node: string): string[] {
  return Object.entries(packages).flatMap(([path, { engines }]) => {
    const range = Array.isArray(engines) ? undefined : engines?.node;
    return path === "" || range === undefined || allows(range, node) ? [] : [`${path} wants Node.js ${range}`];
  });
}

/** Whether a version satisfies a range. Parses only the syntax used for engines: `^`, `>=`, bare versions, and `||`. */
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
