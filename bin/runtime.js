// Chooses the Node.js that runs Chamra: the current one, or else the one that npm installed beside it.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/**
 * The oldest Node.js that Chamra runs on. Its sources need type stripping and node:sqlite; from 24.15 on neither is experimental, so no start
 * prints a warning.
 */
export const oldest = "24.15";

/** Whether the Node.js that runs this is new enough. */
export function newEnough() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = oldest.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** The binary of the package `node-<platform>-<arch>`; npm installs the one of `optionalDependencies` that fits the machine. */
export function pinnedNode() {
  const { optionalDependencies } = require("../package.json");
  for (const name of Object.keys(optionalDependencies)) {
    try {
      const manifest = require.resolve(`${name}/package.json`);
      const { os, cpu, bin } = require(manifest);
      const binary = join(dirname(manifest), bin.node);
      if ([os].flat().includes(process.platform) && [cpu].flat().includes(process.arch) && existsSync(binary))
        return binary;
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") throw error; // packages of other platforms are not installed
    }
  }
  return undefined;
}
