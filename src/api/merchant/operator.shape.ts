import { z } from "zod";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Approval } from "../../operations/merchant/approval.ts";
import type { AccountSummary, ConnectorHealth, QueueHealth } from "../../operations/merchant/operator.ts";
import { linedTables } from "../../storage/base/line.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const owner = {
  id: value.id("account"),
  team: value.id("acct"),
  livemode: z.boolean(),
  name: z.string(),
  email: z.string(),
};

const presentOwner = ({ id, team, livemode, name, email }: Account) => ({ id, team, livemode, name, email });

/** The accounts of this server, newest first. */
export const accountsShape = {
  name: "accounts",
  schema: z.object({
    object: z.literal("accounts"),
    data: z.array(
      z.object({
        ...owner,
        created_at: value.time,
        methods: z.object({ enabled: z.int(), requested: z.int() }),
      }),
    ),
    next: z.string().nullable().meta({ description: "What `before` must be for the page after this one." }),
  }),
} satisfies Shape;

export function presentAccounts({ accounts, next }: { accounts: readonly AccountSummary[]; next: string | null }) {
  return {
    object: "accounts" as const,
    data: accounts.map(({ account, enabled, requested }) => ({
      ...presentOwner(account),
      created_at: wireTime(account.createdAt),
      methods: { enabled, requested },
    })),
    next,
  };
}

const approvalSchema = z.object({
  account: z.object(owner),
  type: z.string(),
  name: z.object({ en: z.string(), th: z.string() }),
  requested_at: value.time.nullable(),
  accepted_terms: z.string().nullable(),
  connected: z.boolean(),
});

/** Requested methods that are not decided, longest waiting first. */
export const approvalsShape = {
  name: "approvals",
  schema: z.object({ object: z.literal("approvals"), data: z.array(approvalSchema) }),
} satisfies Shape;

export function presentApprovals(approvals: readonly Approval[]) {
  return {
    object: "approvals" as const,
    data: approvals.map(({ account, method, enablement, connected }) => ({
      account: presentOwner(account),
      type: method.type,
      name: { en: method.label.en, th: method.label.th },
      requested_at: wireTime(enablement.requestedAt),
      accepted_terms: enablement.termsVersion,
      connected,
    })),
  };
}

/** Due work of the clock. */
export const queuesShape = {
  name: "queues",
  schema: z.object({
    object: z.literal("queues"),
    data: z.array(
      z.object({
        queue: z.enum(linedTables),
        due: z.int().meta({ description: "Due and not taken yet; counted up to 10000." }),
        oldest_due_at: value.time.nullable(),
        failing: z
          .int()
          .meta({ description: "Tried at least once without success, and to be tried again; counted up to 10000." }),
      }),
    ),
    webhooks: z
      .array(
        z.object({
          account: z.string(),
          name: z.string(),
          livemode: z.boolean(),
          host: z.string(),
          due: z.int().meta({ description: "Due and not taken yet." }),
          sending: z.int().meta({ description: "Being sent." }),
          failing: z.int().meta({ description: "Tried at least once without success." }),
          oldest_created_at: value.time.meta({ description: "When the oldest was made, by the account's clock." }),
        }),
      )
      .meta({ description: "Accounts and hosts whose webhooks wait, the oldest first; of the 10000 longest due." }),
    failures: z
      .object({
        since: value.time,
        data: z.array(z.object({ work: z.string(), count: z.int(), last_at: value.time, last_error: z.string() })),
      })
      .meta({ description: "Work that broke off in the process that answers, since it started." }),
  }),
} satisfies Shape;

export function presentQueues({ queues, hosts, failures, since }: QueueHealth) {
  return {
    object: "queues" as const,
    data: queues.map(({ queue, depth, oldest, failing }) => ({
      queue,
      due: depth,
      oldest_due_at: wireTime(oldest),
      failing,
    })),
    webhooks: hosts.map(({ oldest, ...host }) => ({ ...host, oldest_created_at: wireTime(oldest) })),
    failures: {
      since: wireTime(since),
      data: failures.map(({ work, count, lastAt, lastError }) => ({
        work,
        count,
        last_at: wireTime(lastAt),
        last_error: lastError,
      })),
    },
  };
}

const answered = z.object({ count: z.int(), last_at: value.time.nullable() });

/** Answers of banks to this process; each process counts for itself. */
export const connectorsShape = {
  name: "connectors",
  schema: z.object({
    object: z.literal("connectors"),
    since: value.time.meta({ description: "When this process began to count." }),
    counted: z.int().meta({
      description: "Of each connector so many last answers are counted; those that are pending apart, all since then.",
    }),
    data: z.array(
      z.object({
        name: z.string(),
        label: z.object({ en: z.string(), th: z.string() }),
        mode: z.enum(["test", "live"]),
        bank: z.enum(["simulated", "live", "none"]),
        answers: z.object({ approved: answered, declined: answered, pending: answered, unknown: answered }),
        last_unknown: z.object({ at: value.time, why: z.string() }).nullable(),
        resting: z.object({ accounts: z.int(), until: value.time.nullable() }).nullable().meta({
          description:
            "Of an upstream: the number of accounts whose payments go elsewhere for a while, because it did not take several in a row.",
        }),
      }),
    ),
  }),
} satisfies Shape;

export function presentConnectors({ since, counted, connectors }: ConnectorHealth) {
  return {
    object: "connectors" as const,
    since: wireTime(since),
    counted,
    data: connectors.map(({ name, label, livemode, bank, answers, lastUnknown, resting }) => ({
      name,
      label: { en: label.en, th: label.th },
      mode: livemode ? ("live" as const) : ("test" as const),
      bank,
      answers: {
        approved: presentCount(answers.approved),
        declined: presentCount(answers.declined),
        pending: presentCount(answers.pending),
        unknown: presentCount(answers.unknown),
      },
      last_unknown: lastUnknown && { at: wireTime(lastUnknown.at), why: lastUnknown.why },
      resting: resting && { accounts: resting.accounts, until: wireTime(resting.until) },
    })),
  };
}

const presentCount = ({ count, lastAt }: { count: number; lastAt: Time | null }) => ({
  count,
  last_at: wireTime(lastAt),
});
