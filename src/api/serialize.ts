import type { ApiVersion } from "../domain/account.ts";
import type { Happening } from "../domain/event.ts";
import { presentCharge } from "./shapes/charge.ts";
import { presentRefund } from "./shapes/refund.ts";
import { inVersion } from "./version.ts";

/** What an event is about, as JSON text in an API version; it is kept so for ever. */
export function serializeHappening(publicUrl: () => string) {
  return ({ charge, refund }: Happening, apiVersion: ApiVersion, now: number): string => {
    const object = refund ? presentRefund(refund) : presentCharge(charge, { publicUrl: publicUrl(), now });
    return JSON.stringify(inVersion(object, apiVersion));
  };
}
