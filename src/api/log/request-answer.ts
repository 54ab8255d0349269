import { kindOfId } from "../../domain/base/id.ts";
import { withoutSecrets } from "../../domain/base/mask.ts";
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
 * Answer of a successful request. It is not stored a second time: changes of a charge are in that moment's event, and a token
 * and a source are as they were before they were spent. Null where there is neither, as for a repeat under an idempotency key.
 */
export async function answerOf(gateway: Gateway, caller: Caller, request: LoggedRequest, view: View) {
  const { about, createdAt, latencyMs } = request;
  if (about === null) return null;
  switch (kindOfId(about)) {
    case "charge": {
      const until = createdAt + latencyMs + slackMs;
      const range = { limit: 20, offset: 0, from: createdAt, to: until, order: "chronological" as const };
      const { rows } = await gateway.store.event.listOfCharge(request.account, about, range);
      const caused = rows.filter((event) => event.createdAt >= createdAt);
      return readable(caused.findLast((event) => event.createdAt <= createdAt + latencyMs)?.data ?? caused[0]?.data);
    }
    case "token": {
      const { token, card } = await getToken(gateway, caller, about);
      const unspent = { token: { ...token, charge: null }, card, status: "unknown" as const };
      return readable(JSON.stringify(presentToken(unspent, view)));
    }
    case "source": {
      const { source } = await getSource(gateway, caller, about);
      const unspent = { ...source, charge: null, providerReference: null };
      return readable(JSON.stringify(presentSource(unspent, null, view.publicUrl)));
    }
    default:
      return null;
  }
}

const readable = (json: string | undefined): string | null => (json === undefined ? null : withoutSecrets(json));
