import { hours, seconds } from "../domain/base/time.ts";
import type { Event } from "../domain/event/event.ts";
import { version } from "../version.ts";
import type { Dispatch } from "./deliver.ts";
import { isAboutTls } from "./outbound.ts";
import { newWebhookSecret, sign } from "./signature.ts";

/** Time limit for an endpoint's answer while a person waits for it. */
const timeout = seconds(10);

/** Whose signature a post carries: ours of now, ours of an hour ago as a recorded copy would have it, or a stranger's. */
export type Signed = "now" | "an hour ago" | "by a stranger";

/** Posts an event once and now, without a delivery, in a delivery's form. Returns what was sent, except what the connection adds. */
export async function post(
  dispatch: Dispatch,
  event: Event,
  url: string,
  marks: Record<string, string>,
  signed: Signed = "now",
) {
  const body = dispatch.bodyOf(event);
  const secrets = signed === "by a stranger" ? [newWebhookSecret()] : await dispatch.secretsOf(event.account);
  const signedAt = dispatch.now() - (signed === "an hour ago" ? hours(1) : 0);
  const signature = sign(secrets, Math.floor(signedAt / 1_000), body);
  const headers = { "content-type": "application/json", ...signature, ...marks };
  const outcome = await dispatch.outbound.post({ url, body, headers, livemode: event.livemode, timeoutMs: timeout });
  const tls = outcome.error !== null && isAboutTls(outcome.error);
  return { ...outcome, tls, headers: { ...headers, "user-agent": `Chamra/${version}` }, body };
}
