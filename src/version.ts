import { readFileSync } from "node:fs";

/** Of this package; the file lies beside src as well as beside dist. */
export const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
