import { type ParseArgsConfig, parseArgs } from "node:util";
import { type Command, UsageError } from "./command.ts";

export type Call =
  | {
      kind: "run";
      command: Command;
      args: Record<string, string>;
      flags: Record<string, string | boolean>;
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
  return parseCall(command, first?.startsWith("-") ? words : words.slice(wordsOf(command, words)), rest);
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
    const meant = nearest(
      first,
      commands.flatMap(({ name }) => name.split(" ", 1)),
    );
    const guess = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    return new UsageError(`There is no command "${first}".${guess}`, "chamra --help");
  }
  const [, second] = words;
  const asked = second === undefined || second.startsWith("-") ? "is not complete" : `has no "${second}"`;
  return new UsageError(`"chamra ${first}" ${asked}: there are ${group.join(", ")}.`, `chamra ${first} --help`);
}

/** Upper bound of typing errors between a word and a suggestion. */
const slipsMax = 2;

/** The word that was probably meant, if one is near enough. */
function nearest(word: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((each) => ({ each, slips: slipsBetween(word, each) }))
    .filter(({ each, slips }) => slips <= slipsMax && slips < each.length / 2)
    .toSorted((one, other) => one.slips - other.slips);
  return best?.each;
}

/** Number of letters to insert, delete or change: the Levenshtein distance, row by row. */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= other.length; column++) {
      const changed = (row[column - 1] ?? 0) + (other[column - 1] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function parseCall(command: Command, words: readonly string[], rest: readonly string[]): Call {
  const hint = `chamra ${command.name} --help`;
  const options: ParseArgsConfig["options"] = Object.fromEntries(
    Object.entries(command.flags).map(([name, { takes }]) => [name, { type: takes ? "string" : "boolean" } as const]),
  );
  if (command.json) options.json = { type: "boolean" };
  const { values, positionals } = parseWords(words, options, hint);
  const { json = false, ...given } = values;
  const switches = Object.entries(command.flags).flatMap(([name, { takes }]) =>
    takes ? [] : [[name, false] as const],
  );
  const flags = { ...Object.fromEntries(switches), ...given };
  const names = Object.keys(command.args);
  const [missing, surplus] = [names[positionals.length], positionals[names.length]];
  if (missing) throw new UsageError(`"chamra ${command.name}" needs <${missing}>.`, hint);
  if (surplus !== undefined && command.rest)
    throw new UsageError(`"chamra ${command.name}" takes its ${command.rest} after \`--\`: before "${surplus}".`, hint);
  if (rest.length > 0 && !command.rest)
    throw new UsageError(`"chamra ${command.name}" does not know what to do with "${rest[0]}".`, hint);
  if (surplus !== undefined)
    throw new UsageError(`"chamra ${command.name}" does not know what to do with "${surplus}".`, hint);
  const args = Object.fromEntries(names.map((name, index) => [name, positionals[index] ?? ""]));
  for (const [name, { oneOf }] of Object.entries(command.args)) mustBeOneOf(`<${name}>`, args[name], oneOf, hint);
  for (const [name, { oneOf, required }] of Object.entries(command.flags)) {
    if (required && !flags[name]) throw new UsageError(`"chamra ${command.name}" needs --${name}.`, hint);
    mustBeOneOf(`--${name}`, flags[name] as string | undefined, oneOf, hint);
  }
  // no flag may come twice
  return { kind: "run", command, args, flags: flags as Record<string, string | boolean>, rest, json: json === true };
}

function parseWords(words: readonly string[], options: NonNullable<ParseArgsConfig["options"]>, hint: string) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const flag = /--?[\w-]+/.exec(message)?.[0];
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") throw new UsageError(`There is no flag ${flag} here.`, hint);
    if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE")
      throw new UsageError(`${flag} ${/does not take/.test(message) ? "takes no value" : "needs a value"}.`, hint);
    throw error;
  }
}

function mustBeOneOf(name: string, value: string | undefined, oneOf: readonly string[] | undefined, hint: string) {
  if (value === undefined || !oneOf || oneOf.includes(value)) return;
  throw new UsageError(`${name} must be ${oneOf.join(" or ")}, not "${value}".`, hint);
}
