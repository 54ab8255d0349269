import type { Config } from "../config.ts";

/** An argument of a command: a word in its place, or a flag. */
type Argument = { about: string; oneOf?: readonly string[]; optional?: true };
type Flag = {
  about: string;
  /** What its value is; one without is a switch. */
  takes?: string;
  required?: true;
  /** May be given several times, or several values by commas. */
  many?: true;
  oneOf?: readonly string[];
};

/** What a command gets of a flag. */
type Given<Of extends Flag> = Of extends { many: true }
  ? readonly string[]
  : Of extends { takes: string }
    ? Of extends { required: true }
      ? string
      : string | undefined
    : boolean;

/** One command of `chamra`. Its parsing, its help and its line in the list of commands follow from this. */
export type Command = {
  /** Words that call it: `account create`. */
  name: string;
  about: string;
  /** Arguments in the order in which they are typed; one that is optional comes last. */
  args: Readonly<Record<string, Argument>>;
  flags: Readonly<Record<string, Flag>>;
  /** Name of what comes after `--`, which is handed on as it was typed. */
  rest?: string;
  /** Whether `--json` is offered. */
  json: boolean;
  run(given: {
    args: Readonly<Record<string, string | undefined>>;
    flags: Flags;
    rest: readonly string[];
    /** Whether `--json` was given, for commands that go on printing. */
    asJson: boolean;
    /** Reads the settings; commands that need none do not call it, so wrong settings do not matter to them. */
    config: () => Config;
  }): Promise<Printed>;
};

/** The flags of a call; absent ones are undefined, switches false and lists empty. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

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
      args: { [Name in keyof Args]: Args[Name] extends { optional: true } ? string | undefined : string };
      flags: { [Name in keyof Flags]: Given<Flags[Name]> };
      rest: readonly string[];
      asJson: boolean;
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
