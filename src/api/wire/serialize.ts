import type { Happening } from "../../domain/event/event.ts";
import type { ApiVersion } from "../../domain/merchant/account.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { presentCharge } from "../payment/charge.shape.ts";
import { presentRefund } from "../payment/refund.shape.ts";
import { inVersion } from "./version.ts";

/** What an event is about, as JSON text in an API version; it is kept so for ever. */
export function serializeHappening(publicUrl: () => string, methods: Methods) {
  return ({ charge, refund }: Happening, apiVersion: ApiVersion, now: number): string => {
    const object = refund ? presentRefund(refund) : presentCharge(charge, { publicUrl: publicUrl(), now, methods });
    return JSON.stringify(inVersion(object, apiVersion, methods));
  };
}
