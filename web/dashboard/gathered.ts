/** Time for which changes are collected, since a settled payment brings several events at once. */
export const gatherMs = 400;

/** Collects what has changed and tells it once, `gatherMs` after the first of it, or later while an own change is under way. */
export class Gathered {
  readonly #waiting = new Set<string>();
  readonly #busy: () => boolean;
  readonly #tell: (paths: string[]) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ busy, tell }: { busy: () => boolean; tell: (paths: string[]) => void }) {
    this.#busy = busy;
    this.#tell = tell;
  }

  add(paths: readonly string[]): void {
    for (const path of paths) this.#waiting.add(path);
    this.#timer ??= setTimeout(() => this.#end(), gatherMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #end(): void {
    this.#timer = undefined;
    if (this.#busy()) return this.add([]); // looks again
    const paths = [...this.#waiting];
    this.#waiting.clear();
    this.#tell(paths);
  }
}
