import { threeDsName } from "../../connectors/bank.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account, EnablementState } from "../../domain/merchant/account.ts";
import { enablementOf } from "../../domain/merchant/enablement.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { type Answers, answersCounted, type Failure } from "../../observability/health.ts";
import type { Queue, WaitingHost } from "../../storage/base/queue.ts";
import { bankLabel, type Gateway } from "../gateway.ts";

/** An account, with its numbers of enabled and requested methods. */
export type AccountSummary = { account: Account; enabled: number; requested: number };

const pageSize = 50;

/**
 * The accounts of this server, newest first.
 * @param before the last account of the page before
 */
export async function accountsPage(
  { store, methods }: Gateway,
  before: string | undefined,
): Promise<{ accounts: AccountSummary[]; next: string | null }> {
  const from = before === undefined ? undefined : await store.account.get(before);
  if (before !== undefined && !from) throw new Refusal("not_found", `account ${before} was not found`);
  const page = await store.account.page(from, pageSize);
  return {
    accounts: page.map((account) => ({
      account,
      enabled: count(methods, account, "enabled"),
      requested: count(methods, account, "requested"),
    })),
    next: page.length < pageSize ? null : (page.at(-1)?.id ?? null),
  };
}

const count = (methods: Methods, account: Account, state: EnablementState): number =>
  methods.in(account.currency).all.filter(({ type }) => enablementOf(account, type).state === state).length;

export type QueueHealth = {
  queues: (Queue & { failing: number })[];
  hosts: WaitingHost[];
  failures: readonly Failure[];
  since: Time;
};

/** Upper bound of shown accounts and hosts whose webhooks wait. */
const hostsMax = 20;

/** Due work of the whole server, and failures in this process. */
export async function queueHealth({ store, health, now }: Gateway): Promise<QueueHealth> {
  const at = now();
  const { queue } = store;
  const [queues, failing, hosts] = await Promise.all([
    queue.due(at),
    queue.failing(at),
    queue.waitingHosts(at, hostsMax),
  ]);
  return {
    hosts,
    queues: queues.map((queue) => ({ ...queue, failing: failing[queue.queue] ?? 0 })),
    failures: health.failures(),
    since: health.since,
  };
}

export type ConnectorHealth = { since: Time; counted: number; connectors: (Answers & Connection)[] };
type Connection = {
  name: string;
  label: { en: string; th: string };
  livemode: boolean;
  bank: "simulated" | "live" | "none";
  /** Number of accounts whose payments go elsewhere for a while, and until when; null of banks without routes to them. */
  resting: { accounts: number; until: Time | null } | null;
};

/** Answers of the banks of both modes, and of the upstreams of live mode, to this process. */
export function connectorHealth(gateway: Gateway): ConnectorHealth {
  const connectors = [false, true].flatMap((livemode) =>
    [...gateway.banks.map(({ name }) => name), threeDsName].map((name) => {
      const bank = livemode
        ? wayInLive(gateway, name)
        : gateway.simulators
          ? ("simulated" as const)
          : ("none" as const);
      const answers = gateway.health.answers(name, livemode);
      return { name, label: bankLabel(gateway, name), livemode, bank, ...answers, resting: null };
    }),
  );
  const upstreams = gateway.upstreams.all.map(({ name, label }) => ({
    ...{ name, label, livemode: true, bank: "live" as const },
    ...gateway.health.answers(name, true),
    resting: gateway.upstreams.breakers.resting(name, gateway.now()),
  }));
  return { since: gateway.health.since, counted: answersCounted, connectors: [...connectors, ...upstreams] };
}

const wayInLive = ({ banks }: Gateway, name: string): "live" | "none" =>
  banks.some((bank) => bank.name === name && bank.live) ? "live" : "none";
