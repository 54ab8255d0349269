import type { Mirror, MirroredRequest, Received } from "../../connectors/upstream.ts";
import { bounded } from "../../domain/base/bounded.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { kindOfId } from "../../domain/base/id.ts";
import { withoutSecrets } from "../../domain/base/mask.ts";
import { seconds, type Time } from "../../domain/base/time.ts";
import { compareAnswers, idsIn, withCounterparts } from "../../domain/shadow/compare.ts";
import type { Comparison, Shadow } from "../../domain/shadow/shadow.ts";
import type { Store } from "../../storage/store.ts";
import type { Vault } from "../../vault/vault.ts";
import { catchUp, paidIn } from "./catch-up.ts";

/** A request of a key that was answered here. */
export type AnsweredRequest = Omit<MirroredRequest, "headers"> & {
  id: string;
  account: AccountId;
  /** Method and path of its entry. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  /** What came with a card, without its number and security code; null for a request that is not about a new card. */
  card: Readonly<Record<string, unknown>> | null;
  /** Why it is not sent; null where it is. */
  unsent: string | null;
  status: number;
  /** Body of our answer. */
  answer: string;
};

/** Requests that wait to be sent to the shadows of their accounts, and which accounts have one. */
export type Shadows = Readonly<{
  has(account: AccountId): boolean;
  /**
   * Takes an answered request. It waits in memory only, and is sent when those of its account before it are over. One that finds too many before it is
   * recorded as not compared.
   */
  take(request: AnsweredRequest): void;
  /** Number of an account's requests that wait here. */
  waiting(account: AccountId): number;
  /** Takes over a shadow that this process has begun or ended. */
  note(shadow: Shadow): void;
  /** Reads what other processes have begun and ended. */
  refresh(): Promise<void>;
  /** Resolves when nothing waits. */
  rest(): Promise<void>;
  /** Forgets what waits. */
  close(): Promise<void>;
}>;

/** Upper bounds of waiting requests: of one account, and of all with what is only recorded. */
const waitingMax = { account: 200, all: 2_000 };

/** Upper bound of what a waiting request holds, in characters; a list of a hundred charges has more. */
const sizeMax = 256 * 1_024;

/** How far back each look for changes goes: a commit becomes visible some time after its rows' time, and clocks of processes differ. */
const overlap = seconds(10);

/** Comparisons of an account between two erasures of its oldest. */
const trimEvery = 500;

/** Upper bound of remembered charges that are paid at the shadow as well; another is asked about once more. */
const settledMax = 10_000;

type Parts = {
  store: Pick<Store, "shadow">;
  vault: Pick<Vault, "lendNumber">;
  now: () => Time;
  open: (shadow: Shadow) => Mirror;
  report: (error: unknown) => void;
};

