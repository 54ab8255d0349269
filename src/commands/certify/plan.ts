import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { parseDuration } from "../../domain/base/duration.ts";
import { UsageError } from "../command.ts";
import { didYouMean } from "../nearest.ts";
import { faultOfPlace, type placeKinds } from "./place.ts";

export const hint = "chamra certify --help";

/** States of an order, as every shop has them under names of its own. */
export const orderStates = ["pending", "paid", "failed", "refunded"] as const;
export type OrderState = (typeof orderStates)[number];

/** Placeholders that are there without being kept from an answer, and what stands in their place. */
export const placeholders = {
  shop: "the shop's address",
  port: "a free port of this machine, for a shop that is started",
  node: "the Node.js that runs `chamra certify`",
  api: "the address at which the shop reaches the gateway",
  public_key: "the account's public test key",
  secret_key: "its secret test key",
  webhook_secret: "what its webhooks are signed with",
  method: "the payment method that the payer chose",
  amount: "the order's amount in satang: `amount` of the file, or what an answer kept under this name",
  source: "a new source of that method, as Omise.js makes one; empty for cards",
  token: "a new token of a test card, as Omise.js makes one; empty where the method takes no card",
} as const;

const place = (...kinds: (keyof typeof placeKinds)[]) =>
  z.string().superRefine((text, context) => {
    const fault = faultOfPlace(text, kinds);
    if (fault) context.addIssue({ code: "custom", message: fault });
  });

const words = z.array(z.string()).min(1, "must have a program, and then its words");

const span = z.string().superRefine((text, context) => {
  if (text !== "0s" && parseDuration(text) === null)
    context.addIssue({ code: "custom", message: "must be a time such as 5s or 1m" });
});

const keep = z.record(z.string().regex(/^[a-z_]+$/, "must be of small letters"), place("json", "header", "text"));

const request = z
  .strictObject({
    method: z.string().optional(),
    url: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    form: z.record(z.string(), z.string()).optional(),
    json: z.unknown().optional(),
    command: words.optional(),
    keep: keep.optional(),
  })
  .superRefine(({ url, command, form, json }, context) => {
    if ((url === undefined) === (command === undefined))
      context.addIssue({ code: "custom", message: "needs either `url` or `command`" });
    if (form !== undefined && json !== undefined)
      context.addIssue({ code: "custom", message: "can have `form` or `json`, not both" });
  });

const requests = z.array(request).min(1, "must have a request");
const values = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).min(1, "must name a value");

const file = z.strictObject({
  shop: z.strictObject({
    url: z.string(),
    start: words.optional(),
    environment: z.record(z.string(), z.string()).optional(),
    api_port: z.int().min(1).max(65_535).optional(),
  }),
  webhook: z.string(),
  methods: z.array(z.string()).min(1, "must name a payment method"),
  amount: z.int().min(1).optional(),
  order: requests.optional(),
  pay: requests,
  state: z.strictObject({
    url: z.string(),
    at: place("json", "header", "text"),
    means: z.strictObject({
      pending: values,
      paid: values,
      failed: values,
      refunded: values.optional(),
    }),
  }),
  fulfilled: place("json", "text", "output").optional(),
  page: z.strictObject({ paid: z.string().optional(), failed: z.string().optional() }).optional(),
  refund: requests.optional(),
  within: span.default("5s"),
  settles: span.default("0s"),
  skip: z.record(z.string(), z.string().min(1, "must say why")).default({}),
});

export type Request = z.output<typeof request>;

/** What a merchant's file says, checked. */
export type Plan = z.output<typeof file> & {
  /** Folder of the file, where programs are started. */
  folder: string;
  /** Milliseconds of `within` and `settles`. */
  withinMs: number;
  settlesMs: number;
};

/**
 * Reads the file that describes a merchant's checkout.
 * @param cases names that `skip` may have
 * @throws UsageError with everything that is wrong
 */
