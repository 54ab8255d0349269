import { accountCommands } from "./commands/account.ts";
import { backupCommand } from "./commands/backup.ts";
import { cardsCommand } from "./commands/cards.ts";
import { certifyCommands } from "./commands/certify.ts";
import { chargeCommands } from "./commands/charge.ts";
import { clockCommands } from "./commands/clock.ts";
import { type Command, UsageError } from "./commands/command.ts";
import { completionCommand } from "./commands/completion.ts";
import { dashboardCommands } from "./commands/dashboard.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { doctorLiveCommand } from "./commands/doctor-live.ts";
import { eventCommands } from "./commands/event.ts";
import { execCommand } from "./commands/exec.ts";
import { sentenceOf } from "./commands/failure.ts";
import { fidelityCommand } from "./commands/fidelity.ts";
import { forexCommands } from "./commands/forex.ts";
import { help } from "./commands/help.ts";
import { keyCommands } from "./commands/key.ts";
import { listenCommand } from "./commands/listen.ts";
import { logsCommand } from "./commands/logs.ts";
import { mcpCommand } from "./commands/mcp.ts";
import { methodCommands } from "./commands/method.ts";
import { type Call, parse } from "./commands/parse.ts";
import { reconcileCommands } from "./commands/reconcile.ts";
import { referenceCommands } from "./commands/reference.ts";
import { retentionCommand } from "./commands/retention.ts";
import { routeCommands } from "./commands/route.ts";
import { ruleCommands } from "./commands/rule.ts";
import { sandboxCommands } from "./commands/sandbox.ts";
import { serveCommand } from "./commands/serve.ts";
import { shadowCommands } from "./commands/shadow.ts";
import { slipCommand } from "./commands/slip.ts";
import { forTerminal } from "./commands/text.ts";
import { triggerCommand } from "./commands/trigger.ts";
import { upstreamCommands } from "./commands/upstream.ts";
import { vaultCommands } from "./commands/vault.ts";
import { verifyCommand } from "./commands/verify.ts";
import { type Config, readConfig } from "./config.ts";
import { version } from "./version.ts";

/** Every command, in the order of the help. */
const commands: readonly Command[] = [
  serveCommand,
  execCommand,
  triggerCommand,
  ...chargeCommands,
  ...clockCommands,
  listenCommand,
  logsCommand,
  doctorCommand,
  ...certifyCommands,
  doctorLiveCommand,
  ...sandboxCommands,
  ...ruleCommands,
  ...shadowCommands,
  fidelityCommand,
  mcpCommand,
  ...accountCommands,
  ...keyCommands,
  ...methodCommands,
  ...upstreamCommands,
  ...routeCommands,
  ...eventCommands,
  ...forexCommands,
  ...dashboardCommands,
  ...vaultCommands,
  backupCommand,
  verifyCommand,
  ...reconcileCommands,
  slipCommand,
  ...referenceCommands,
  retentionCommand,
  cardsCommand,
  completionCommand(() => commands),
];

/** Exit codes: 0 done, 1 could not be done, 2 not understood. */
async function main(words: readonly string[]): Promise<void> {
  let config: Config | undefined;
  const read = () => {
    config = readConfig();
    return config;
  };
  try {
    process.stdout.write(forTerminal(await answer(parse(words, commands), read)));
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nSee \`${error.hint}\`.\n`);
      process.exitCode = 2;
      return;
    }
    process.stderr.write(`${forTerminal(sentenceOf(error, config))}\n`);
    if (config && ["debug", "trace"].includes(config.logLevel)) console.error(error);
    process.exitCode = 1;
  }
}

async function answer(call: Call, config: () => Config): Promise<string> {
  switch (call.kind) {
    case "version":
      return `${version}\n`;
    case "help":
      return help(call.about, call.about.length === commands.length);
    case "run": {
      const { args, flags, rest, json: asJson } = call;
      const { text, json } = await call.command.run({ args, flags, rest, asJson, config });
      if (asJson && json === undefined) return text; // it prints its objects itself
      return asJson ? `${JSON.stringify(json, null, 2)}\n` : text;
    }
  }
}

/** Ends quietly when the reader does, as in `chamra errors | head`. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

await main(process.argv.slice(2));
