import { seconds, type Time } from "../base/time.ts";

type Told = { act: string; member: string | null; object: string | null; at: Time };

/** Longer than a bank is waited for, and shorter than somebody takes to do the same again. */
const echoesFor = seconds(2);

/** What is done to a charge may ask its bank, and is saved before and after: then the audit log has a row for each, and the later one is an echo. */
export function isEcho(first: Told, later: Told): boolean {
  const same = first.act === later.act && first.member === later.member && first.object === later.object;
  return same && later.act.startsWith("POST /charges/:id/") && later.at - first.at <= echoesFor;
}
