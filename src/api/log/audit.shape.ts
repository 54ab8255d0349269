import { z } from "zod";
import { parseExactly } from "../../domain/base/exact-json.ts";
import type { AuditRow } from "../../domain/log/audit.ts";
import type { Account, ApiKey } from "../../domain/merchant/account.ts";
import type { Member } from "../../domain/team/member.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const difference = z.record(z.string(), z.record(z.string(), z.unknown()));

type Difference = z.output<typeof difference>;

export const auditLogShape = {
  name: "audit_log",
  schema: z.object({
    object: z.literal("audit_log"),
    data: z.array(
      z.object({
        number: z.int(),
        at: value.time,
        member: z
          .object({ id: value.id("memb"), name: z.string() })
          .nullable()
          .meta({ description: "null for a key, and for whoever has the command line." }),
        key: z
          .object({ id: z.string(), kind: z.enum(["public", "secret"]), last: z.string().nullable() })
          .nullable()
          .meta({ description: "The key that did it, with its last four characters; null where none did." }),
        request_id: z
          .string()
          .nullable()
          .meta({ description: "The request in which it was asked; rows of one request are one act." }),
        act: z.string(),
        mode: z
          .enum(["test", "live"])
          .nullable()
          .meta({ description: "null where something of the team was changed." }),
        object_id: z.string().nullable(),
        before: difference.meta({
          description:
            "By table and id, the columns that were changed. Secrets are dots, and what was made has nothing here.",
        }),
        after: z.record(z.string(), z.unknown()),
        ip: z.string().nullable(),
        hash: z.string(),
      }),
    ),
    next: z.int().nullable().meta({ description: "Send it as `before` for the next page; null where there is none." }),
  }),
} satisfies Shape;

export function presentAuditLog({
  rows,
  members,
  keys,
  test,
  live,
}: {
  rows: AuditRow[];
  members: Member[];
  keys: ApiKey[];
  test: Account;
  live: Account;
}) {
  const modes = new Map<string | null, "test" | "live">([
    [test.id, "test"],
    [live.id, "live"],
  ]);
  const last = rows.at(-1)?.number ?? 1;
  return {
    object: "audit_log" as const,
    data: rows.map((row) => {
      const member = members.find(({ id }) => id === row.member);
      const key = keys.find(({ id }) => id === row.apiKey);
      return {
        number: row.number,
        at: wireTime(row.at),
        member: member ? { id: member.id, name: member.name } : null,
        key: key ? { id: key.id, kind: key.kind, last: key.ending } : null,
        request_id: row.request,
        act: row.act,
        mode: modes.get(row.account) ?? null,
        object_id: row.object,
        before: parseExactly(row.before) as Difference, // as the audit log wrote it
        after: parseExactly(row.after) as Record<string, unknown>,
        ip: row.ip,
        hash: row.hash,
      };
    }),
    next: last > 1 ? last : null,
  };
}
