import { inspect } from "node:util";
import { dots } from "./text.ts";

let read: (secret: Secret) => string;

/** A string that shows as dots when printed, logged, serialised or concatenated. Only `reveal` returns its value. */
export class Secret {
  readonly #value: string;

  static {
    read = (secret) => secret.#value;
  }

  constructor(value: string) {
    this.#value = value;
  }

  toString(): string {
    return dots;
  }

  toJSON(): string {
    return dots;
  }

  [inspect.custom](): string {
    return dots;
  }
}

/** Returns the value. There is no other way, so a search for `reveal(` finds every place that reads a secret. */
export function reveal(secret: Secret): string {
  return read(secret);
}
