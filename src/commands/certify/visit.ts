import type { Answered } from "./place.ts";

/** An answer of the shop. */
export type Visited = Answered & { url: string; status: number; ms: number };

/** Redirects that a browser follows before it says that the page does not work. */
const redirectsMax = 20;

/** Time limit for each request: a payer has gone away by then. */
const timeoutMs = 30_000;

/** A payer's browser: it keeps cookies, each for its host. */
export type Browser = {
  /** One request, whose redirect is not followed. @throws Error where nothing answers */
  send(url: string, options?: RequestInit): Promise<Visited>;
  /** A page, wherever it leads. @throws Error where nothing answers, or where it leads in circles */
  open(url: string): Promise<Visited>;
};

export function newBrowser(): Browser {
  const cookies = new Map<string, Map<string, string>>();
  const send = async (url: string, options: RequestInit = {}): Promise<Visited> => {
    const { host } = new URL(url);
    const mine = cookies.get(host) ?? new Map<string, string>();
    cookies.set(host, mine);
    const headers = new Headers(options.headers);
    if (mine.size > 0) headers.set("cookie", [...mine].map(([name, value]) => `${name}=${value}`).join("; "));
    const startedAt = performance.now();
    const answer = await fetch(url, {
      ...options,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await answer.text();
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value = ""] = /^\s*([^=;]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined) mine.set(name, value);
    }
    return { url, status: answer.status, headers: answer.headers, body, ms: Math.round(performance.now() - startedAt) };
  };
  const open = async (url: string): Promise<Visited> => {
    let at = url;
    for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
      const answer = await send(at);
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status >= 400 || location === null) return answer;
      at = new URL(location, at).href;
    }
    throw new Error(`${url} redirects more than ${redirectsMax} times`);
  };
  return { send, open };
}
