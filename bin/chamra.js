#!/usr/bin/env node
// Starts Chamra on a Node.js that can run it: this one, or else the one that npm installed beside it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";
import { compileCache } from "./compile-cache.js";
import { newEnough, oldest, pinnedNode } from "./runtime.js";

if (process.env.npm_lifecycle_event) endWithShell();

if (newEnough()) {
  // A checkout runs its sources; the published package has none and runs what was compiled from them.
  const source = new URL("../src/cli.ts", import.meta.url);
  if (existsSync(source)) {
    module.enableCompileCache(fileURLToPath(compileCache)); // stripping types takes a third of the start and 25 MiB
    await import(source.href);
  } else await import(new URL("../dist/cli.js", import.meta.url).href);
} else {
  const node = pinnedNode();
  if (node) runOn(node);
  else {
    console.error(
      `Chamra needs Node.js ${oldest} or newer. This is ${process.versions.node}, and npm has installed no other for ${process.platform}-${process.arch}: please install a newer one.`,
    );
    process.exitCode = 1;
  }
}

/**
 * npm runs a script in a shell and passes signals on to that alone, so a shell that is told to stop leaves us behind with port and data.
 * Whoever has lost their parent was meant too.
 */
function endWithShell() {
  const shell = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(looking);
    process.kill(process.pid, "SIGTERM");
  }, 250);
  looking.unref();
}

/** Runs the same command on `node`. Signals are passed on; how the child ends is how we end. */
function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself; twice would look like impatience.
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  child.on("error", (error) => {
    // On a Linux without glibc the loader that this binary names is missing, and the system says that the binary is.
    console.error(`Chamra could not start ${node}: ${error.message}. Please install Node.js ${oldest} or newer.`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    for (const each of signals) process.removeAllListeners(each);
    process.kill(process.pid, signal);
  });
}
