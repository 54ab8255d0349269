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
