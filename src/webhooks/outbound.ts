import type { LookupAddress } from "node:dns";
import { lookup as lookupByName } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import type { Agent } from "undici";
import { isTaken } from "../domain/event/event.ts";
import { checkEndpoint, isPublicAddress, isWithinReach, type Reach } from "./address.ts";
import { readAnswer } from "./answer.ts";

/**
 * Outcome of one HTTP try. `status` is the endpoint's, 3xx and 5xx included; `answer` is the body beside a status other than 2xx;
 * `error` says why there was no status.
 */
type Outcome =
  | { status: number; error: null; answer: string | null; latencyMs: number }
  | { status: null; error: string; answer: null; latencyMs: number };

type OutboundPost = {
  url: string;
  body: string | Buffer;
  headers: Record<string, string>;
  livemode: boolean;
  /** Time limit for everything together: look-up, connection, headers and body. */
  timeoutMs?: number;
};

export type Outbound = {
  post(request: OutboundPost): Promise<Outcome>;
  close(): Promise<void>;
};

/** Returns all addresses of a host name. */
export type Lookup = (hostname: string) => Promise<LookupAddress[]>;

const defaultTimeoutMs = 10_000;

/** Upper bound of bytes read of an answer. Its status is what counts; more is not worth keeping the connection for reuse. */
const bodyBytesMax = 64 * 1024;

/**
 * Sends events to addresses that merchants chose, so it must not be led to places that only we can reach. In live mode it
 * speaks https to public addresses only, looks names up itself and connects to the very addresses it has judged.
 * In test mode it may go to private networks, since most shops are built on `http://localhost`, unless machines other than this one can reach us.
 *
 * Redirects are not followed; proxies of the environment are not used.
 *
 * @param version of Chamra, for `User-Agent: Chamra/<version>`
 * @param testReach how far test mode may send
 * @param lookup the system's resolver by default
 */
export function createOutbound({
  version,
  testReach = "private",
  lookup = systemLookup,
}: {
  version: string;
  testReach?: Reach;
  lookup?: Lookup;
}): Outbound {
  // One pool per mode: a connection that test mode opened to a private address must never serve live mode.
  const live = poolTo(vettedLookup(lookup, isPublicAddress));
  const test = poolTo(vettedLookup(lookup, (address) => isWithinReach(address, testReach)));

  const underWay = new Set<Promise<Outcome>>();

  return {
    post(request) {
      const outcome = send(request.livemode ? live : test, request, testReach, version);
      underWay.add(outcome);
      outcome.finally(() => underWay.delete(outcome));
      return outcome;
    },

    /** Waits for the requests under way, each within its own time limit. */
    async close() {
      await Promise.all(underWay);
      await Promise.all([live, test].map((pool) => pool.destroy()));
    },
  };
}

type Pool = { agent(): Promise<Agent>; destroy(): Promise<void> };

/** Loads the client when the first request is sent: loading takes a tenth of the gateway's start. */
function poolTo(lookup: LookupFunction): Pool {
  let loading: Promise<Agent> | undefined;
  return {
    agent: () => {
      loading ??= import("undici").then((undici) => new undici.Agent({ connect: { lookup } }));
      return loading;
    },
    destroy: async () => (await loading)?.destroy(), // `close` would wait for unneeded look-ups and connections
  };
}

