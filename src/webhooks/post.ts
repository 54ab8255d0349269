import { seconds } from "../domain/base/time.ts";
import type { Event } from "../domain/event/event.ts";
import { version } from "../version.ts";
import type { Dispatch } from "./deliver.ts";
import { sign } from "./signature.ts";

/** Time limit for an endpoint's answer while a person waits for it. */
const timeout = seconds(10);

/** Posts an event once and now, without a delivery, in a delivery's form. Returns what was sent, except what the connection adds. */
export async function post(dispatch: Dispatch, event: Event, url: string, marks: Record<string, string>) {
  const body = dispatch.bodyOf(event);
  const signature = sign(await dispatch.secretsOf(event.account), Math.floor(dispatch.now() / 1_000), body);
  const headers = { "content-type": "application/json", ...signature, ...marks };
  const outcome = await dispatch.outbound.post({ url, body, headers, livemode: event.livemode, timeoutMs: timeout });
  return { ...outcome, headers: { ...headers, "user-agent": `Chamra/${version}` }, body };
}