export async function readPlan(path: string, cases: readonly string[]): Promise<Plan> {
  const given = await readJson(path);
  const read = file.safeParse(given);
  const faults = read.success ? faultsIn(read.data, cases) : read.error.issues.map(sentenceOf);
  if (!read.success || faults.length > 0)
    throw new UsageError(`${path} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`, hint);
  const { within, settles } = read.data;
  return {
    ...read.data,
    folder: dirname(resolve(path)),
    withinMs: parseDuration(within) ?? 0,
    settlesMs: parseDuration(settles) ?? 0,
  };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === "ENOENT" ? "is not there: `chamra certify --init` writes one" : `cannot be read: ${error.message}`;
    throw new UsageError(`${path} ${why}.`, hint);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${error instanceof Error ? error.message : error}.`, hint);
  }
}

function sentenceOf({ code, path, message, ...issue }: z.core.$ZodIssue): string {
  const at = path.map(String).join(".");
  if (code === "unrecognized_keys" && "keys" in issue) {
    const known = at === "" ? Object.keys(file.shape) : [];
    return issue.keys
      .map((key) => `\`${at === "" ? key : `${at}.${key}`}\` is not known.${didYouMean(key, known)}`)
      .join("\n  ");
  }
  const missing = code === "invalid_type" && /received undefined/.test(message);
  const said = missing ? "is missing" : message.replace(/^Invalid input: expected/, "must be");
  return at === "" ? `The file ${said}` : `\`${at}\` ${said}`;
}

/** What the shape alone does not say. */
function faultsIn(plan: z.output<typeof file>, cases: readonly string[]): string[] {
  const { shop, order = [], pay, refund = [], state, fulfilled, webhook, skip, methods } = plan;
  const faults: string[] = [];
  if (shop.start === undefined && shop.api_port === undefined)
    faults.push(
      "`shop.start` is missing: how to start the shop. For a shop that runs already give `shop.api_port`, where it will find the gateway",
    );
  if (fulfilled?.startsWith("output:") && shop.start === undefined)
    faults.push("`fulfilled` cannot read the output of a shop that was not started here: give `shop.start`");
  for (const name of Object.keys(skip))
    if (!cases.includes(name.split(":", 1)[0] ?? ""))
      faults.push(`\`skip\` names no case: "${name}".${didYouMean(name, cases)}`);
  for (const method of methods)
    if (methods.indexOf(method) !== methods.lastIndexOf(method)) faults.push(`\`methods\` has ${method} twice`);
  const known = [
    ...Object.keys(placeholders),
    ...[...order, ...pay].flatMap(({ keep: kept = {} }) => Object.keys(kept)),
  ];
  const asked = placeholdersIn([shop, webhook, order, pay, refund, state.url, fulfilled]);
  for (const name of new Set(asked))
    if (!known.includes(name)) faults.push(`nothing is known of {${name}}.${didYouMean(name, known)}`);
  const needsAmount = asked.some((name) => ["amount", "source", "token"].includes(name));
  if (needsAmount && plan.amount === undefined && !known.slice(Object.keys(placeholders).length).includes("amount"))
    faults.push(
      "`amount` is missing: the order's amount in satang; or keep it from an answer of `order` under this name",
    );
  return [...new Set(faults)];
}

const placeholder = /\{([a-z_]+)\}/g;

function placeholdersIn(value: unknown): string[] {
  if (typeof value === "string") return [...value.matchAll(placeholder)].map(([, name = ""]) => name);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(placeholdersIn);
}

/** Fills placeholders in; one that has no value stays. In JSON a text that is `{amount}` alone becomes a number. */
export function filledIn<T>(value: T, values: ReadonlyMap<string, string>): T {
  return filled(value, values) as T; // the same shape, with other texts
}

function filled(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (value === "{amount}" && values.has("amount")) return Number(values.get("amount"));
  if (typeof value === "string") return textWith(value, values);
  if (Array.isArray(value)) return value.map((each) => filled(each, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, values)]));
}

/** A text with its placeholders filled in. */
export const textWith = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(placeholder, (whole, name) => values.get(name) ?? whole);

/** Names in a request, by which what it needs is made in time. */
export const namesIn = (value: unknown): ReadonlySet<string> => new Set(placeholdersIn(value));
