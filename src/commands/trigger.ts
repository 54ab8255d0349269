import { setTimeout as pause } from "node:timers/promises";
import { type EventKey, eventKeys } from "../domain/event/event.ts";
import { type Client, clientFlags, type Json, reachGateway } from "./client.ts";
import { command, UsageError } from "./command.ts";
import { painted } from "./paint.ts";
import { type Asked, type Stage, ways } from "./ways.ts";

const keys = Object.keys(eventKeys) as EventKey[]; // the table has no other keys

/** How often the list of events is asked for an event that has not come yet, and the pause between. */
const looksMax = 60;
const lookAgainMs = 250;

export const triggerCommand = command({
  name: "trigger",
  about:
    "Makes an event happen in test mode, with real objects: each request that leads there is printed, and at the end the event.",
  args: { event: { about: "Its key; `chamra triggers` says what is done for each.", oneOf: keys } },
  flags: {
    method: { about: "Payment method of the charge: `card`, or the type of a source.", takes: "method" },
    outcome: {
      about: "How it ends: `successful` or a failure code of the method; of a dispute `won` or `lost`.",
      takes: "outcome",
    },
    amount: { about: "Amount in satang.", takes: "satang" },
    charge: { about: "A charge that there is already, in place of a new one.", takes: "id" },
    ...clientFlags,
  },
  json: true,
  run: async ({ args, flags: { method, outcome, amount, charge, url, key: secret }, asJson, config }) => {
    const key = args.event as EventKey; // one of `keys`, since the argument takes no other
    const asked = { method, outcome, charge, amount: amount === undefined ? undefined : wholeNumber(amount) };
    mustTake(key, asked);
    const client = await reachGateway(config(), { url, key: secret });
    const say = (line: string) => void (asJson || process.stderr.write(`${painted("dim", line, process.stderr)}\n`));
    const event = await trigger(key, { ...asked, client, say }, () => pause(lookAgainMs));
    return {
      text: `${painted("bold", event.key)} ${event.id} of ${event.data.id}\n`,
      json: { event: event.id, key: event.key, object: event.data.id },
    };
  },
});

/**
 * Goes the way to an event, and returns the newest such event of the object once it has happened.
 * @param wait between two looks, since some events follow from the gateway's own work
 */
export async function trigger(key: EventKey, stage: Stage, wait: () => Promise<unknown>): Promise<Json> {
  const object = await ways[key].go(stage);
  for (let looks = 0; looks < looksMax; looks += 1) {
    const found = (await newest(stage.client)).find((event) => event.key === key && event.data.id === object);
    if (found) return found;
    await wait();
  }
  throw new Error(`${object} was made, but no event ${key} has come of it yet: \`chamra listen\` shows when it does`);
}

const newest = async (client: Client): Promise<Json[]> =>
  (await client.call("GET", "/events?order=reverse_chronological&limit=20")).data;

/** @throws UsageError for what the way to the event has no use for */
function mustTake(key: EventKey, asked: Asked): void {
  const { takes } = ways[key];
  const given = (Object.keys(asked) as (keyof Asked)[]).filter((name) => asked[name] !== undefined);
  const [useless] = given.filter((name) => !takes.includes(name));
  if (useless === undefined) return;
  const usable = takes.length === 0 ? "it takes none" : `it takes ${takes.map((name) => `--${name}`).join(", ")}`;
  throw new UsageError(`--${useless} says nothing of ${key}: ${usable}.`, "chamra trigger --help");
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new UsageError(`--amount must be a whole number of satang, not "${text}".`, "chamra trigger --help");
}
