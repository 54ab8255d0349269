import { Refusal } from "../domain/base/errors.ts";
import { faultNames } from "../domain/sandbox/rule.ts";
import { clientFlags, type Json, reachGateway } from "./client.ts";
import { command, UsageError } from "./command.ts";
import { columns } from "./text.ts";

export const ruleCommands = [
  command({
    name: "rule add",
    about: "Makes something go wrong on purpose in a test account, for the payments that match all that is given.",
    args: { fault: { about: "What goes wrong; `chamra faults` says what each does.", oneOf: faultNames } },
    flags: {
      charge: { about: "Only this charge or refund.", takes: "id" },
      metadata: {
        about: "Only payments with this metadata; a key alone stands for any value.",
        takes: "key=value",
        many: true,
      },
      method: { about: "Only this payment method.", takes: "type" },
      card: { about: "Only cards with these last four digits, or a whole test number.", takes: "digits" },
      phone: { about: "Only payers with this telephone number.", takes: "number" },
      by: { about: "How long, such as `90s`, `10m` or `2h`.", takes: "duration" },
      code: { about: "The failure code, for decline.", takes: "code" },
      events: { about: "Which events, for webhooks: a key, or a pattern such as `charge.*`.", takes: "pattern" },
      times: { about: "How often; without end by default.", takes: "number" },
      ...clientFlags,
    },
    json: true,
    run: async ({ args, flags, config }) => {
      const { charge, metadata, method, card, phone, by, code, events, times } = flags;
      const on = { charge, method, card, phone, ...(metadata.length > 0 && { metadata: pairsIn(metadata) }) };
      const client = await reachGateway(config(), flags);
      const rule = await client.call("POST", "/test/rules", { fault: args.fault, on, by, code, events, times });
      return { text: `${rule.id}: ${rule.fault}${whereOf(rule)}\n`, json: rule };
    },
  }),
  command({
    name: "rule list",
    about: "Lists what goes wrong on purpose in a test account, and how often it did.",
    args: {},
    flags: clientFlags,
    json: true,
    run: async ({ flags, config }) => {
      const client = await reachGateway(config(), flags);
      const { data } = await client.call("GET", "/test/rules?limit=100&order=chronological");
      const rows = data.map((rule: Json) => [
        rule.id,
        `${rule.fault}${whereOf(rule)}`,
        rule.times === null ? String(rule.applied) : `${rule.applied} of ${rule.times}`,
      ]);
      return { text: columns(["RULE", "FAULT", "APPLIED"], rows), json: data };
    },
  }),
  command({
    name: "rule remove",
    about: "Ends what goes wrong on purpose; what a rule holds is let go.",
    args: { rule: { about: "Id of a rule, or `all`." } },
    flags: clientFlags,
    json: true,
    run: async ({ args, flags, config }) => {
      if (!/^\w+$/.test(args.rule)) throw new Refusal("not_found", `rule ${args.rule} was not found`);
      const client = await reachGateway(config(), flags);
      const all = args.rule === "all";
      const removed = await client.call("DELETE", all ? "/test/rules" : `/test/rules/${args.rule}`);
      const text = all ? `Removed ${removed.total} rules.\n` : `Removed ${removed.id}: ${removed.fault}.\n`;
      return { text, json: removed };
    },
  }),
];

/** Reads `order=1042`, and `order` for any value. */
function pairsIn(written: readonly string[]): Record<string, string | true> {
  return Object.fromEntries(
    written.map((pair): [string, string | true] => {
      const [, key, value] = /^([^=]+)(?:=([\s\S]*))?$/.exec(pair) ?? [];
      if (key === undefined) throw new UsageError(`${pair} is not of the form key=value.`, "chamra rule add --help");
      return [key, value ?? true];
    }),
  );
}

/** What a rule is for, in a few words. */
function whereOf({ on, by, code, events }: Json): string {
  const { metadata, ...others } = on;
  const conditions = Object.entries({ ...others, by, code, events: events === "*" ? null : events });
  const said = conditions.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]));
  const pairs = Object.entries(metadata ?? {}).map(([key, value]) => (value === true ? key : `${key}=${value}`));
  const all = [...said, ...pairs];
  return all.length === 0 ? "" : ` (${all.join(", ")})`;
}
