import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import type { TimelineItem } from "../api/insight/timeline.shape.ts";
import { Refusal } from "../domain/base/errors.ts";
import { type IdKind, kindOfId } from "../domain/base/id.ts";
import { inMainUnits } from "../domain/base/money.ts";
import { oneOf } from "../domain/base/text.ts";
import { clientFlags, type Json, reachGateway } from "./client.ts";
import { command } from "./command.ts";
import { lookOf, painted } from "./paint.ts";
import { columns } from "./text.ts";

const charge = { about: "The charge's id, `chrg_…`." };

/** Paths of the dashboard for the objects that have a page there. */
const pagesOf: Partial<Record<IdKind, string>> = {
  charge: "charges",
  customer: "customers",
  dispute: "disputes",
  event: "events",
  link: "links",
  schedule: "schedules",
};

export const chargeCommands = [
  command({
    name: "charge",
    about:
      "Prints the timeline of a test charge: requests, the banks' answers, states, entries of the ledger, events and tries to deliver them.",
    args: { charge },
    flags: clientFlags,
    json: true,
    run: async ({ args, flags, config }) => {
      const client = await reachGateway(config(), flags);
      const found = await client.call("GET", `/charges/${encodeURIComponent(args.charge)}`);
      const timeline = await client.call("GET", `/test/charges/${found.id}/timeline`);
      const rows = timeline.data.map((item: TimelineItem) => [item.at, ...lineOf(item, found.currency)]);
      return { text: `${inWords(found)}\n\n${columns(["AT", "KIND", "WHAT"], rows)}`, json: timeline };
    },
  }),
  command({
    name: "pay",
    about: "Plays the payer of a test charge that waits for one.",
    args: { charge },
    flags: {
      outcome: {
        about: "`successful` by default, or a failure code of its method.",
        takes: "outcome",
      },
      ...clientFlags,
    },
    json: true,
    run: async ({ args, flags: { outcome, ...flags }, config }) => {
      const client = await reachGateway(config(), flags);
      const path = `/test/charges/${encodeURIComponent(args.charge)}/pay`;
      const paid = await client.call("POST", path, { ...(outcome !== undefined && { outcome }) });
      return { text: `${inWords(paid)}\n`, json: paid };
    },
  }),
  command({
    name: "open",
    about: "Opens the dashboard in a browser, at an object of test mode if one is named, and prints the address.",
    args: { object: { about: `Its id: that of a ${oneOf(Object.keys(pagesOf))}.`, optional: true } },
    flags: { url: clientFlags.url },
    json: true,
    run: async ({ args: { object }, flags, config }) => {
      const { url } = await reachGateway(config(), { ...flags, key: "" }); // no key is needed, so none is looked for
      const address = `${url}/dashboard${object === undefined ? "" : `/test/${placeOf(object)}`}`;
      if (process.stdout.isTTY) await openInBrowser(address);
      return { text: `${address}\n`, json: { url: address } };
    },
  }),
];

function placeOf(id: string): string {
  const kind = kindOfId(id);
  const page = kind && pagesOf[kind];
  if (!page)
    throw new Refusal("bad_request", `The dashboard has pages for a ${oneOf(Object.keys(pagesOf))}, not for ${id}.`);
  return `${page}/${id}`;
}

const browsers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Asks the desktop to open an address; where there is none, the printed address has to do. */
async function openInBrowser(address: string): Promise<void> {
  const [program, ...before] = browsers[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...before, address], { stdio: "ignore", detached: true });
  const failed = new Promise((resolve) => child.once("error", resolve));
  const begun = new Promise((resolve) => child.once("spawn", resolve));
  child.unref();
  await Promise.race([failed, begun, pause(1_000, undefined, { ref: false })]);
}

/** A charge in one line: what it is, its money, its state and why it failed. */
function inWords(charge: Json): string {
  const look = { successful: "green", failed: "red", expired: "red", pending: "yellow" } as const;
  const status = charge.status as keyof typeof look; // others have no look
  const state = painted(look[status] ?? "reset", charge.status);
  const why = charge.failure_code ? `, ${charge.failure_code}: ${charge.failure_message}` : "";
  const by = charge.source?.type ?? "card";
  return `${charge.id}  ${charge.currency} ${inMainUnits(charge.amount, charge.currency)} by ${by}: ${state}${why}`;
}

/** Kind and words of an item. */
function lineOf(item: TimelineItem, currency: string): [kind: string, what: string] {
  const money = (amount: number) => `${currency} ${inMainUnits(amount, currency)}`;
  switch (item.kind) {
    case "request": {
      const { method, path, status, latency_ms: ms, key_kind: kind, error_code: code } = item.details;
      return [
        "request",
        `${method} ${path} ${shown(status)} ${Math.round(ms)} ms, ${kind} key${code ? `: ${code}` : ""}`,
      ];
    }
    case "bank": {
      const { bank_name: name, answer, reason, latency_ms: ms } = item.details;
      const step = item.title_key.replace("bank.", "").replaceAll("_", " ");
      return ["bank", `${name.en}, ${step}: ${answer}${reason ? ` (${reason})` : ""} ${Math.round(ms)} ms`];
    }
    case "notification":
      return ["bank", `${item.details.bank_name.en} has told: ${item.details.body}`];
    case "route": {
      const { upstream_name: name, why, passed } = item.details;
      const left = passed.map((other) => `, not to ${other.upstream_name.en}: ${other.why}`);
      return ["route", `to ${name.en}: ${why}${left.join("")}`];
    }
    case "card_check": {
      const { answer, reason } = item.details;
      const step = item.title_key.replace("card_check.", "");
      return ["bank", `card's check, ${step}: ${answer ?? "no answer yet"}${reason ? ` (${reason})` : ""}`];
    }
    case "state": {
      const { amount, failure } = item.details;
      const became = item.title_key.replace("state.", "").replaceAll("_", " ");
      return ["state", `${became}${amount === null ? "" : ` ${money(amount)}`}${failure ? `: ${failure.code}` : ""}`];
    }
    case "entry":
      return ["ledger", `${item.title_key.replace("entry.", "")} ${money(item.details.amount)}`];
    case "event":
      return ["event", `${item.details.key} ${item.reference}`];
    case "attempt": {
      const { key, uri, status, error, latency_ms: ms } = item.details;
      return ["webhook", `${key} to ${uri} ${shown(status)} ${Math.round(ms)} ms${error ? `: ${error}` : ""}`];
    }
    case "act":
      return ["act", `${item.details.act} by ${item.details.member ?? "the command line"}`];
  }
}

const shown = (status: number | null): string => painted(lookOf(status), String(status ?? "no answer"));
