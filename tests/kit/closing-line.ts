import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";

/**
 * Ends the output with one line for people and machines: `128 passed, 0 failed`, with `, 3 skipped` when there are any.
 * Errors that prevent tests count as failed, too: a file that does not load, an error outside of tests.
 */
export class ClosingLine implements Reporter {
  #line = "0 passed, 1 failed"; // kept if the run is interrupted

  onInit(vitest: Vitest): void {
    if (!vitest.config.watch) process.on("exit", () => this.#print()); // after the output of all other reporters
  }

  onTestRunEnd(files: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = files.flatMap((file) => [...file.children.allTests()]);
    const count = (...states: State[]) => tests.filter((test) => states.includes(test.result().state)).length;
    const failed = count("failed") + files.filter(brokeOutsideItsTests).length + errors.length;
    const skipped = count("skipped", "pending");
    this.#line = `${count("passed")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  }

  onWatcherStart(): void {
    this.#print();
  }

  #print(): void {
    process.stdout.write(`${this.#line}\n`);
  }
}

type State = ReturnType<TestCase["result"]>["state"];

/** Whether a file failed to load, or failed in hooks without a failed test. */
function brokeOutsideItsTests(file: TestModule): boolean {
  const testFailed = [...file.children.allTests("failed")].length > 0;
  return file.errors().length > 0 || (file.state() === "failed" && !testFailed);
}
