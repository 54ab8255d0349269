import type { DomainEvent } from "../../domain/event/domain-event.ts";
import type { ApiVersion } from "../../domain/merchant/account.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import type { Named } from "../../operations/gateway.ts";
import { resources } from "../resources.ts";
import { inVersion } from "./version.ts";

/** Returns an event's object as JSON text in an API version; it is stored in this form for ever. */
export function serializer(publicUrl: () => string, methods: Methods, { banks, upstreams }: Named) {
  return ({ kind, row }: DomainEvent["about"], apiVersion: ApiVersion, now: number): string => {
    const view = { publicUrl: publicUrl(), sessionsUrl: publicUrl(), now, methods, banks, upstreams };
    const object = resources[kind].present(row as never, view); // the row is of that kind
    return JSON.stringify(inVersion(object, apiVersion, methods));
  };
}
