// Run by `npm ci` in a checkout: lets npm's scripts find the pinned Node.js. npm links it into node_modules/.bin by itself, but npm 10 and the first of
// npm 11 take that link away again when they drop the packages of other platforms, whose binary has the same name.
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
    linkSync(binary, link); // a symbolic link is for administrators there
  else symlinkSync(relative(dirname(link), binary), link);
}

/** Which file that is, whatever links lead there. */
function fileAt(path) {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}
