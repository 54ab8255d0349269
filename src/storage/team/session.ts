import sql, { type Sql } from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Session } from "../../domain/team/member.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of the dashboard's sessions. */
export function sessionQueries(db: Database) {
  const sessions = async (query: Sql): Promise<Session[]> =>
    (await db.all(query)).map((row) => fromStored("sessions", row));
  return {
    /** A session by the hash of its token, ended or not. */
    byHash: async (hash: string): Promise<Session | undefined> =>
      (await sessions(sql`select * from sessions where hash = ${hash}`))[0],

    /** Unrevoked sessions of a member, last seen first. */
    ofMember: (member: string): Promise<Session[]> =>
      sessions(sql`select * from sessions where member = ${member} and revoked_at is null order by seen_at desc, id`),

    /** Whether the member with this e-mail has had a session from this address. @param email in lower case */
    wasFrom: async (email: string, ip: string): Promise<boolean> => {
      const found = await db.all(
        sql`select 1 as found from members m join sessions s on s.member = m.id where m.email = ${email} and m.removed_at is null and s.ip = ${ip} limit 1`,
      );
      return found.length > 0;
    },

    /** When each member of a team was last seen. */
    lastSeen: async (team: string): Promise<Map<string, Time>> => {
      const rows = await db.all(
        sql`select s.member, max(s.seen_at) as seen_at from sessions s join members m on m.id = s.member where m.team = ${team} group by s.member`,
      );
      return new Map(rows.map((row) => [String(row.member), Number(row.seen_at)]));
    },

    /** Deletes sessions that ended before `time`. */
    forgetBefore: (time: Time) => db.run(sql`delete from sessions where expires_at < ${time}`),

    /** Records that a session is in use. The version stays, so loaded copies can still be saved. */
    seen: (id: string, now: Time) => db.run(sql`update sessions set seen_at = ${now} where id = ${id}`),
  };
}
