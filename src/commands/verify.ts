import type { Violation } from "../storage/verify/verify.ts";
import { command } from "./command.ts";
import { columns } from "./text.ts";
import { mustHaveData } from "./with-gateway.ts";

export const verifyCommand = command({
  name: "verify",
  about:
    "Checks that all books agree, in a database in use and without touching it; exit code 1 names the rows at fault.",
  args: {},
  flags: {},
  json: true,
  run: async ({ config }) => {
    const { databaseUrl, folder } = config();
    if (!databaseUrl) mustHaveData(folder);
    const { openVerification } = await import("../storage/verify/verify.ts"); // imported here because loading the engines is slow beside `--help`
    const verification = await openVerification(databaseUrl, folder ?? "");
    try {
      const checked: string[] = [];
      const violations: Violation[] = [];
      for (const { name, violations: broken } of verification.invariants) {
        const startedAt = performance.now();
        const found = await broken();
        const took = `${Math.round(performance.now() - startedAt)} ms`;
        process.stderr.write(`${found.length === 0 ? "holds " : "BROKEN"}  ${name} (${took})\n`);
        checked.push(name);
        violations.push(...found);
      }
      if (violations.length > 0) process.exitCode = 1;
      return { text: textOf(checked, violations), json: { holds: violations.length === 0, checked, violations } };
    } finally {
      await verification.close();
    }
  },
});

function textOf(checked: readonly string[], violations: readonly Violation[]): string {
  if (violations.length === 0) return `All ${checked.length} invariants hold.\n`;
  return columns(
    ["ROW", "FOUND", "INVARIANT"],
    violations.map(({ invariant, row, found }) => [row, found, invariant]),
  );
}
