import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../processes.ts";
import { Missing, type Row } from "../row.ts";
import { kplusRequest, sideBySide } from "./charges.ts";

export const prism: Row = {
  name: "prism",
  figure: "charges/s, embedded engine, 64 clients",
  baseline: "the Prism mock server answering the same POST from our OpenAPI document",
  unit: "/s",
  goal: { atLeast: 5 },
  prepare: async (site, scale) => {
    if (scale.quick) throw new Missing("Prism is fetched from npm, which a quick run does not do");
    const folder = site.folder();
    const install = [
      "install",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      "--prefix",
      folder,
      "@stoplight/prism-cli@5",
    ];
    await promisify(execFile)("npm", install).catch((error: Error) => {
      throw new Missing(`Prism could not be fetched: ${error.message.split("\n", 1)[0]}`);
    });
    const gateway = await site.gateway({ CHAMRA_DATA: site.folder() });
    const document = join(folder, "openapi.json");
    writeFileSync(document, await (await fetch(`${gateway.url}/openapi.json`)).text());
    const port = await freePort();
    const words = [join(folder, "node_modules/.bin/prism"), "mock", "-p", String(port), "-v", "fatal", document];
    const mock = await site.program(process.execPath, words, port);
    const request = kplusRequest;
    return sideBySide(site, scale, { server: gateway, request }, { server: mock, request });
  },
};

export const start: Row = {
  name: "start",
  figure: "start to ready, `chamra serve` with a data folder",
  baseline: "`node -e 0`",
  unit: "ms",
  goal: { atMost: 12 },
  prepare: async (site) => {
    const folder = site.folder();
    const started = async () => {
      const gateway = await site.gateway({ CHAMRA_DATA: folder });
      await gateway.stop();
      return gateway.readyMs;
    };
    await started(); // creates the database and the compile cache
    return {
      figure: started,
      baseline: async () => {
        const startedAt = performance.now();
        execFileSync(process.execPath, ["-e", "0"]);
        return performance.now() - startedAt;
      },
    };
  },
};
