import { Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";

/** @throws Refusal `bad_request` in live mode, where nothing is played and no secret is told to a program */
export function mustBeTestMode({ livemode }: Account): void {
  if (livemode) throw new Refusal("bad_request", "this is for test mode only: use a key of test mode");
}
