import type { Receiver } from "./receiver.ts";
import { send } from "./request.ts";
import type { Json, Named, Payer, Rules, TestAccount, TestClock } from "./types.ts";

/** The answer of `POST /test/accounts`. */
export type Made = { id: string; public_key: string; secret_key: string; webhook_secret: string };

const idOf = (named: Named): string => (typeof named === "string" ? named : named.id);

/** The tools of an account that was made at a gateway. */
export function toolsOf(url: string, made: Made, receiver: Receiver): TestAccount {
  const { id, public_key: publicKey, secret_key: secretKey, webhook_secret: webhookSecret } = made;
  const request = <Answer = Json>(method: string, path: string, body?: object, key = secretKey): Promise<Answer> =>
    send(url, key, method, path, body);
  return {
    url,
    id,
    publicKey,
    secretKey,
    webhookSecret,
    request,
    clock: clockOf(request),
    payer: payerOf(request, url),
    rules: rulesOf(request),
    webhooks: {
      next: (key, { timeout = 5_000 } = {}) => receiver.next(key, timeout),
      all: receiver.all,
      listenAt: async (endpoint) => {
        await request("PATCH", "/account", { webhook_uri: endpoint });
      },
    },
    seed: (scenario, seed) =>
      request("POST", "/test/seed", {
        ...(typeof scenario === "string" ? { scenario } : { description: scenario }),
        ...(seed !== undefined && { seed }),
      }),
    snapshots: {
      save: (name) => request("POST", "/test/snapshots", { name }),
      restore: (name) => request("POST", `/test/snapshots/${name}/restore`),
    },
    reset: async () => {
      await request("POST", "/test/reset");
      receiver.forget();
    },
  };
}

type Request = TestAccount["request"];

function clockOf(request: Request): TestClock {
  const move = (change: object) => request("POST", "/test/clock", change);
  return {
    now: async () => new Date((await request("GET", "/test/clock")).now),
    advance: (advance) => move({ advance }),
    to: (time) => move({ to: typeof time === "string" ? time : time.toISOString() }),
    freeze: () => move({ frozen: true }),
    run: () => move({ frozen: false }),
  };
}

function payerOf(request: Request, url: string): Payer {
  const end = (charge: Named, outcome: string) => request("POST", `/test/charges/${idOf(charge)}/pay`, { outcome });
  return {
    pay: (charge) => end(charge, "successful"),
    fail: (charge, code = "failed_processing") => end(charge, code),
    challenge: (charge, passed = true) => end(charge, passed ? "successful" : "failed_processing"),
    walk: async (page, { id, authorize_uri }, outcome = "successful") => {
      if (authorize_uri === null) throw new Error(`${id} has no page: its payer scans a code or was not asked`);
      await page.goto(authorize_uri);
      const button = page.locator(`button[name="outcome"][value="${outcome}"]`).first();
      await button.dispatchEvent("click"); // it may stand in a part of the page that is folded up
      const { origin } = new URL(url);
      await page.waitForURL((reached) => reached.origin !== origin);
    },
  };
}

function rulesOf(request: Request): Rules {
  const path = "/test/rules";
  return {
    add: ({ on, ...rule }) =>
      request("POST", path, { ...rule, ...(on && { on: { ...on, ...(on.charge && { charge: idOf(on.charge) }) } }) }),
    all: async () => (await request("GET", `${path}?limit=100&order=chronological`)).data,
    remove: async (rule) => {
      await request("DELETE", rule === undefined ? path : `${path}/${idOf(rule)}`);
    },
  };
}
