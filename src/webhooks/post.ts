import { seconds } from "../domain/base/time.ts";
import type { Event } from "../domain/event/event.ts";
import { version } from "../version.ts";
import type { Dispatch } from "./deliver.ts";
import { sign } from "./signature.ts";

/** How long an endpoint may take while somebody waits for what it says. */
const timeout = seconds(10);

/** Posts an event that no delivery stands behind, once and now, as a delivery would be. What went out is told but for what a connection adds. */
export async function post(dispatch: Dispatch, event: Event, url: string, marks: Record<string, string>) {
  const body = dispatch.bodyOf(event);
  const signature = sign(await dispatch.secretsOf(event.account), Math.floor(dispatch.now() / 1_000), body);
  const headers = { "content-type": "application/json", ...signature, ...marks };
  const outcome = await dispatch.outbound.post({ url, body, headers, livemode: event.livemode, timeoutMs: timeout });
  return { ...outcome, headers: { ...headers, "user-agent": `Chamra/${version}` }, body };
}
