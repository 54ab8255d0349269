import { expect, onTestFinished } from "vitest";
import type { Seat } from "./dashboard.ts";
import type { TestGateway } from "./gateway.ts";

/** Events received from the feed. */
type Heard = { key: string; id: string; charge: string | null };

/** An open feed of the dashboard. */
export type Line = {
  heard: Heard[];
  /** Resolves when an event with this key has arrived. */
  hears(key: string): Promise<Heard>;
  /** Resolves when the gateway has ended the feed. */
  ended: Promise<void>;
  text(): string;
};

/** Opens the feed of a member's dashboard until the end of the test. */
export async function aLine(gateway: TestGateway, { cookie }: Pick<Seat, "cookie">, mode = "test"): Promise<Line> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${gateway.url}/dashboard/api/${mode}/feed`, {
    headers: { cookie },
    signal: abort.signal,
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const heard: Heard[] = [];
  const waiting: { key: string; resolve: (heard: Heard) => void }[] = [];
  let all = "";
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      all += chunk;
      for (const [, data = ""] of chunk.matchAll(/event: change\ndata: (.*)\n\n/g)) {
        const change = JSON.parse(data) as Heard;
        heard.push(change);
        for (const each of waiting.filter(({ key }) => key === change.key)) each.resolve(change);
      }
    }
  };
  const ended = read().catch(() => {});
  const hears = (key: string): Promise<Heard> => {
    const found = heard.find((change) => change.key === key);
    return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ key, resolve }));
  };
  return { heard, hears, ended, text: () => all };
}
