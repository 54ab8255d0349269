import type { Config } from "../config.ts";
import { Refusal } from "../domain/base/errors.ts";
import { parseExactly } from "../domain/base/exact-json.ts";
import { shownKeys } from "../operations/merchant/key.ts";
import { besideGateway } from "./with-gateway.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers have every shape, and the gateway's own tests check them
export type Json = any;

/** A running gateway, as the program of one merchant sees it. */
export type Client = {
  url: string;
  /** @throws GatewayRefusal, and Error where no gateway answers */
  call(method: string, path: string, body?: object, key?: string): Promise<Json>;
};

/** The flags of every command that speaks to a running gateway. */
export const clientFlags = {
  url: { about: "The gateway's address; CHAMRA_URL by default, else this machine's.", takes: "address" },
  key: {
    about:
      "A secret test key of the account; CHAMRA_TEST_SECRET_KEY by default, else that of the first merchant in the data that the settings name.",
    takes: "key",
  },
} as const;

/** What those flags say. */
export type Reached = { url?: string | undefined; key?: string | undefined };

/** A refusal by the gateway that was asked. */
class GatewayRefusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Makes a client of the running gateway. Nothing is asked of it yet.
 * @throws Refusal where no key is known
 */
export async function reachGateway(
  config: Config,
  { url = config.url ?? ownAddress(config), key = config.testSecretKey ?? undefined }: Reached,
): Promise<Client> {
  return clientOf(url.replace(/\/+$/, ""), key ?? (await keyOfFirstMerchant(config)));
}

/** Address of a gateway that was started on this machine with the same settings. */
function ownAddress({ host, port }: Config): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = host.includes(":") && !everywhere ? `[${host}]` : everywhere ? "localhost" : host;
  if (port === 0) throw new Refusal("bad_request", "CHAMRA_PORT=0 says no port: name the gateway with --url.");
  return `http://${name}:${port}`;
}

async function keyOfFirstMerchant(config: Config): Promise<string> {
  if (config.databaseUrl === null && config.folder === null)
    throw new Refusal(
      "bad_request",
      "A gateway whose data are in memory leaves no key here: give its secret test key with --key or CHAMRA_TEST_SECRET_KEY.",
    );
  const key = await besideGateway(config, async ({ gateway }) => {
    const account = (await gateway.store.account.all()).find(({ livemode }) => !livemode);
    return account && (await shownKeys(gateway, account)).secretKey;
  }).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.code !== "not_found") throw error;
    throw new Refusal("not_found", `${error.message} Or give a secret test key with --key or CHAMRA_TEST_SECRET_KEY.`);
  });
  if (!key)
    throw new Refusal(
      "not_found",
      "The first merchant has no secret test key that works: `chamra key create` makes one, --key names it.",
    );
  return key;
}

function clientOf(url: string, secretKey: string): Client {
  return {
    url,
    async call(method, path, body, key = secretKey) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
          ...(body && { "content-type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }).catch((error: Error) => {
        throw new Error(notReached(url, error));
      });
      const answer = readJson(await response.text());
      if (answer === undefined)
        throw new Error(`${url} answers ${method} ${path} with ${response.status} and no JSON: is it a gateway?`);
      if (response.ok) return answer;
      throw new GatewayRefusal(answer.code, refusalIn(response, method, path, answer.message));
    },
  };
}

function notReached(url: string, { cause }: Error): string {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return `No gateway answers at ${url}${code ? ` (${code})` : ""}: start one with \`chamra serve\`, or name another with --url or CHAMRA_URL.`;
}

/** The refusal, with the explanation that the gateway adds to some. */
function refusalIn({ headers }: Response, method: string, path: string, message: string): string {
  const hint = headers.get("chamra-hint");
  return `${method} ${path} was refused: ${message}${hint ? ` (${hint})` : ""}`;
}

/** Numbers keep their digits, since an event is signed as it is printed. */
function readJson(text: string): Json | undefined {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}
