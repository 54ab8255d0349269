import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { ClosingLine } from "./tests/kit/closing-line.ts";

/** What every test of the gateway is run with. */
const gateway = {
  globalSetup: ["tests/kit/postgres-server.ts"],
  experimental: { viteModuleRunner: false }, // Node.js itself loads the sources, as it does in use, and faster
};

/** A process loads the sources once for many files of tests, which takes half the processor time away. */
const together = { isolate: false, ...gateway };

/** Tests of pages in a real browser. */
const pages = "tests/browser/**/*.test.ts";

/** Tests that put something in the place of a module that others import: each has a process of its own. */
const alone = ["tests/dashboard/sign-in.test.ts", "tests/webhooks/any-resource.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "dashboard", include: ["web/**/*.test.ts"] } },
      { extends: true, test: { name: "alone", include: alone, ...gateway } },
      {
        extends: true,
        test: {
          name: "browser",
          include: [pages],
          retry: 1, // a page on a busy machine may be drawn too late for one look; what fails twice has failed, and what failed once is told
          ...together,
        },
      },
      {
        extends: true,
        test: {
          name: "gateway",
          include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: [...alone, pages],
          ...together,
        },
      },
    ],
    reporters: ["default", new ClosingLine()],
    pool: "forks",
    maxWorkers: availableParallelism() + 1, // tests wait for browsers and databases, so one more than there are cores keeps all cores at work
    testTimeout: 60_000, // far more than any needs: a busy machine is no failure
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
    expect: { poll: { timeout: 30_000 } }, // the same for what is waited for
  },
});