/** Creates the queues of a process. It knows no shadow until `refresh` has read them. */
export function createShadows({ store, vault, now, open, report }: Parts): Shadows {
  const known = new Map<AccountId, Shadow>();
  const lines = new Map<AccountId, AnsweredRequest[]>();
  const atWork = new Map<AccountId, Promise<void>>();
  const recorded = new Map<AccountId, number>();
  const settled = bounded<true>(settledMax);
  let readUntil: Time = 0;
  let closed = false;
  let end = () => {};
  const ending = new Promise<"closed">((resolve) => {
    end = () => resolve("closed");
  });

  const note = (shadow: Shadow): void => {
    const before = known.get(shadow.account);
    if (before && before.version > shadow.version) return;
    known.set(shadow.account, shadow);
  };

  const has = (account: AccountId): boolean => known.get(account)?.endedAt === null;

  function take(request: AnsweredRequest): void {
    if (closed || !has(request.account)) return;
    const line = lines.get(request.account) ?? [];
    const all = [...lines.values()].reduce((sum, { length }) => sum + length, 0);
    if (all >= waitingMax.all) return;
    const tooMany = line.filter(({ unsent }) => unsent === null).length >= waitingMax.account;
    const tooLarge = request.body.length + request.answer.length > sizeMax;
    const why = tooMany
      ? `more than ${waitingMax.account} requests waited: the shadow is slower than they came`
      : tooLarge
        ? `request and answer have more than ${sizeMax} characters`
        : null;
    const taken = why === null || request.unsent !== null ? request : { ...request, unsent: why };
    line.push(taken.unsent === null ? taken : { ...taken, body: "", answer: "", card: null });
    lines.set(request.account, line);
    if (!atWork.has(request.account)) atWork.set(request.account, work(request.account));
  }

  /** Works off an account's line, one request after the other: each may need what the one before has shown. */
  async function work(account: AccountId): Promise<void> {
    await Promise.resolve(); // the answer of the request that is taken goes out first
    for (let next = lines.get(account)?.shift(); next && !closed; next = lines.get(account)?.shift()) {
      const shadow = known.get(account);
      if (shadow?.endedAt !== null) continue;
      await mirrored(shadow, next).catch((error: unknown) => {
        if (!closed) report(error);
      });
    }
    lines.delete(account);
    atWork.delete(account);
  }

  async function mirrored(shadow: Shadow, request: AnsweredRequest): Promise<void> {
    const at = now();
    const { differences, pairs, ...result } = await resultOf(shadow, request).catch((error: unknown): Result => {
      if (!closed) report(error);
      return skipped("it met a defect of this gateway, whose log names it");
    });
    if (closed) return;
    const { id, account, endpoint } = request;
    const lines = differences.map((line) => withoutSecrets(line));
    const counterparts = pairs.map(([ours, theirs]) => ({ id: ours, account, theirs, createdAt: at }));
    await store.shadow.record({ id, account, endpoint, ...result, differences: lines, createdAt: at }, counterparts);
    const count = (recorded.get(account) ?? 0) + 1;
    recorded.set(account, count % trimEvery);
    if (count === trimEvery) await store.shadow.trim(account);
  }

  async function resultOf(shadow: Shadow, request: AnsweredRequest): Promise<Result> {
    if (request.unsent !== null) return skipped(request.unsent);
    const mirror = open(shadow);
    const why = mirror.lacks(request.key);
    if (why !== undefined) return skipped(why);
    const sent = await toSend(mirror, request);
    if (typeof sent === "string") return skipped(sent);
    let received: Received | "closed";
    try {
      received = await Promise.race([caughtUp(mirror, request).then(() => mirror.send(sent)), ending]);
    } catch (error) {
      return unanswered(error instanceof Error ? error.message : String(error));
    }
    if (received === "closed") return unanswered("the gateway was stopped");
    const body = parsed(received.body);
    if (body === undefined) return unanswered(`the shadow answered ${received.status} without JSON`);
    if (received.status >= 500 || (saysNothing.includes(received.status) && request.status !== received.status))
      return unanswered(`the shadow answered ${received.status}`);
    const ours = { status: request.status, body: parsed(request.answer) };
    const counterparts = await store.shadow.counterparts(request.account, idsIn(request.answer));
    const compared = compareAnswers(ours, { status: received.status, body }, counterparts);
    return { outcome: compared.differences.length === 0 ? "same" : "differs", reason: null, ...compared };
  }

  /** Lets the charges that our answer shows as paid be paid at the shadow, too, unless the request itself is about that. */
  async function caughtUp(mirror: Mirror, { account, endpoint, answer, headers }: AnsweredRequest): Promise<void> {
    if (aboutPaying.test(endpoint)) return;
    const paid = paidIn(parsed(answer)).filter((id) => !settled.has(id));
    if (paid.length === 0) return;
    for (const [id, theirs] of await store.shadow.counterparts(account, paid)) {
      await catchUp(mirror, theirs, { accept: "application/json", "omise-version": headers["omise-version"] ?? "" });
      settled.set(id, true);
    }
  }

  /** The request with the ids of the upstream, or why it cannot be sent. */
  async function toSend(mirror: Mirror, request: AnsweredRequest): Promise<MirroredRequest | string> {
    const { account, method, path, key, headers, body, card, status } = request;
    if (card) {
      if (status !== 200) return "a refused card is kept nowhere, and so it is not sent";
      const token = await tokenOf(mirror, request, card);
      if (token === undefined) return "only documented test cards are sent";
      return { method, path, key, headers: { ...headers, "content-type": "application/json" }, body: token };
    }
    const named = idsIn(`${path} ${body}`);
    const counterparts = await store.shadow.counterparts(account, named);
    const lost = status === 404 ? undefined : named.find((id) => !counterparts.has(id));
    if (lost !== undefined)
      return `no counterpart of a ${kindOfId(lost) ?? "made-up id"}: it was not made through the shadow`;
    return {
      method,
      path: withCounterparts(path, counterparts),
      key,
      headers,
      body: withCounterparts(body, counterparts),
    };
  }

  async function tokenOf(
    mirror: Mirror,
    { account, answer }: AnsweredRequest,
    details: Readonly<Record<string, unknown>>,
  ): Promise<string | undefined> {
    const { card } = parsed(answer) as TokenAnswer; // our own answer to a request for a token
    const { id, expiration_month: expirationMonth, expiration_year: expirationYear } = card;
    const lent = await vault.lendNumber({ account, id, expirationMonth, expirationYear });
    return lent && mirror.tokenOf(lent, details);
  }

  return Object.freeze({
    has,
    take,
    waiting: (account) => (lines.get(account)?.length ?? 0) + (atWork.has(account) ? 1 : 0),
    note,
    refresh: async () => {
      const at = now();
      for (const shadow of await store.shadow.changedSince(readUntil - overlap)) note(shadow);
      readUntil = at;
    },
    rest: async () => {
      while (atWork.size > 0) await Promise.all(atWork.values());
    },
    close: async () => {
      closed = true;
      lines.clear();
      end();
      await Promise.all(atWork.values());
    },
  } satisfies Shadows);
}

type Result = Pick<Comparison, "outcome" | "reason" | "differences"> & {
  pairs: readonly (readonly [string, string])[];
};

/** The parts of our answer to a request for a token. */
type TokenAnswer = {
  card: { id: `card_${string}`; expiration_month: number | null; expiration_year: number | null };
};

/** Endpoints by which a payer is played. */
const aboutPaying = /\/(mark_as_paid|mark_as_failed|pay)$/;

/** Statuses that say something of the key or of how often it is used, unless we have answered so, too. */
const saysNothing = [401, 403, 429];

const skipped = (reason: string): Result => ({ outcome: "skipped", reason, differences: [], pairs: [] });

const unanswered = (reason: string): Result => ({
  outcome: "unanswered",
  reason: withoutSecrets(reason).slice(0, 200),
  differences: [],
  pairs: [],
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
