import { kindOfId } from "../../domain/base/id.ts";
import { withoutAccountNumbers, withoutSecrets } from "../../domain/base/mask.ts";
import type { LoggedRequest } from "../../domain/log/request.ts";
import { getToken } from "../../operations/card/token.ts";
import type { Caller, Gateway } from "../../operations/gateway.ts";
import { getSource } from "../../operations/payment/source.ts";
import { presentToken } from "../card/token.shape.ts";
import { presentSource } from "../payment/source.shape.ts";
import type { View } from "../wire/endpoint.ts";

/** Upper bound of the difference between two processes' clocks; an event was made before its request was answered. */
const slackMs = 1_000;

/**
 * Answer of a successful request. It is not stored a second time: what it changed is in that moment's event, and a token and a source, which no event
 * tells of, are as they were before they were spent. Null where there is neither, as for a repeat under an idempotency key.
 */
export async function answerOf(gateway: Gateway, caller: Caller, request: LoggedRequest, view: View) {
  const { about } = request;
  if (about === null) return null;
  switch (kindOfId(about)) {
    case "token": {
      const { token, card } = await getToken(gateway, caller, about);
      const unspent = { token: { ...token, charge: null }, card, status: "unknown" as const };
      return readable(JSON.stringify(presentToken(unspent, view)));
    }
    case "source": {
      const { source } = await getSource(gateway, caller, about);
      const unspent = { ...source, charge: null, providerReference: null };
      return readable(JSON.stringify(presentSource(unspent, null, view)));
    }
    default:
      return readable((await eventOf(gateway, request, about))?.data);
  }
}

/** The event that a request caused: the last about its object until it was answered, else the first soon after. */
async function eventOf({ store }: Gateway, { account, createdAt, latencyMs }: LoggedRequest, about: string) {
  const caused = await store.event.ofObject(account, about, createdAt, createdAt + latencyMs + slackMs);
  return caused.findLast((event) => event.createdAt <= createdAt + latencyMs) ?? caused[0];
}

const readable = (json: string | undefined): string | null =>
  json === undefined ? null : withoutAccountNumbers(withoutSecrets(json));
