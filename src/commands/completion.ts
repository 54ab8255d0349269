import { type Command, command } from "./command.ts";

const shells = ["bash", "zsh", "fish"] as const;

/** Makes the command that prints completions of all commands, of itself, too. */
export function completionCommand(others: () => readonly Command[]): Command {
  return command({
    name: "completion",
    about:
      "Prints completions for a shell. bash: `source <(chamra completion bash)`; zsh: the same with zsh; fish: `chamra completion fish | source`.",
    args: { shell: { about: "Which.", oneOf: shells } },
    flags: {},
    json: false,
    run: async ({ args }) => ({ text: scripts[args.shell as (typeof shells)[number]](offersOf(others())) }), // the argument takes no other
  });
}

/** What can follow words that were typed: the next word of a command, its arguments where they are of a few, and its flags. */
type Offers = {
  /** By the words before, joined by blanks. */
  words: ReadonlyMap<string, readonly string[]>;
  /** By a command and one of its flags. */
  values: ReadonlyMap<string, readonly string[]>;
};

function offersOf(commands: readonly Command[]): Offers {
  const words = new Map<string, string[]>();
  const values = new Map<string, readonly string[]>();
  const offer = (typed: string, ...next: readonly string[]) =>
    words.set(typed, [...new Set([...(words.get(typed) ?? []), ...next])]);
  for (const { name, args, flags, json } of commands) {
    const [first = "", second] = name.split(" ");
    offer("", first);
    if (second !== undefined) offer(first, second);
    const choices = Object.values(args).flatMap(({ oneOf = [] }) => oneOf);
    offer(name, ...choices, ...Object.keys(flags).map((flag) => `--${flag}`), ...(json ? ["--json"] : []), "--help");
    for (const [flag, { oneOf }] of Object.entries(flags)) if (oneOf) values.set(`${name} --${flag}`, oneOf);
  }
  return { words, values };
}

/** Cases of a shell: first those of a flag's value, then those of a command, the longest first, since `event` begins `event list`. */
function casesOf({ words, values }: Offers): string {
  const longestFirst = [...words].sort(([one], [other]) => other.length - one.length);
  return [
    ...[...values].map(([typed, next]) => {
      const at = typed.lastIndexOf(" ");
      return `    "${typed.slice(0, at)}"*"${typed.slice(at)}") offers="${next.join(" ")}" ;;`;
    }),
    ...longestFirst.map(([typed, next]) => {
      const pattern = typed === "" ? '""' : `"${typed}"|"${typed} "*`;
      return `    ${pattern}) offers="${next.join(" ")}" ;;`;
    }),
  ].join("\n");
}

const scripts: Record<(typeof shells)[number], (offers: Offers) => string> = {
  bash: (offers) => `_chamra() {
  local offers="" typed="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
  case "$typed" in
${casesOf(offers)}
  esac
  COMPREPLY=($(compgen -W "$offers" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _chamra chamra
`,
  zsh: (offers) => `#compdef chamra
_chamra() {
  local offers="" typed="\${(j: :)words[2,CURRENT-1]}"
  case "$typed" in
${casesOf(offers)}
  esac
  compadd -- \${=offers}
}
compdef _chamra chamra
`,
  fish: ({ words, values }) => {
    const rule = (pattern: string, next: readonly string[]) =>
      `complete -c chamra -f -n '__chamra_typed "${pattern}"' -a "${next.join(" ")}"`;
    return [
      "function __chamra_typed",
      '  string match -qr -- "^($argv[1])\\$" (string join " " -- (commandline -opc)[2..-1])',
      "end",
      ...[...words].map(([typed, next]) => rule(typed === "" ? "" : `${typed}( .*)?`, next)),
      ...[...values].map(([typed, next]) => rule(typed.replace(/ (?=\S+$)/, "( .*)? "), next)),
      "",
    ].join("\n");
  },
};
