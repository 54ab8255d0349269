import { Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account, EnablementState } from "../../domain/merchant/account.ts";
import { enablementOf } from "../../domain/merchant/enablement.ts";
import { methods } from "../../methods/index.ts";
import {
  type Answers,
  answersCounted,
  type ConnectorName,
  connectorNames,
  type Failure,
} from "../../observability/health.ts";
import type { Queue } from "../../storage/base/queue.ts";
import { type Gateway, openConnectors } from "../gateway.ts";

/** An account with how many methods it has and waits for. */
export type AccountSummary = { account: Account; enabled: number; requested: number };

const pageSize = 50;

/**
 * The accounts of this server, newest first.
 * @param before the last account of the page before
 */
export async function accountsPage(
  { store }: Gateway,
  before: string | undefined,
): Promise<{ accounts: AccountSummary[]; next: string | null }> {
  const from = before === undefined ? undefined : await store.account.get(before);
  if (before !== undefined && !from) throw new Refusal("not_found", `account ${before} was not found`);
  const page = await store.account.page(from, pageSize);
  return {
    accounts: page.map((account) => ({
      account,
      enabled: count(account, "enabled"),
      requested: count(account, "requested"),
    })),
    next: page.length < pageSize ? null : (page.at(-1)?.id ?? null),
  };
}

const count = (account: Account, state: EnablementState): number =>
  methods.filter(({ type }) => enablementOf(account, type).state === state).length;

export type QueueHealth = { queues: (Queue & { failing: number })[]; failures: readonly Failure[]; since: Time };

/** What waits for the clock, in the whole server; what broke off, in this process. */
export async function queueHealth({ store, health, now }: Gateway): Promise<QueueHealth> {
  const at = now();
  const [queues, failing] = await Promise.all([store.queue.due(at), store.queue.failing(at)]);
  return {
    queues: queues.map((queue) => ({ ...queue, failing: failing[queue.queue] ?? 0 })),
    failures: health.failures(),
    since: health.since,
  };
}

export type ConnectorHealth = { since: Time; counted: number; connectors: (Answers & Connection)[] };
type Connection = { name: ConnectorName; livemode: boolean; bank: "simulated" | "live" | "none" };

/** How the banks of both modes have answered this process. */
export function connectorHealth(gateway: Gateway): ConnectorHealth {
  const connectors = [false, true].flatMap((livemode) =>
    connectorNames.map((name) => {
      const connected = openConnectors(gateway, livemode)[name] !== undefined;
      const bank = !connected ? ("none" as const) : livemode ? ("live" as const) : ("simulated" as const);
      return { name, livemode, bank, ...gateway.health.answers(name, livemode) };
    }),
  );
  return { since: gateway.health.since, counted: answersCounted, connectors };
}
