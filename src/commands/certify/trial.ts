import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { documentedTestCards } from "../../connectors/card/test-cards.ts";
import { withoutSecrets } from "../../domain/base/mask.ts";
import { sign } from "../../webhooks/signature.ts";
import type { Client, Json } from "../client.ts";
import { countAt, valueAt } from "./place.ts";
import { filledIn, namesIn, type OrderState, orderStates, type Plan, type Request, textWith } from "./plan.ts";
import type { Post, Webhook } from "./post.ts";
import type { Relay } from "./relay.ts";
import { type Browser, newBrowser, type Visited } from "./visit.ts";

/** What all trials of a run share: the merchant's file, a gateway, and the shop that speaks to it. */
export type Ground = {
  plan: Plan;
  /** The gateway itself, with the account's secret key. */
  client: Client;
  publicKey: string;
  webhookSecret: string;
  post: Post;
  relay: Relay;
  /** What the shop printed so far, if it was started here. */
  output(): string;
  /** Placeholders that are the same in all trials. */
  values: ReadonlyMap<string, string>;
};

/** A request that was made in a trial, and its answer. */
export type Exchange = { what: string; status: number | null; ms: number | null; said: string | null };

/** Something that happens. */
export type Step = { does: string; run(trial: Trial): Promise<void> };

/** Something that must be so by then; `broken` says what is so instead. */
export type Hold = { must: string; broken(trial: Trial): Promise<string | null> };

/** What went wrong before anything could be judged. */
export class Trouble extends Error {}

/** Time limit of a webhook, as the gateway itself has it. */
const webhookMs = 10_000;

/** Characters shown of an answer, and of what the shop printed. */
const shownMax = 160;
const printedMax = 1_500;

/** One order of one payer, from its beginning to what the shop made of it. */
export class Trial {
  readonly ground: Ground;
  readonly method: string;
  /** What the card of this payer ends in: `paid` or a failure code. */
  readonly card: string;
  readonly values: Map<string, string>;
  readonly exchanges: Exchange[] = [];
  /** Charges that the shop made, oldest first. */
  readonly charges: Json[] = [];
  /** Genuine webhooks that the shop did not take. */
  readonly untaken: string[] = [];
  /** The page that the payer saw last. */
  page: Visited | null = null;
  /** What a begun payment was answered. */
  begun: Visited | null = null;
  readonly #browser: Browser = newBrowser();
  readonly #printedBefore: number;

  constructor(ground: Ground, method: string, card = "paid") {
    this.ground = ground;
    this.method = method;
    this.card = card;
    this.values = new Map(ground.values).set("method", method);
    if (ground.plan.amount !== undefined) this.values.set("amount", String(ground.plan.amount));
    this.#printedBefore = ground.output().length;
    ground.relay.faults = [];
    ground.relay.threeDSecure = false;
    ground.relay.hear = {
      charge: (charge) => void this.charges.push(charge),
      asked: ({ method: verb, path, status }) => this.#note(`the shop: ${verb} ${path}`, status, null, null),
    };
  }

  /** The charge that was made last, as the gateway has it now. */
  async charge(at = -1): Promise<Json> {
    const id = this.charges.at(at)?.id;
    if (id === undefined) throw new Trouble("the shop has made no charge");
    return this.ground.client.call("GET", `/charges/${id}`);
  }

  /** Places the order, where the file says how. */
  async order(): Promise<void> {
    for (const request of this.ground.plan.order ?? []) await this.ask(request);
  }

  /** Begins to pay. @throws Trouble where the shop makes no charge */
  async pay(): Promise<void> {
    const before = this.charges.length;
    await this.submit();
    if (this.charges.length > before) return;
    const { plan, relay } = this.ground;
    const where = plan.shop.start === undefined ? `: is ${relay.url} its gateway?` : "";
    throw new Trouble(`the shop made no charge when the payer began to pay${where}`);
  }

  /** Sends what begins a payment. @param values of this sending only */
  async submit(values: ReadonlyMap<string, string> = new Map()): Promise<void> {
    for (const request of this.ground.plan.pay) this.begun = await this.ask(request, values);
  }