async function send(
  pool: Pool,
  { url, body, headers, livemode, timeoutMs = defaultTimeoutMs }: OutboundPost,
  testReach: Reach,
  version: string,
): Promise<Outcome> {
  const startedAt = performance.now();
  const latencyMs = () => Math.round(performance.now() - startedAt);
  // Checked here too, not only when the endpoint was saved: addresses written as numbers never reach the look-up.
  const faults = checkEndpoint(url, livemode, testReach);
  if (faults.length > 0)
    return { status: null, error: `not sent: address ${faults.join(", ")}`, answer: null, latencyMs: latencyMs() };

  const { origin, pathname, search } = new URL(url);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new TimedOut(timeoutMs)), timeoutMs);
  const { signal } = limit;
  try {
    // undici obeys the signal only once it is connected; the race also limits look-up and connecting.
    const agent = await pool.agent();
    const request = agent.request({
      origin,
      path: pathname + search,
      method: "POST",
      headers: { ...headers, "user-agent": `Chamra/${version}` },
      body,
      signal,
    });
    const answer = await Promise.race([request, rejection(signal)]);
    // The status stands, even if the body is broken, slow or endless.
    const said = isTaken(answer.statusCode)
      ? await answer.body.dump({ limit: bodyBytesMax, signal }).then(
          () => null,
          () => null,
        )
      : await readAnswer(answer.body, bodyBytesMax);
    return { status: answer.statusCode, error: null, answer: said, latencyMs: latencyMs() };
  } catch (error) {
    return { status: null, error: reasonOf(error), answer: null, latencyMs: latencyMs() };
  } finally {
    clearTimeout(timer);
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );
}

class TimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1_000} s`);
  }
}

/**
 * A look-up for `net.connect` that returns a host's addresses only if every one of them is allowed.
 * The connection goes to the returned address, so nobody can change the answer between judging and connecting.
 */
export function vettedLookup(lookup: Lookup, allowed: (address: string) => boolean): LookupFunction {
  return (hostname, { all }, callback) => {
    lookup(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) callback(new Error(`${hostname} has no address`), "");
        else if (!addresses.every(({ address }) => allowed(address))) callback(new NotPublic(hostname), "");
        else if (all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
}

/** Error that names the host only: the merchant must not learn its address inside our network. */
class NotPublic extends Error {
  constructor(hostname: string) {
    super(`not sent: ${hostname} does not lead to the public internet`);
  }
}

function systemLookup(hostname: string): Promise<LookupAddress[]> {
  return lookupByName(hostname, { all: true });
}

/** Sentences for merchants by the error's code or the beginning of its message; the first match counts. */
const reasons: readonly [code: RegExp, sentence: string][] = [
  [/^ECONNREFUSED$/, "connection refused"],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, "connection closed before an answer came"],
  [/^ENOTFOUND$/, "host name not found"],
  [/^EAI_/, "host name could not be looked up"],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, "connection could not be made in time"],
  [/^(EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/, "host cannot be reached"],
  [/^(HTTPParserError$|HPE_)/, "the answer is not HTTP: an endpoint that speaks TLS needs https://"],
  [
    /^(ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)|EPROTO)$/, // it read our TLS greeting as a plain request
    "the endpoint does not speak TLS on this port: name its https port, or use http:// in test mode",
  ],
  [
    /^ERR_SSL_(TLSV1_ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW)$/,
    "the endpoint speaks only TLS that is older than 1.2",
  ],
  [/^ERR_SSL_TLSV1_(ALERT_)?UNRECOGNIZED_NAME$/, "the endpoint has no certificate for this host"],
  [/^ERR_SSL_.*CERTIFICATE/, "the endpoint wants a certificate from us, and we have none"],
  [/^ERR_SSL_/, "the TLS connection could not be made"],
  [/^CERT_HAS_EXPIRED$/, "certificate has expired"],
  [/^CERT_NOT_YET_VALID$/, "certificate is not valid yet"],
  [/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/, "certificate is self-signed"],
  [
    /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_UNTRUSTED)$/,
    "certificate is not from a known authority",
  ],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, "certificate is for another host"],
];

const aboutTls = new Set(
  reasons.filter(([code]) => /SSL|CERT|SELF_SIGNED|VERIFY/.test(code.source)).map(([, sentence]) => sentence),
);

/** Whether the error of a try is about TLS and its certificates. */
export const isAboutTls = (error: string): boolean => aboutTls.has(error);

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = String((error as NodeJS.ErrnoException).code ?? error.name); // undici's parser gives no code
  const [, sentence] = reasons.find(([pattern]) => pattern.test(code)) ?? [];
  return sentence ?? (error.message || code);
}
