import { isLive } from "./live-key.ts";

/** HTTP status and JSON of the answer; status 0 when there was none. */
export type Posted = { status: number; response: OmiseJs.Answer };

const patienceMs = 30_000;

/** Makes a source at the gateway that this frame came from. */
export const postSource = (key: string, body: object): Promise<Posted> => ask("sources", key, body);

/**
 * Makes a token where the cards of the key's account go: at the gateway in test mode, and in live mode at the vault of the upstream, which the gateway
 * names. The card itself goes nowhere else.
 */
export async function postCard(key: string, body: object): Promise<Posted> {
  if (!isLive(key)) return ask("tokens", key, body);
  const { status, response: vault } = await ask("card_vault", key);
  if (status !== 200) return { status, response: vault };
  return ask(String(vault["tokens_uri"]), String(vault["public_key"] ?? key), body);
}

/** Posts the body, or gets where there is none. */
async function ask(address: string, key: string, body?: object): Promise<Posted> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patienceMs);
  try {
    const answer = await fetch(address, {
      headers: { Authorization: `Basic ${btoa(`${key}:`)}`, ...(body && { "Content-Type": "application/json" }) },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
      signal: giveUp.signal,
    });
    return { status: answer.status, response: await answer.json() };
  } catch (error) {
    return { status: 0, response: { object: "error", code: "rpc_error", message: String(error) } };
  } finally {
    clearTimeout(timer);
  }
}
