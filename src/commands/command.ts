import type { Config } from "../config.ts";

/** An argument of a command: a word in its place, or a flag. */
type Argument = { about: string; oneOf?: readonly string[] };
/** One that takes nothing is a switch. */
type Flag = { about: string; takes?: string; required?: true; oneOf?: readonly string[] };

/** One command of `chamra`. Its parsing, its help and its line in the list of commands follow from this. */
export type Command = {
  /** Words that call it: `account create`. */
  name: string;
  about: string;
  /** Arguments in the order in which they are typed. */
  args: Readonly<Record<string, Argument>>;
  flags: Readonly<Record<string, Flag>>;
  /** Name of what comes after `--`, which is handed on as it was typed. */
  rest?: string;
  /** Whether `--json` is offered. */
  json: boolean;
  run(given: Given): Promise<Printed>;
};

type Given = {
  args: Readonly<Record<string, string>>;
  flags: Readonly<Record<string, string | boolean | undefined>>;
  rest: readonly string[];
  /** Reads the settings; commands that need none do not call it, so wrong settings do not matter to them. */
  config: () => Config;
};

/** Output of a command: `text` for people, `json` for programs. */
export type Printed = { text: string; json?: unknown };

/** Checks a command, so that the compiler knows its arguments and flags by name. */
export function command<
  const Args extends Readonly<Record<string, Argument>>,
  const Flags extends Readonly<Record<string, Flag>>,
>(
  definition: Omit<Command, "args" | "flags" | "run"> & {
    args: Args;
    flags: Flags;
    run(given: {
      args: Record<keyof Args, string>;
      flags: {
        [Name in keyof Flags]: Flags[Name] extends { takes: string }
          ? Flags[Name] extends { required: true }
            ? string
            : string | undefined
          : boolean;
      };
      rest: readonly string[];
      config: () => Config;
    }): Promise<Printed>;
  },
): Command {
  return definition as unknown as Command; // `parse` fills in exactly the arguments and flags that are declared
}

/** Error of a command line that cannot be understood; nothing was done. */
export class UsageError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
