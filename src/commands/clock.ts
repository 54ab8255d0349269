import { clientFlags, type Json, reachGateway } from "./client.ts";
import { type Command, command } from "./command.ts";
import { columns } from "./text.ts";

const unit = { about: "Such as 90s, 10m, 2h or 31d." };

const asked = (name: string, about: string, body: object | null): Command =>
  command({
    name,
    about,
    args: {},
    flags: clientFlags,
    json: true,
    run: async ({ flags, config }) => say(await ask(await reachGateway(config(), flags), body)),
  });

export const clockCommands: readonly Command[] = [
  asked("clock", "Prints the clock of a test account.", null),
  command({
    name: "clock advance",
    about: "Moves the clock of a test account. What falls due on the way is done first: expiry, webhooks, schedules.",
    args: { duration: unit },
    flags: clientFlags,
    json: true,
    run: async ({ args, flags, config }) =>
      say(await ask(await reachGateway(config(), flags), { advance: args.duration })),
  }),
  command({
    name: "clock to",
    about: "Moves the clock of a test account to a time.",
    args: { time: { about: "Such as 2027-02-01T00:00:00Z, or a date." } },
    flags: clientFlags,
    json: true,
    run: async ({ args, flags, config }) => say(await ask(await reachGateway(config(), flags), { to: args.time })),
  }),
  asked("clock freeze", "Lets the clock of a test account stand still. It moves only when it is moved.", {
    frozen: true,
  }),
  asked("clock run", "Lets the clock of a test account run again, and does what is due.", { frozen: false }),
];

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
