import { readFileSync } from "node:fs";

/** Version of this package; package.json is beside src as well as beside dist. */
export const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
