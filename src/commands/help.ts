import type { Command } from "./command.ts";
import { pairs } from "./text.ts";

/** Help on one command in full, on several in a line each. @param all whether these are all commands, not a group */
export function help(about: readonly Command[], all: boolean): string {
  const [only, ...others] = about;
  return only && others.length === 0 ? helpOnOne(only) : helpOnSeveral(about, all);
}

function helpOnOne(command: Command): string {
  const args = Object.entries(command.args).map(
    ([name, { about, oneOf }]) => [`<${name}>`, withChoice(about, oneOf)] as const,
  );
  const flags = Object.entries(command.flags).map(
    ([name, { about, takes, required, oneOf }]) =>
      [
        takes === undefined ? `--${name}` : `--${name} <${takes}>`,
        `${withChoice(about, oneOf)}${required ? " Required." : ""}`,
      ] as const,
  );
  const all = [...flags, ...(command.json ? [["--json", "Answer in JSON."] as const] : [])];
  return [
    `${command.about}\n`,
    `\nUsage: ${usageOf(command)}${all.length > 0 ? " [flags]" : ""}${restOf(command)}\n`,
    args.length + all.length > 0 ? `\n${pairs([...args, ...all], "  ")}` : "",
  ].join("");
}

function helpOnSeveral(commands: readonly Command[], all: boolean): string {
  const lines = commands.map((command) => [`${usageOf(command)}${restOf(command)}`, command.about] as const);
  return [
    "Usage: chamra [command]\n\n",
    pairs(lines, "  "),
    all ? "\nWithout a command, the gateway is started.\n" : "\n",
    "`chamra <command> --help` says more of one; `chamra --version` says which Chamra this is.\n",
    "Settings are read from the environment; `chamra settings` lists them.\n",
  ].join("");
}

const usageOf = ({ name, args }: Command): string =>
  ["chamra", name, ...Object.entries(args).map(([arg, { optional }]) => (optional ? `[${arg}]` : `<${arg}>`))].join(
    " ",
  );

const restOf = ({ rest }: Command): string => (rest ? ` -- <${rest}>` : "");

const withChoice = (about: string, oneOf: readonly string[] | undefined): string =>
  oneOf ? `${about} One of: ${oneOf.join(", ")}.` : about;
