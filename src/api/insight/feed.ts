import { Readable } from "node:stream";
import type { Account } from "../../domain/merchant/account.ts";
import type { Session } from "../../domain/team/member.ts";
import type { Feed } from "../../operations/insight/listener.ts";
import { rawEndpoint } from "../wire/endpoint.ts";

/** Upper bound of unread bytes; a client that does not read is cut off and connects again. */
const unreadMax = 64 * 1024;

/** Time that a browser waits before it connects again. */
const retryMs = 2_000;

export const feedEndpoints = [
  rawEndpoint({
    tag: "Dashboard: home",
    method: "GET",
    path: "/feed",
    right: "view",
    summary: "Listen to changes",
    description:
      'Server-sent events. `event: change` comes with `{"key", "id", "charge"}`: the key of an event, `delivery.attempt` with the id of the event that was sent, or `account.update`. It says what to read anew, and ends with the session.',
    auth: "session",
    refuses: [],
    run: async ({ gateway, account, session }) => lineOf(gateway.feed, account, session),
    raw: {
      contentTypes: ["text/event-stream"],
      send: (line, reply) => reply.headers({ "Cache-Control": "no-store", "X-Accel-Buffering": "no" }).send(line),
    },
  }),
];

/** Time for which changes are gathered: a busy shop has thousands a second. The first is told at once, the next few together. */
const gatherMs = 100;
const gatheredMax = 50;

function lineOf(feed: Feed, account: Account, session: Session): Readable {
  const line = new Readable({ read: () => {} });
  let over = false;
  const write = (text: string) => {
    if (over) return;
    line.push(text);
    if (line.readableLength > unreadMax) line.destroy();
  };
  const tell = gathering(write);
  const stop = feed.listen({
    account: account.id,
    team: account.team,
    session,
    tell: ({ key, id, charge }) => tell(`event: change\ndata: ${JSON.stringify({ key, id, charge })}\n\n`),
    beat: () => write(": still there\n\n"),
    end: () => {
      over = true;
      line.push(null);
    },
  });
  line.once("close", () => {
    over = true;
    stop();
  });
  write(`retry: ${retryMs}\n\n`);
  return line;
}

function gathering(write: (text: string) => void): (text: string) => void {
  let gathered: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const wait = () => {
    timer = setTimeout(() => {
      timer = null;
      if (gathered.length === 0) return;
      write(gathered.join(""));
      gathered = [];
      wait();
    }, gatherMs).unref();
  };
  return (text) => {
    if (timer) {
      if (gathered.length < gatheredMax) gathered.push(text);
      return;
    }
    write(text);
    wait();
  };
}
