#!/usr/bin/env node
// Starts Chamra on a suitable Node.js: the current one, or else the one that npm installed beside it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";
import { compileCache } from "./compile-cache.js";
import { newEnough, oldest, pinnedNode } from "./runtime.js";

if (process.env.npm_lifecycle_event) endWithShell();

if (newEnough()) {
  // A checkout runs its TypeScript sources; the published package contains only compiled code.
  const source = new URL("../src/cli.ts", import.meta.url);
  // Type stripping takes a third of the start time and 25 MiB, and compiling a quarter. Where the folder cannot be written nothing is kept.
  module.enableCompileCache(fileURLToPath(compileCache));
  await import(existsSync(source) ? source.href : new URL("../dist/cli.js", import.meta.url).href);
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
 * Ends this process when its parent ends. npm runs a script in a shell and sends signals to the shell only, so a stopped shell would
 * leave the gateway running, with its port and database.
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

/** Runs the same command on `node`. Forwards signals, and exits with the child's exit code or signal. */
function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    process.on(signal, () => {
      // The terminal sends Ctrl-C to the child as well; a second SIGINT would force it to stop.
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  child.on("error", (error) => {
    // On a Linux without glibc the binary's loader is missing, but the system's error names the binary as missing.
    console.error(`Chamra could not start ${node}: ${error.message}. Please install Node.js ${oldest} or newer.`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    for (const each of signals) process.removeAllListeners(each);
    process.kill(process.pid, signal);
  });
}
