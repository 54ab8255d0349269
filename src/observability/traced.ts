import type { Connectors } from "../connectors/bank.ts";
import type { Changes } from "../domain/changes.ts";
import type { Store } from "../storage/store.ts";
import { eachConnector } from "./health.ts";
import { type Tracing, traceparentOf } from "./tracing.ts";

/** Wraps the store: each save is a span that says how many rows of which tables. */
export function tracedStore(store: Store, tracing: Tracing): Store {
  return {
    ...store,
    save: (changes) =>
      tracing.step("save", "client", { "chamra.rows": rowsOf(changes) }, async (span) => {
        const result = await store.save(changes);
        if (!result.saved) span.attributes["chamra.lost"] = result.lost;
        return result;
      }),
  };
}

/** Wraps the banks: each call is a span named after bank and verb (`kplus open`, `card authorize`). Only the request's reference is recorded. */
export function tracedConnectors(connectors: Connectors, tracing: Tracing): Connectors {
  return eachConnector(
    connectors,
    (bank, connector) =>
      new Proxy(connector, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== "function") return member;
          return (...question: unknown[]) =>
            tracing.step(
              `${bank} ${String(name)}`,
              "client",
              { "chamra.bank_reference": referenceOf(question[0]) },
              async (span) => {
                const answer: unknown = await Reflect.apply(member, target, question);
                span.attributes["chamra.bank_answer"] = wordOf(answer);
                return answer;
              },
            );
        },
      }),
  );
}

/** Sends posts to a merchant. */
type Post<Sent extends { headers: Record<string, string> }, Outcome> = { post(request: Sent): Promise<Outcome> };

/** Wraps outbound posts: each try is a span, and the receiver gets its trace so that their own traces can continue it. */
export function tracedOutbound<
  Sent extends { url: string; headers: Record<string, string> },
  Outcome extends { status: number | null; error: string | null },
  Outbound extends Post<Sent, Outcome>,
>(outbound: Outbound & Post<Sent, Outcome>, tracing: Tracing): Outbound {
  return {
    ...outbound,
    post: (sent: Sent) =>
      tracing.step("deliver", "client", { "server.address": new URL(sent.url).host }, async (span) => {
        const outcome = await outbound.post({
          ...sent,
          headers: { ...sent.headers, traceparent: traceparentOf(span) },
        });
        Object.assign(span.attributes, { "http.response.status_code": outcome.status, "error.type": outcome.error });
        return outcome;
      }),
  };
}

function rowsOf({ update = {}, insert = {} }: Changes): string {
  return Object.entries({ ...update, ...insert })
    .map(([table, rows]) => `${table} ${rows.length}`)
    .join(", ");
}

function referenceOf(question: unknown): string | null {
  if (typeof question === "string") return question;
  const { reference = null } = (question ?? {}) as { reference?: string | null };
  return reference;
}

/** Word of an answer, such as `approved` or `challenge`; none of its details. */
function wordOf(answer: unknown): string | null {
  const { answer: word, outcome } = (answer ?? {}) as { answer?: string; outcome?: string };
  return word ?? outcome ?? null;
}
