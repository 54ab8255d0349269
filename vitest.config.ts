import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { ClosingLine } from "./tests/kit/closing-line.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts", "web/**/*.test.ts"],
    globalSetup: ["tests/kit/postgres-server.ts"],
    reporters: ["default", new ClosingLine()],
    pool: "forks",
    maxWorkers: availableParallelism(), // vitest leaves one core idle, which is half of a small machine
    testTimeout: 60_000, // far more than any needs: a busy machine is no failure
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } }, // the same for what is waited for
  },
});
