import { Refusal } from "../../domain/base/errors.ts";
import type { Ask } from "../../operations/sandbox/month.ts";
import { tokenEndpoints } from "../card/token.ts";
import { customerEndpoints } from "../customer/customer.ts";
import { disputeEndpoints } from "../dispute/dispute.ts";
import { linkEndpoints } from "../link/link.ts";
import { chargeEndpoints } from "../payment/charge.ts";
import { refundEndpoints } from "../payment/refund.ts";
import { scheduleEndpoints } from "../schedule/schedule.ts";
import type { Context, Endpoint } from "../wire/endpoint.ts";
import { clockEndpoints } from "./clock.ts";
import { payerEndpoints } from "./payer.ts";

const reached: readonly Endpoint[] = [
  ...tokenEndpoints,
  ...customerEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...linkEndpoints,
  ...scheduleEndpoints,
  ...clockEndpoints,
  ...payerEndpoints,
];

/**
 * Requests from inside, for the account of a request: parsed, carried out and presented by the entries of the contract, as if they had come with its
 * key. What an entry refuses is a bad request, in its words.
 */
export function askInside(context: Context<never, never, never>): Ask {
  const { gateway, account } = context;
  return async (method, path, body = {}) => {
    const found = entryOf(method, path);
    if (!found) throw new Error(`${method} ${path} is not reached from inside`);
    const { entry, params } = found;
    const parsed = entry.body?.safeParse(body, { reportInput: true });
    if (parsed && !parsed.success) throw new Refusal("bad_request", `${method} ${path}: ${sentenceOf(parsed.error)}`);
    const running = entry.run({
      ...context,
      params: params as never, // those of the entry's own path
      query: {} as never,
      body: (parsed?.data ?? {}) as never, // parsed by the entry's own schema
      caller: { account, intention: null },
    });
    const result = await running.catch((error: unknown) => {
      throw error instanceof Refusal ? new Refusal("bad_request", `${method} ${path}: ${error.message}`) : error;
    });
    const view = { ...context.view, now: gateway.clock.of(account.id) };
    return entry.present?.(result as never, view); // what `run` returned
  };
}

function entryOf(method: string, path: string): { entry: Endpoint; params: Record<string, string> } | undefined {
  for (const entry of reached) {
    const pattern = new RegExp(`^${entry.path.replace(/:(\w+)/g, "(?<$1>\\w+)")}$`);
    const match = entry.method === method ? pattern.exec(path) : null;
    if (match) return { entry, params: { ...match.groups } };
  }
  return undefined;
}

const sentenceOf = ({ issues }: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string =>
  issues.map(({ path, message }) => `${path.map(String).join(".")} ${message}`).join(", ");