  /** Makes what Omise.js would: a source, a token, or both. */
  async tools(): Promise<Map<string, string>> {
    const { client, publicKey } = this.ground;
    const made = new Map([
      ["source", ""],
      ["token", ""],
    ]);
    const asked = namesIn(this.ground.plan.pay);
    if (!asked.has("source") && !asked.has("token")) return made;
    const example = await client.call("GET", `/test/methods/${encodeURIComponent(this.method)}`);
    const amount = Number(this.values.get("amount"));
    if (example.source) {
      const body = { amount, currency: example.currency, ...example.source };
      made.set("source", (await client.call("POST", "/sources", body, publicKey)).id);
    }
    if (example.card) made.set("token", await this.token());
    return made;
  }

  /** A token of the payer's test card. */
  async token(): Promise<string> {
    const cards: Partial<Record<string, readonly string[]>> = documentedTestCards;
    const { client, publicKey } = this.ground;
    const card = {
      name: "Somchai Prasert",
      number: cards[this.card]?.[0],
      expiration_month: 12,
      expiration_year: new Date().getUTCFullYear() + 9,
      security_code: "123",
    };
    return (await client.call("POST", "/tokens", { card }, publicKey)).id;
  }

  /** One request of the file. It is the payer's, or the merchant's own. */
  async ask(request: Request, given: ReadonlyMap<string, string> = new Map()): Promise<Visited> {
    const asked = namesIn(request);
    const needsTools = (asked.has("source") || asked.has("token")) && !given.has("source");
    const values = new Map([...this.values, ...(needsTools ? await this.tools() : []), ...given]);
    const { keep = {}, command, ...http } = request;
    const answer = await (command ? this.#run(command, values) : this.#send(http, values));
    if (answer.status >= 400) return answer;
    for (const [name, place] of Object.entries(keep)) {
      const value = valueAt(textWith(place, values), answer);
      if (value === undefined || value === null)
        throw new Trouble(
          `${request.method ?? ""} ${answer.url} has no \`${name}\` at ${place}: ${shown(answer.body)}`.trim(),
        );
      this.values.set(name, place.startsWith("header:") ? absolute(String(value), answer.url) : String(value));
    }
    return answer;
  }

  async #send(
    { method, url = "", headers = {}, form, json }: Request,
    values: ReadonlyMap<string, string>,
  ): Promise<Visited> {
    const body =
      json !== undefined
        ? JSON.stringify(filledIn(json, values))
        : form && new URLSearchParams(filledIn(form, values)).toString();
    const type = json !== undefined ? "application/json" : "application/x-www-form-urlencoded";
    const verb = method ?? (body === undefined ? "GET" : "POST");
    return this.#tell(verb, textWith(url, values), {
      method: verb,
      headers: { ...(body !== undefined && { "content-type": type }), ...filledIn(headers, values) },
      ...(body !== undefined && { body }),
    });
  }

  async #run(words: readonly string[], values: ReadonlyMap<string, string>): Promise<Visited> {
    const [program = "", ...rest] = words.map((word) => textWith(word, values));
    const { plan } = this.ground;
    try {
      const { stdout } = await promisify(execFile)(program, rest, { cwd: plan.folder, timeout: 30_000 });
      this.#note(words.join(" "), 200, null, stdout);
      return { url: textWith(plan.shop.url, values), status: 200, ms: 0, headers: new Headers(), body: stdout };
    } catch (error) {
      throw new Trouble(`${words.join(" ")} failed: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** The payer decides, at the bank. */
  async decide(outcome: string, at = -1): Promise<void> {
    const { id } = await this.charge(at);
    await this.ground.client.call("POST", `/test/charges/${id}/pay`, { outcome });
  }

  /** A failure code that this payer can end with. */
  async failure(): Promise<string> {
    const { outcomes } = await this.ground.client.call("GET", `/test/methods/${encodeURIComponent(this.method)}`);
    return outcomes.find((each: string) => each !== "successful");
  }

  /** The payer is led back to the shop. Payers who scan a code are led nowhere. @param query what somebody wrote into the address */
  async comeBack(query: Readonly<Record<string, string>> = {}): Promise<void> {
    const { return_uri: uri } = await this.charge();
    if (uri === null) return;
    const url = new URL(uri);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    this.page = await this.#tell("GET", url.href, null);
  }

  /** A webhook as the gateway sent it, when it has come. */
  webhook(key: string, at = -1): Promise<Webhook> {
    const id = this.charges.at(at)?.id;
    if (id === undefined) throw new Trouble("the shop has made no charge");
    return this.ground.post.next(key, id);
  }

  /** Hands webhooks on, signed anew as each try of the gateway is, one after the other; at the end all must be taken. */
  async deliver(...webhooks: readonly Webhook[]): Promise<void> {
    for (const webhook of webhooks) {
      const status = await this.post(webhook.key, webhook.body, this.signed(webhook.body));
      if (!isTaken(status))
        this.untaken.push(`${webhook.key} was answered ${status ?? `nothing within ${webhookMs / 1_000} s`}`);
    }
  }

  /** The headers of a body that the gateway signs now. @param ago seconds */
  signed(body: Buffer | string, secret = this.ground.webhookSecret, ago = 0): Record<string, string> {
    return { ...sign([secret], Math.floor(Date.now() / 1_000) - ago, body) };
  }

  /** Posts to the shop's endpoint, and returns the answer's status; null where none came in time. */
  async post(
    what: string,
    body: Buffer | string,
    headers: Readonly<Record<string, string>>,
    limitMs = webhookMs,
  ): Promise<number | null> {
    const { plan } = this.ground;
    const url = textWith(plan.webhook, this.values);
    const startedAt = performance.now();
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : new Uint8Array(body),
        redirect: "manual",
        signal: AbortSignal.timeout(limitMs),
      });
      const said = await answer.text();
      this.#note(`webhook ${what}`, answer.status, Math.round(performance.now() - startedAt), said);
      return answer.status;
    } catch (error) {
      this.#note(`webhook ${what}`, null, Math.round(performance.now() - startedAt), reasonOf(error));
      return null;
    }
  }

  /** The states that the shop's own word for the order can mean; an empty set and the word where it means none. */
  async state(): Promise<{ word: string; means: ReadonlySet<OrderState>; answer: Visited }> {
    const { state } = this.ground.plan;
    const answer = await this.#browser.send(textWith(state.url, this.values)).catch((error: unknown) => {
      throw new Trouble(`the order's state cannot be read: ${reasonOf(error)}`);
    });
    const value = valueAt(textWith(state.at, this.values), answer);
    const found = orderStates.filter((each) => state.means[each]?.some((meant) => String(meant) === String(value)));
    const word = value === undefined ? `nothing at ${state.at} (${answer.status})` : JSON.stringify(value);
    return { word, means: new Set(found), answer };
  }

  /** How often the shop fulfilled the order; undefined where the file does not say how to count. */
  async fulfilled(): Promise<number | undefined> {
    const { fulfilled } = this.ground.plan;
    if (fulfilled === undefined) return undefined;
    const { answer } = await this.state();
    const count = countAt(textWith(fulfilled, this.values), answer, this.ground.output().slice(this.#printedBefore));
    if (count === undefined) throw new Trouble(`\`fulfilled\` finds nothing to count at ${fulfilled}`);
    return count;
  }

  /** What the shop printed meanwhile, its end. */
  printed(): string {
    return withoutSecrets(this.ground.output().slice(this.#printedBefore).trim()).slice(-printedMax);
  }

  /** @param options null opens a page as a browser does, wherever it leads */
  async #tell(verb: string, url: string, options: RequestInit | null): Promise<Visited> {
    try {
      const answer = await (options ? this.#browser.send(url, options) : this.#browser.open(url));
      this.#note(`${verb} ${url}`, answer.status, answer.ms, answer.headers.get("location") ?? answer.body);
      return answer;
    } catch (error) {
      this.#note(`${verb} ${url}`, null, null, reasonOf(error));
      throw new Trouble(`${verb} ${url} got no answer: ${reasonOf(error)}`);
    }
  }

  #note(what: string, status: number | null, ms: number | null, said: string | null): void {
    this.exchanges.push({ what: withoutSecrets(what), status, ms, said: said === null ? null : shown(said) });
  }
}

export const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

/** The beginning of an answer in one line; of a page, its words. */
function shown(body: string): string | null {
  const text = /^\s*<(!doctype|html)/i.test(body)
    ? body.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ")
    : body;
  const line = withoutSecrets(text.replace(/\s+/g, " ").trim());
  return line === "" ? null : line.length > shownMax ? `${line.slice(0, shownMax - 1)}…` : line;
}

function absolute(value: string, base: string): string {
  return URL.canParse(value, base) && /^(https?:|\/)/.test(value) ? new URL(value, base).href : value;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause =
    error.cause instanceof Error ? error.cause.message || (error.cause as NodeJS.ErrnoException).code : undefined;
  return error.name === "TimeoutError" ? "no answer in time" : (cause ?? error.message);
}
