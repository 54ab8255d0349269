import sql, { type Sql } from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Session } from "../../domain/team/member.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** What is asked about sessions of the dashboard. */
export function sessionQueries(db: Database) {
  const sessions = async (query: Sql): Promise<Session[]> =>
    (await db.all(query)).map((row) => fromStored("sessions", row));
  return {
    /** By the hash of its token, whether or not it is over. */
    byHash: async (hash: string): Promise<Session | undefined> =>
      (await sessions(sql`select * from sessions where hash = ${hash}`))[0],

    /** Those that were not revoked, the last seen first. */
    ofMember: (member: string): Promise<Session[]> =>
      sessions(sql`select * from sessions where member = ${member} and revoked_at is null order by seen_at desc, id`),

    /** Whether the member with this e-mail has lately been in from this address. @param email in lower case */
    wasFrom: async (email: string, ip: string): Promise<boolean> => {
      const found = await db.all(
        sql`select 1 as found from members m join sessions s on s.member = m.id where m.email = ${email} and m.removed_at is null and s.ip = ${ip} limit 1`,
      );
      return found.length > 0;
    },

    /** When each member of a team was seen last. */
    lastSeen: async (team: string): Promise<Map<string, Time>> => {
      const rows = await db.all(
        sql`select s.member, max(s.seen_at) as seen_at from sessions s join members m on m.id = s.member where m.team = ${team} group by s.member`,
      );
      return new Map(rows.map((row) => [String(row.member), Number(row.seen_at)]));
    },

    /** Forgets what ended long ago. */
    forgetBefore: (time: Time) => db.run(sql`delete from sessions where expires_at < ${time}`),

    /** Notes that it is in use; of no consequence to anybody who has it loaded. */
    seen: (id: string, now: Time) => db.run(sql`update sessions set seen_at = ${now} where id = ${id}`),
  };
}
