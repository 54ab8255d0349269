import { readFile } from "node:fs/promises";
import { Refusal } from "../domain/base/errors.ts";
import { clientFlags, type Json, reachGateway } from "./client.ts";
import { command } from "./command.ts";
import { columns } from "./text.ts";

const name = { about: "Letters, digits, hyphens and underscores." };

export const sandboxCommands = [
  command({
    name: "seed",
    about: "Fills a test account with the month of a shop (`month`), or with what a JSON file describes.",
    args: { scenario: { about: "A scenario's name, or a file: `./shop.json`." } },
    flags: { ...clientFlags, seed: { about: "Any text: the same one makes the same data.", takes: "text" } },
    json: true,
    run: async ({ args, flags, config }) => {
      const isFile = /[./\\]/.test(args.scenario);
      const filling = isFile ? { description: await described(args.scenario) } : { scenario: args.scenario };
      const client = await reachGateway(config(), flags);
      const filled = await client.call("POST", "/test/seed", { ...filling, ...(flags.seed && { seed: flags.seed }) });
      return { text: `The account is filled. Its time is now ${filled.now}.\n`, json: filled };
    },
  }),
  command({
    name: "reset",
    about: "Empties a test account: payments, customers, events and all else. Keys, settings and its time stay.",
    args: {},
    flags: clientFlags,
    json: true,
    run: async ({ flags, config }) => {
      const emptied = await (await reachGateway(config(), flags)).call("POST", "/test/reset");
      return { text: `The account ${emptied.account} is empty.\n`, json: emptied };
    },
  }),
  command({
    name: "snapshot save",
    about: "Keeps what a test account has under a name, while the gateway runs.",
    args: { name },
    flags: clientFlags,
    json: true,
    run: async ({ args, flags, config }) => {
      const client = await reachGateway(config(), flags);
      const saved = await client.call("POST", "/test/snapshots", { name: args.name });
      return { text: `Saved ${saved.name}: ${saved.rows} rows.\n`, json: saved };
    },
  }),
  command({
    name: "snapshot restore",
    about: "Puts a test account back to what it was; what came afterwards is gone.",
    args: { name },
    flags: clientFlags,
    json: true,
    run: async ({ args, flags, config }) => {
      const client = await reachGateway(config(), flags);
      const path = `/test/snapshots/${encodeURIComponent(args.name)}/restore`;
      const restored = await client.call("POST", path);
      return { text: `The account is as it was in ${restored.name}.\n`, json: restored };
    },
  }),
  command({
    name: "snapshot delete",
    about: "Deletes a snapshot of a test account.",
    args: { name },
    flags: clientFlags,
    json: true,
    run: async ({ args, flags, config }) => {
      const client = await reachGateway(config(), flags);
      const deleted = await client.call("DELETE", `/test/snapshots/${encodeURIComponent(args.name)}`);
      return { text: `Deleted ${deleted.name}.\n`, json: deleted };
    },
  }),
  command({
    name: "snapshot list",
    about: "Lists the snapshots of a test account.",
    args: {},
    flags: clientFlags,
    json: true,
    run: async ({ flags, config }) => {
      const client = await reachGateway(config(), flags);
      const { data } = await client.call("GET", "/test/snapshots?limit=100");
      const rows = data.map((each: Json) => [each.name, String(each.rows), each.created_at]);
      return { text: columns(["NAME", "ROWS", "CREATED"], rows), json: data };
    },
  }),
];

async function described(file: string): Promise<Json> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new Refusal(
      "bad_request",
      `${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
}
