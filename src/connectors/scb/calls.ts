import { isJsonObject } from "../../domain/base/exact-json.ts";
import { seconds, type Time } from "../../domain/base/time.ts";
import { NotTaken, type Way } from "../upstream.ts";
import { codes, objectIn, paths, type TokenRequest } from "./wire.ts";

/** An answer in SCB's envelope. */
export type Answered = { status: number; code: number; description: string; data: unknown };

export type Call = {
  method: "GET" | "POST";
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: object;
  /** The app for which a link is made. */
  channel?: "scbeasy";
};

/** Calls a second. Source: limits of the sandbox, by API and app; those of production are published nowhere. */
const callsPerSecond = 5;

/** The longest wait for a place; a payer looks at an empty page meanwhile. */
const waitsAtMost = seconds(3);

/** Tries of a request for which SCB has no place. */
const triesMax = 4;

/** A token is not used in its last minute: it would expire on its way. */
const spare = seconds(60);

/** The life of a token whose answer does not say it. Source: page of the token, 1800; less, since asking again costs little. */
const shortLife = 600;

type Token = { text: string; until: Time };

/**
 * The calls of one connection: each waits for its place, and carries the token of the connection, which all share. A token that is refused is replaced once, by one
 * call for all that are under way.
 */
export function scbCalls({ credentials, hosts, send, now, pause, randomText }: Way) {
  const place = places(now, pause);
  const { api_key: apiKey = "", api_secret: apiSecret = "", certificate, certificate_key: key } = credentials;
  let current: Promise<Token> | undefined;

  /** Sends a request that has a place. One that is refused for want of a place, since other processes have theirs in the same second, was not carried out: it comes again in the next. */
  async function inItsTurn(request: Parameters<Way["send"]>[0]): ReturnType<Way["send"]> {
    for (let left = triesMax; ; left -= 1) {
      await place();
      const answer = await send(request);
      if (answer.status !== 429 || left === 1) return answer;
      await pause(seconds(1));
    }
  }

  /** @throws NotTaken where it was refused for want of a place, or the connection was never made; Error where no readable answer came */
  async function request({ method, path, query, body, channel }: Call, token?: Token): Promise<Answered> {
    const search = query ? `?${new URLSearchParams(query)}` : "";
    const { status, body: text } = await inItsTurn({
      method,
      url: `${hosts["api"]}${path}${search}`,
      headers: {
        "content-type": "application/json",
        "accept-language": "EN",
        resourceOwnerId: apiKey,
        requestUId: randomText(32),
        ...(token && { authorization: `Bearer ${token.text}` }),
        ...(channel && { channel }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(certificate && key && { certificate: { cert: certificate, key } }),
    });
    if (status === 429) throw new NotTaken("SCB takes no more calls in this second");
    const { status: said, data } = objectIn(text) ?? {};
    if (!isJsonObject(said) || typeof said["code"] !== "number")
      throw new Error(`SCB answered ${status} with nothing that can be read`);
    const description = typeof said["description"] === "string" ? said["description"].slice(0, 100) : "";
    return { status, code: said["code"], description, data };
  }

  /** @throws NotTaken where there is none: without a token nothing was asked for */
  async function newToken(): Promise<Token> {
    const body: TokenRequest = { applicationKey: apiKey, applicationSecret: apiSecret };
    const answer = await request({ method: "POST", path: paths.token, body }).catch((error: unknown) => {
      throw error instanceof NotTaken
        ? error
        : new NotTaken(`SCB gave no token: ${error instanceof Error ? error.message : ""}`);
    });
    const { accessToken, expiresIn } = isJsonObject(answer.data) ? answer.data : {};
    if (answer.code !== codes.success) throw new NotTaken(`SCB refuses the API key: ${said(answer)}`);
    if (typeof accessToken !== "string" || accessToken === "") throw new NotTaken("SCB gave no token that can be read");
    const life = seconds(
      typeof expiresIn === "number" && expiresIn >= 1 && expiresIn <= 86_400 ? expiresIn : shortLife,
    );
    return { text: accessToken, until: now() + Math.max(life - spare, Math.floor(life / 2)) };
  }

  /** Asks for a new token, unless another call has done so since `refused` was current. */
  function renew(refused: Promise<Token> | undefined): Promise<Token> {
    if (current && current !== refused) return current;
    const asked = newToken();
    current = asked;
    asked.catch(() => {
      if (current === asked) current = undefined;
    });
    return asked;
  }

  /** The promise is what tells one token from the next; it is in a list, since a promise that is returned would be awaited. */
  async function valid(): Promise<[Promise<Token>]> {
    const known = current;
    if (known && (await known).until > now()) return [known];
    const asked = renew(known);
    await asked;
    return [asked];
  }

  return {
    /** @throws NotTaken where SCB certainly did nothing: no token, no place, no right; Error where nobody knows */
    call: async (call: Call): Promise<Answered> => {
      const [used] = await valid();
      const first = await request(call, await used);
      const answer = isTokenRefused(first) ? await request(call, await renew(used)) : first;
      if (isTokenRefused(answer)) throw new NotTaken(`SCB refuses a token that it has just given: ${said(answer)}`);
      return answer;
    },
    /** Gets a token anew. @throws NotTaken */
    signIn: async (): Promise<void> => void (await renew(current)),
  };
}

/** An answer in words for merchants and operators. */
export const said = ({ code, description }: Pick<Answered, "code" | "description">): string =>
  description === "" ? `code ${code}` : `${description} (${code})`;

const isTokenRefused = ({ status, code }: Answered): boolean => status === 401 || code === codes.token;

/** Gives out places in the line, a limited number each second. @throws NotTaken where the line is too long: nothing was sent then */
function places(now: () => Time, pause: (ms: number) => Promise<unknown>): () => Promise<void> {
  const given: Time[] = [];
  return async () => {
    const at = now();
    if ((given.at(-1) ?? at) > at + waitsAtMost) given.length = 0; // no place is given that far ahead: the clock was set back
    const free = given.length < callsPerSecond ? at : (given[0] ?? at) + seconds(1);
    const start = Math.max(at, free);
    if (start - at > waitsAtMost) throw new NotTaken("too many calls wait for SCB");
    given.push(start);
    if (given.length > callsPerSecond) given.shift();
    if (start > at) await pause(start - at);
  };
}
