import sql, { type Sql } from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Member, OneTimeLink } from "../../domain/team/member.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of members and of one-time links. */
export function memberQueries(db: Database) {
  const members = async (query: Sql): Promise<Member[]> =>
    (await db.all(query)).map((row) => fromStored("members", row));
  const links = async (query: Sql): Promise<OneTimeLink[]> =>
    (await db.all(query)).map((row) => fromStored("one_time_links", row));
  return {
    /** A member, removed or not. */
    get: async (id: string): Promise<Member | undefined> =>
      (await members(sql`select * from members where id = ${id}`))[0],

    /** @param email in lower case */
    byEmail: async (email: string): Promise<Member | undefined> =>
      (await members(sql`select * from members where email = ${email} and removed_at is null`))[0],

    /** Active members, oldest first. */
    ofTeam: (team: string): Promise<Member[]> =>
      members(sql`select * from members where team = ${team} and removed_at is null order by created_at, id`),

    /** Active members who run the server, oldest first. */
    operators: (): Promise<Member[]> =>
      members(sql`select * from members where operator = 1 and removed_at is null order by created_at, id`),

    linkByHash: async (hash: string): Promise<OneTimeLink | undefined> =>
      (await links(sql`select * from one_time_links where hash = ${hash}`))[0],

    link: async (id: string): Promise<OneTimeLink | undefined> =>
      (await links(sql`select * from one_time_links where id = ${id}`))[0],

    /** Unused, unrevoked sign-in links of a member, expired ones included. */
    signInLinks: (member: string): Promise<OneTimeLink[]> =>
      links(sql`select * from one_time_links where member = ${member} and used_at is null and revoked_at is null`),

    /** All present and former members of a team. */
    everInTeam: (team: string): Promise<Member[]> => members(sql`select * from members where team = ${team}`),

    /** Open invitations. */
    invitations: (team: string, now: Time): Promise<OneTimeLink[]> =>
      links(
        sql`select * from one_time_links where team = ${team} and kind = 'invitation' and used_at is null and revoked_at is null and expires_at > ${now} order by created_at, id`,
      ),
  };
}
