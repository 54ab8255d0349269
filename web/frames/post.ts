/** HTTP status and JSON of the gateway's answer; status 0 when there was none. */
export type Posted = { status: number; response: OmiseJs.Answer };

const patienceMs = 30_000;

/** Posts to the gateway that this frame came from. */
export async function post(path: "tokens" | "sources", key: string, body: object): Promise<Posted> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patienceMs);
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${key}:`)}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: giveUp.signal,
    });
    return { status: answer.status, response: await answer.json() };
  } catch (error) {
    return { status: 0, response: { object: "error", code: "rpc_error", message: String(error) } };
  } finally {
    clearTimeout(timer);
  }
}
