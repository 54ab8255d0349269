import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";

const checkout = join(import.meta.dirname, "../..");

test.skipIf(process.platform === "win32")(
  "npm start that is told to stop leaves no gateway behind",
  { timeout: 60_000 },
  async () => {
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(CHAMRA_|DATABASE_URL$|VITEST|NODE_|npm_)/.test(name),
    );
    const npm = spawn("npm", ["start"], {
      cwd: checkout,
      env: { ...Object.fromEntries(own), CHAMRA_DATA: "memory", CHAMRA_PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    onTestFinished(() => {
      try {
        if (npm.pid) process.kill(-npm.pid, "SIGKILL");
      } catch {
        // all processes have ended, as they should
      }
    });
    const ready = new Promise<void>((resolve) => {
      npm.stdout.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes("Ctrl-C stops")) resolve();
      });
    });
    const said = text(npm.stdout); // the stream ends when its last writer has ended
    await ready;
    npm.kill("SIGTERM");
    expect(await said).toContain("Stopped.");
  },
);
