import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Access } from "../../operations/merchant/gatekeeper.ts";
import type { AnsweredRequest, Shadows } from "../../operations/shadow/shadows.ts";
import { holdsNumber } from "../../vault/number-in-text.ts";
import { parseBody } from "../http/body.ts";
import type { Endpoint } from "../wire/endpoint.ts";

type Holder = { access: Access };
type Answered = { status: number; answer: string };

/** Headers that are sent on; none of them opens anything. */
const headersSent = ["content-type", "accept", "idempotency-key"];

/** Tags of entries that change how the account itself works. */
const settings = ["Account", "Chains"];

/** Parameters of a card that are sent on. Its number comes from the vault. */
const sentOfCard = [
  ...["name", "street1", "street2", "city", "state", "country", "postal_code", "phone_number", "email"],
  ...["expiration_month", "expiration_year"],
];

/**
 * Hands to the shadows every request of a key that was answered, where its account has one. The answer goes out as it is, and does not wait.
 *
 * @param entries of the API that keys reach
 */
export function takeRequests(app: FastifyInstance, shadows: Shadows, entries: readonly Endpoint[]): void {
  const mirrored = new Map<string, Endpoint>(
    entries
      .map((entry): [string, Endpoint] => [nameOf(entry), entry])
      .filter(([name, entry]) => name === playing || isOfTheOriginal(entry)),
  );

  function take(request: FastifyRequest, holder: Holder, answered: Answered): void {
    const entry = mirrored.get(`${request.method} ${request.routeOptions.url}`);
    if (!entry) return;
    const taken = takenOf(request, entry, holder, answered);
    shadows.take(nameOf(entry) === playing ? asMarked(taken) : taken);
  }

  app.addHook("onSend", (request, reply, payload, done) => {
    const { keyHolder: holder } = request;
    if (holder && typeof payload === "string" && shadows.has(holder.access.account.id)) {
      try {
        take(request, holder, { status: reply.statusCode, answer: payload });
      } catch (error) {
        request.log.error({ err: error }, "a request was not taken for its shadow"); // the answer goes out nevertheless
      }
    }
    done(null, payload);
  });
}

/** Parts of the API that the original has not. */
const ourTags = ["Test control", "Checkout sessions", "Card vault"];

/** Whether the original has the entry, too. */
export const isOfTheOriginal = ({ tag, raw }: Pick<Endpoint, "tag" | "raw">): boolean =>
  raw === undefined && !ourTags.includes(tag);

/** Our request that plays a payer; the original has one for payers who pay, with the same answer. */
const playing = "POST /test/charges/:id/pay";

/** The path of a request with its query. Of an address that names a host, which HTTP allows too, the host is left out: it is not where a shadow is. */
const pathOf = (url: string): string => url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, "").replace(/^\/*/, "/");

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

/** A payer who was played, as the original plays one. */
const asMarked = (taken: AnsweredRequest): AnsweredRequest => ({
  ...taken,
  path: taken.path.replace(/^\/test(\/charges\/\w+)\/pay.*$/, "$1/mark_as_paid"),
  headers: { "omise-version": taken.headers["omise-version"] ?? "" },
  body: "",
  unsent: /"status": "successful"/.test(taken.answer)
    ? taken.unsent
    : "the original plays payers who pay, and no others",
});

function takenOf(
  { id, method, url, headers, body }: FastifyRequest,
  entry: Endpoint,
  { access }: Holder,
  answered: Answered,
): AnsweredRequest {
  const text = typeof body === "string" ? body : "";
  const sent = Object.fromEntries(
    headersSent.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
  const version = headers["omise-version"];
  const card = entry.vault ? cardIn(headers["content-type"], text) : null;
  return {
    id,
    account: access.account.id,
    endpoint: nameOf(entry),
    method: method as AnsweredRequest["method"], // the entry was found by it
    path: pathOf(url),
    key: entry.auth === "public" ? "public" : access.kind === "public" ? "either as public" : "secret",
    headers: { ...sent, "omise-version": typeof version === "string" ? version : access.account.apiVersion },
    body: entry.vault ? "" : text,
    card: card?.details ?? null,
    unsent: card?.unsent ?? unsentOf(entry, url, entry.vault ? "" : text),
    ...answered,
  };
}

/** Why a request is not sent, whatever it is about; null where it may be. */
function unsentOf({ method, tag, fileMax }: Endpoint, url: string, body: string): string | null {
  if (fileMax !== undefined) return "files are not sent";
  if (method !== "GET" && settings.includes(tag)) return "settings of the account there are left alone";
  if (/webhook_endpoints/.test(url + body)) return "its webhook endpoints would hear of the charge there, too";
  return holdsNumber(url) || holdsNumber(body) ? "it holds something like a card number" : null;
}

/** What may be sent on of a card, or why it is not sent. */
function cardIn(
  contentType: string | undefined,
  body: string,
): { details: Record<string, unknown>; unsent: string | null } {
  try {
    const { card } = parseBody(contentType, body);
    if (typeof card !== "object" || card === null) return { details: {}, unsent: "only typed cards are sent" };
    const given = card as Record<string, unknown>; // an object by the line above
    return {
      details: Object.fromEntries(sentOfCard.flatMap((name) => (name in given ? [[name, given[name]]] : []))),
      unsent: null,
    };
  } catch {
    return { details: {}, unsent: "the request cannot be read" };
  }
}
