import { days, hours, minutes } from "../domain/base/time.ts";
import type { Retention } from "../jobs/retention.ts";
import { command } from "./command.ts";
import { markdownTable } from "./text.ts";

export const retentionCommand = command({
  name: "retention",
  about: "Prints which data are kept for how long as a table in Markdown.",
  args: {},
  flags: {},
  json: false,
  run: async () => {
    const { retention } = await import("../jobs/retention.ts"); // imported here because it loads the vault, which is slow beside `--help`
    const rows = Object.entries(retention).map(([table, { what, why, until }]) => [
      `\`${table}\``,
      what,
      spanOf(until),
      why,
    ]);
    return { text: markdownTable(["Table", "What", "Kept", "Why"], rows) };
  },
});

function spanOf(until: Retention["until"]): string {
  if (until === "for ever") return until;
  const [name, length] = units.find((unit) => until.keptFor % unit[1] === 0) ?? (["minute", minutes(1)] as const);
  const count = until.keptFor / length;
  return `${count} ${count === 1 ? name : `${name}s`} after ${until.after}`;
}

/** Units of the table, largest first. */
const units = [
  ["day", days(1)],
  ["hour", hours(1)],
  ["minute", minutes(1)],
] as const;
