import manifest from "../../package.json" with { type: "json" };
import type { Lock } from "./lock.ts";
import { needsOf, type Shipped } from "./shipped.ts";

/**
 * The packages as a CycloneDX 1.6 document. Written here because `npm sbom --omit=dev` leaves out every package that a devDependency needs as
 * well, pg and zod among them, and does not list the packages bundled for browsers. Contains no time and no random number: an equal lock file
 * gives an equal document.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function cycloneDx(lock: Lock, packages: readonly Shipped[]) {
  const purls = new Map(packages.map((each) => [each.path, purlOf(each)]));
  const self = purlOf(manifest);
  const bundled = packages.filter(({ where }) => where === "browser").map(purlOf);
  const needs = (paths: readonly string[]) =>
    paths.flatMap((path) => needsOf(lock, path)).flatMap((path) => purls.get(path) ?? []);
  const dependencies = (ref: string, refs: readonly string[]) => ({ ref, dependsOn: [...new Set(refs)].sort() });
  const versions = [...Map.groupBy(packages, purlOf)]; // one version may be in several folders
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": self,
        name: manifest.name,
        version: manifest.version,
        purl: self,
        licenses: licencesOf(manifest.license),
      },
    },
    components: versions.flatMap(([, [first]]) => (first ? [componentOf(first)] : [])),
    dependencies: [
      dependencies(self, [...needs([""]), ...bundled]),
      ...versions.map(([purl, places]) => dependencies(purl, needs(places.map(({ path }) => path)))),
    ],
  };
}

function componentOf(shipped: Shipped) {
  const { name, version, licence, integrity, where, optional } = shipped;
  const [, group, own] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name) ?? [];
  return {
    type: "library",
    "bom-ref": purlOf(shipped),
    ...(group && { group }),
    name: own,
    version,
    scope: optional ? "optional" : "required",
    hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex") }],
    licenses: licencesOf(licence),
    purl: purlOf(shipped),
    properties: [{ name: "chamra:runs-in", value: where }],
  };
}

function licencesOf(licence: string) {
  return /[ (]/.test(licence) ? [{ expression: licence }] : [{ license: { id: licence } }];
}

/** @see https://github.com/package-url/purl-spec: the @ of a scope is escaped */
function purlOf({ name, version }: { name: string; version: string }): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}
