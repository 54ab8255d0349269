import { wireTime } from "../api/wire/shape.ts";
import { Refusal } from "../domain/base/errors.ts";
import type { Delivery, Event } from "../domain/event/event.ts";
import { resend } from "../webhooks/resend.ts";
import { command } from "./command.ts";
import { columns } from "./text.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

/** Number of events listed, the newest; the API's list has all. */
const listed = 20;

export const eventCommands = [
  command({
    name: "event list",
    about: `Lists the newest ${listed} events and what became of their deliveries.`,
    args: {},
    flags: { account: { about: "Only this account's.", takes: "account" } },
    json: true,
    run: ({ flags, config }) =>
      besideGateway(config(), async (assembly) => {
        const { store, now } = assembly.gateway;
        const accounts = flags.account ? [await accountOf(assembly, flags.account)] : await store.account.all();
        const range = { limit: listed, offset: 0, from: 0, to: now(), order: "reverse_chronological" } as const;
        const pages = await Promise.all(accounts.map(({ id }) => store.event.list(id, range)));
        const events = pages
          .flatMap(({ rows }) => rows)
          .sort((a, b) => b.createdAt - a.createdAt)
          .slice(0, listed);
        const all = await Promise.all(
          events.map(async (event) => present(event, await store.delivery.ofEvent(event.account, event.id))),
        );
        const rows = all.map((each) => [
          each.id,
          each.created_at,
          each.key,
          each.charge ?? "-",
          each.deliveries.map(({ uri, state, attempts }) => `${uri} ${state} (${attempts})`).join(", ") ||
            "nobody told",
        ]);
        return { text: columns(["ID", "CREATED", "KEY", "CHARGE", "DELIVERIES (ATTEMPTS)"], rows), json: all };
      }),
  }),
  command({
    name: "event resend",
    about:
      "Sends an event once more to every endpoint that it was for, and says what they answered; exit code 1 where one of them did not take it.",
    args: { event: { about: "Its id, `evnt_…`." } },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async ({ gateway, dispatch }) => {
        const owner = await gateway.store.account.ownerOf("events", args.event);
        if (!owner)
          throw new Refusal("not_found", `There is no event ${args.event}: \`chamra event list\` shows the newest.`);
        const attempts = await resend(dispatch, owner, args.event);
        const refused = attempts.some(({ status }) => status === null || status < 200 || status >= 300);
        if (refused) process.exitCode = 1;
        const rows = attempts.map(({ uri, status, error, latencyMs }) => [
          uri,
          status === null ? (error ?? "no answer") : String(status),
          `${latencyMs} ms`,
        ]);
        return {
          text:
            rows.length > 0
              ? columns(["ENDPOINT", "ANSWER", "AFTER"], rows)
              : "No endpoint was set when it happened.\n",
          json: attempts.map(({ id, uri, status, error }) => ({ id, uri, status, error })),
        };
      }),
  }),
];

function present(event: Event, deliveries: readonly Delivery[]) {
  return {
    id: event.id,
    account: event.account,
    key: event.key,
    charge: event.charge,
    created_at: wireTime(event.createdAt),
    deliveries: deliveries.map(({ uri, state, attempts }) => ({ uri, state, attempts })),
  };
}
