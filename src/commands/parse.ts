import { type ParseArgsConfig, parseArgs } from "node:util";
import { type Command, type Flags, UsageError } from "./command.ts";
import { didYouMean } from "./nearest.ts";

export type Call =
  | {
      kind: "run";
      command: Command;
      args: Record<string, string | undefined>;
      flags: Flags;
      /** Words after `--`. */
      rest: readonly string[];
      json: boolean;
    }
  /** Help on one command, on those of a group, or on all. */
  | { kind: "help"; about: readonly Command[] }
  | { kind: "version" };

/**
 * Parses a command line. Without a command it is `serve`.
 * @throws UsageError
 */
export function parse(typed: readonly string[], commands: readonly Command[]): Call {
  const end = typed.indexOf("--");
  const words = end < 0 ? typed : typed.slice(0, end); // what comes after `--` may look like our own flags
  const rest = end < 0 ? [] : typed.slice(end + 1);
  const [first, ...others] = words;
  if (first === "help") return parse([...others, "--help"], commands);
  if (first === "--version" || first === "-v") return { kind: "version" };
  const command = findCommand(words, commands);
  const asksHelp = words.includes("--help") || words.includes("-h");
  if (asksHelp) return { kind: "help", about: command ? [command] : groupOf(first, commands) };
  if (!command) throw unknownCommand(first ?? "", words, commands);
  const siblings = commands.flatMap(({ name }) => (name.startsWith(`${command.name} `) ? [name] : []));
  return parseCall(command, first?.startsWith("-") ? words : words.slice(wordsOf(command, words)), rest, siblings);
}

/** Finds the command in the first words; without a word before the flags it is `serve`. */
function findCommand(words: readonly string[], commands: readonly Command[]): Command | undefined {
  const [first = "-", second] = words;
  if (first === "--help" || first === "-h") return undefined;
  const name = first.startsWith("-") ? "serve" : first;
  return commands.find((each) => each.name === `${name} ${second}`) ?? commands.find((each) => each.name === name);
}

function wordsOf({ name }: Command, words: readonly string[]): number {
  return Math.min(name.split(" ").length, words.length);
}

function groupOf(first: string | undefined, commands: readonly Command[]): readonly Command[] {
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length === 0 && first !== undefined && !first.startsWith("-"))
    throw unknownCommand(first, [first], commands);
  return group.length > 0 ? group : commands;
}

function unknownCommand(first: string, words: readonly string[], commands: readonly Command[]): UsageError {
  const group = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (group.length === 0) {
    const guess = didYouMean(
      first,
      commands.flatMap(({ name }) => name.split(" ", 1)),
    );
    return new UsageError(`There is no command "${first}".${guess}`, "chamra --help");
  }
  const [, second] = words;
  const complete = second !== undefined && !second.startsWith("-");
  const asked = complete ? `has no "${second}"` : "is not complete";
  const guess = complete
    ? didYouMean(
        second,
        group.map((name) => name.slice(first.length + 1)),
      )
    : "";
  return new UsageError(`"chamra ${first}" ${asked}: there are ${group.join(", ")}.${guess}`, `chamra ${first} --help`);
}

/** @param longer names of commands that begin with this one's, of which one may have been meant */
function parseCall(
  command: Command,
  words: readonly string[],
  rest: readonly string[],
  longer: readonly string[],
): Call {
  const hint = `chamra ${command.name} --help`;
  const options: ParseArgsConfig["options"] = Object.fromEntries(
    Object.entries(command.flags).map(([name, { takes, many = false }]) => [
      name,
      takes === undefined ? { type: "boolean" as const } : { type: "string" as const, multiple: many },
    ]),
  );
  if (command.json) options.json = { type: "boolean" };
  if (command.rest && words[0] !== undefined && !words[0].startsWith("-"))
    throw new UsageError(
      `"chamra ${command.name}" takes its ${command.rest} after \`--\`: before "${words[0]}".`,
      hint,
    );
  const { values, positionals } = parseWords(words, options, hint);
  const names = Object.keys(command.args);
  const [missing, surplus] = [names[positionals.length], positionals[names.length]];
  if (missing && !command.args[missing]?.optional)
    throw new UsageError(`"chamra ${command.name}" needs <${missing}>.`, hint);
  if (surplus !== undefined && command.rest)
    throw new UsageError(`"chamra ${command.name}" takes its ${command.rest} after \`--\`: before "${surplus}".`, hint);
  if (rest.length > 0 && !command.rest)
    throw new UsageError(`"chamra ${command.name}" does not know what to do with "${rest[0]}".`, hint);
  if (surplus !== undefined) {
    const guess = didYouMean(`${command.name} ${surplus}`, longer);
    throw new UsageError(`"chamra ${command.name}" does not know what to do with "${surplus}".${guess}`, hint);
  }
  const args = Object.fromEntries(names.map((name, index) => [name, positionals[index]]));
  const flags: Flags = Object.fromEntries(
    Object.entries(command.flags).map(([name, flag]) => [name, valueGiven(flag, values[name])]),
  );
  for (const [name, { oneOf }] of Object.entries(command.args)) mustBeOneOf(`<${name}>`, args[name], oneOf, hint);
  for (const [name, { oneOf, required }] of Object.entries(command.flags)) {
    if (required && !flags[name]) throw new UsageError(`"chamra ${command.name}" needs --${name}.`, hint);
    for (const value of [flags[name]].flat()) mustBeOneOf(`--${name}`, textIn(value), oneOf, hint);
  }
  return { kind: "run", command, args, flags, rest, json: values.json === true };
}

type Value = string | boolean | (string | boolean)[] | undefined;

/** What a command gets for a flag. Values of a list may also stand in one word, with commas between. */
function valueGiven({ takes, many }: Command["flags"][string], value: Value): Flags[string] {
  if (takes === undefined) return value === true;
  const given = [value ?? []].flat().map(String);
  return many ? given.flatMap((each) => each.split(",")).filter(Boolean) : given.at(-1);
}

const textIn = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function parseWords(words: readonly string[], options: NonNullable<ParseArgsConfig["options"]>, hint: string) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const flag = /--?[\w-]+/.exec(message)?.[0];
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const known = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(`There is no flag ${flag} here.${didYouMean(flag ?? "", known)}`, hint);
    }
    if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
      const isSwitch = options[flag?.replace(/^-+/, "") ?? ""]?.type === "boolean";
      throw new UsageError(`${flag} ${isSwitch ? "takes no value" : "needs a value"}.`, hint);
    }
    throw error;
  }
}

/** More choices than these are not listed in one sentence; the command's help has them. */
const choicesMax = 8;

function mustBeOneOf(name: string, value: string | undefined, oneOf: readonly string[] | undefined, hint: string) {
  if (value === undefined || !oneOf || oneOf.includes(value)) return;
  const meant = didYouMean(value, oneOf);
  throw oneOf.length > choicesMax
    ? new UsageError(`There is no ${name} "${value}".${meant}`, hint)
    : new UsageError(`${name} must be ${oneOf.join(" or ")}, not "${value}".${meant}`, hint);
}
