import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { Refusal } from "../domain/base/errors.ts";

/** Name that means standard input, as other programs have it. */
const standardInput = "-";

/**
 * Reads JSON from a file, or from standard input for `-`. Secrets come in this way: arguments stand in the list of processes.
 * @throws Refusal `bad_request` where it cannot be read, or is no JSON; its text is not repeated, since it may be a secret
 */
export async function givenJson(file: string): Promise<unknown> {
  const name = file === standardInput ? "standard input" : file;
  let given: string;
  try {
    given = file === standardInput ? await text(process.stdin) : readFileSync(file, "utf8");
  } catch (error) {
    throw new Refusal("bad_request", `${name} cannot be read: ${(error as NodeJS.ErrnoException).code}.`); // the file system throws nothing else
  }
  try {
    return JSON.parse(given);
  } catch {
    throw new Refusal("bad_request", `${name} is not JSON.`);
  }
}
