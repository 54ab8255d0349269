import type { DomainEvent } from "../../domain/event/domain-event.ts";
import type { ApiVersion } from "../../domain/merchant/account.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { resources } from "../resources.ts";
import type { View } from "./endpoint.ts";
import { inVersion } from "./version.ts";

/** What an event is about, as JSON text in an API version; it is kept so for ever. */
export function serializer(publicUrl: () => string, methods: Methods, banks: View["banks"]) {
  return ({ kind, row }: DomainEvent["about"], apiVersion: ApiVersion, now: number): string => {
    const object = resources[kind].present(row as never, { publicUrl: publicUrl(), now, methods, banks }); // the row of that kind
    return JSON.stringify(inVersion(object, apiVersion, methods));
  };
}
