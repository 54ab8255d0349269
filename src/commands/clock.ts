import { clientFlags, type Json, reachGateway } from "./client.ts";
import { type Command, command } from "./command.ts";
import { columns } from "./text.ts";

/** Commands of the clock: what each is about, the word that it takes if any, and what it asks for; null looks. */
const acts: Record<string, { about: string; word?: [name: string, about: string]; body(word: string): object | null }> =
  {
    clock: { about: "Prints the clock of a test account.", body: () => null },
    "clock advance": {
      about: "Moves the clock of a test account. What falls due on the way is done first: expiry, webhooks, schedules.",
      word: ["duration", "Such as 90s, 10m, 2h or 31d."],
      body: (advance) => ({ advance }),
    },
    "clock to": {
      about: "Moves the clock of a test account to a time.",
      word: ["time", "Such as 2027-02-01T00:00:00Z, or a date."],
      body: (to) => ({ to }),
    },
    "clock freeze": {
      about: "Lets the clock of a test account stand still. It moves only when it is moved.",
      body: () => ({ frozen: true }),
    },
    "clock run": {
      about: "Lets the clock of a test account run again, and does what is due.",
      body: () => ({ frozen: false }),
    },
  };

export const clockCommands: readonly Command[] = Object.entries(acts).map(([name, { about, word, body }]) =>
  command({
    name,
    about,
    args: word ? { [word[0]]: { about: word[1] } } : {},
    flags: clientFlags,
    json: true,
    run: async ({ args, flags, config }) => {
      const [given = ""] = Object.values(args);
      return say(await ask(await reachGateway(config(), flags), body(given)));
    },
  }),
);

type Client = Awaited<ReturnType<typeof reachGateway>>;

const ask = ({ call }: Client, body: object | null): Promise<Json> =>
  body ? call("POST", "/test/clock", body) : call("GET", "/test/clock");

/** Events printed at most; `--json` has a thousand, and `GET /events` all. */
const printed = 20;

function say(clock: Json): { text: string; json: Json } {
  const { now, ahead, frozen, moving_to: movingTo, played } = clock;
  const state = movingTo ? `on its way to ${movingTo}` : frozen ? "standing still" : "running";
  const lines = [`${now}  ${state}, ${aheadIn(ahead)}\n`];
  if (played) {
    const { events, more, webhooks, failed } = played;
    const rows = events.slice(0, printed).map(({ at, key, object }: Json) => [at, key, object]);
    if (rows.length > 0) lines.push(`\n${columns(["AT", "EVENT", "OBJECT"], rows)}`);
    const left = events.length + more - rows.length;
    if (left > 0) lines.push(`and ${left} more\n`);
    lines.push(
      `\n${events.length + more} events; webhooks: ${webhooks.delivered} delivered, ${webhooks.failed} failed\n`,
    );
    if (failed > 0) lines.push(`${failed} pieces of work met a defect of the gateway: see its log\n`);
  }
  return { text: lines.join(""), json: clock };
}

function aheadIn(seconds: number): string {
  if (seconds === 0) return "as the server's";
  const days = Math.floor(Math.abs(seconds) / 86_400);
  const rest = new Date((Math.abs(seconds) % 86_400) * 1_000).toISOString().slice(11, 19);
  return `${days > 0 ? `${days}d ` : ""}${rest} ${seconds > 0 ? "ahead of" : "behind"} the server's`;
}
