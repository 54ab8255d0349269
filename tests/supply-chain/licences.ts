import type { Shipped } from "./shipped.ts";

/** Licences (SPDX identifiers) that allow distribution with an Apache-2.0 program if their notice is kept. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "OFL-1.1", // fonts
  "Unlicense",
]);

/** @param licence an SPDX expression; nested ones are refused until a person has read them */
export function isAllowed(licence: string): boolean {
  const choices = licence.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((name) => allowed.has(name)));
}

/** One line per licence, the most frequent first: number and names of its packages. */
export function licenceList(packages: readonly Shipped[]): string {
  const groups = [...Map.groupBy(packages, ({ licence }) => licence)].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  return groups
    .map(
      ([licence, group]) =>
        `${licence} (${group.length}): ${group.map(({ name, version }) => `${name} ${version}`).join(", ")}`,
    )
    .join("\n");
}
