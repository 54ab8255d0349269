import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { licenceList } from "./licences.ts";
import { readLock } from "./lock.ts";
import { cycloneDx } from "./sbom.ts";
import { shipped } from "./shipped.ts";

/** `npm run sbom`: writes the list of packages that run with Chamra, and prints their licences. Reads package-lock.json and web/, no network. */
const target = process.argv[2] ?? "dist/sbom.cdx.json";
const lock = readLock();
const packages = shipped(lock);
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(cycloneDx(lock, packages), null, 2)}\n`);
for (const [where, group] of Map.groupBy(packages, (each) => each.where))
  console.log(`${group.length} packages in the ${where}\n${licenceList(group)}\n`);
console.log(`${target}: CycloneDX 1.6, ${packages.length} components`);
