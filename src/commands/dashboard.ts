import { wireTime } from "../api/wire/shape.ts";
import { Refusal } from "../domain/base/errors.ts";
import { revise } from "../domain/base/row.ts";
import type { Member } from "../domain/team/member.ts";
import type { Assembly } from "../main/assemble.ts";
import { auditedStore } from "../operations/log/audit.ts";
import { linkFor } from "../operations/team/team.ts";
import { withoutTotp } from "../operations/team/totp.ts";
import { command } from "./command.ts";
import { besideGateway } from "./with-gateway.ts";

export const dashboardCommands = [
  command({
    name: "dashboard link",
    about:
      "Makes a link that signs a member in to the dashboard once: for the first time, or when a password was forgotten.",
    args: {},
    flags: {
      email: { about: "Whom; by default the first who runs this server.", takes: "email" },
      "one-time-codes": {
        about: "`off` turns a lost authenticator app's codes off.",
        takes: "off",
        oneOf: ["off"],
      },
    },
    json: true,
    run: ({ flags, config }) =>
      besideGateway(config(), async ({ gateway: plain }) => {
        const member = await memberOf(plain, flags.email);
        const { now } = plain;
        const nobody = { account: null, member: null, apiKey: null, request: null, ip: null };
        const act = { team: member.team, ...nobody, object: member.id, now };
        const gateway = { ...plain, store: auditedStore(plain.store, { ...act, act: "chamra dashboard link" }) };
        if (flags["one-time-codes"] === "off" && member.totpSecret !== null)
          await gateway.store.save({ update: { members: [revise(member, withoutTotp)] } });
        const { url, expiresAt } = await linkFor(gateway, member);
        const until = wireTime(expiresAt);
        return {
          text: `${url}\nIt signs ${member.email} in once, until ${until}.\n`,
          json: { link: url, email: member.email, expires_at: until },
        };
      }),
  }),
];

/** @throws Refusal `not_found` */
async function memberOf({ store }: Assembly["gateway"], email: string | undefined): Promise<Member> {
  if (email === undefined) {
    const [first] = await store.member.operators();
    if (!first) throw new Refusal("not_found", "Nobody runs this server: start it once with `chamra serve`.");
    return first;
  }
  const member = await store.member.byEmail(email.toLowerCase());
  if (!member) throw new Refusal("not_found", `No member of any team has the e-mail ${email}.`);
  return member;
}
