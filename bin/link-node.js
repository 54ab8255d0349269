// Run by `npm ci` in a checkout: lets npm's scripts find the pinned Node.js. npm links it into node_modules/.bin, but npm 10 and early
// npm 11 remove the link when they drop the packages of other platforms, whose binary has the same name.
import { linkSync, mkdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { pinnedNode } from "./runtime.js";

const windows = process.platform === "win32";
const link = join(fileURLToPath(new URL("../node_modules/.bin", import.meta.url)), windows ? "node.exe" : "node");
const binary = pinnedNode();

if (binary && fileAt(link) !== fileAt(binary)) {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  if (windows)
    linkSync(binary, link); // Windows allows symbolic links to administrators only
  else symlinkSync(relative(dirname(link), binary), link);
}

/** The inode of a file, with links followed: equal for two paths of one file. */
function fileAt(path) {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}
