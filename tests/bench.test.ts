import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { rows } from "../bench/rows.ts";

test("`npm run bench -- --quick` measures every row that this machine can, and prints table and JSON", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["bench/run.ts", "--quick"], {
    env: { PATH: process.env.PATH, POSTGRES_BIN: process.env.POSTGRES_BIN },
  });
  const measured: { name: string; ratio?: number; missing?: string }[] = JSON.parse(
    stdout.trim().split("\n").at(-1) ?? "",
  );

  expect(measured.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  for (const { name, ratio, missing } of measured) {
    if (missing) expect(["prism", "postgres", "two-processes", "nginx"], missing).toContain(name);
    else expect(ratio, name).toBeGreaterThan(0);
  }
  for (const { figure } of rows) expect(stdout).toContain(figure);
}, 120_000);
