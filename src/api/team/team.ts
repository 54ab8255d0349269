import { z } from "zod";
import { roleNames } from "../../domain/team/role.ts";
import { invite, remove, requireCodes, revokeInvitation, setRole } from "../../operations/team/team.ts";
import { doneShape, presentDone } from "../wire/done.shape.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import {
  invitationShape,
  memberShape,
  presentInvitation,
  presentMember,
  presentTeam,
  teamShape,
} from "./team.shape.ts";

const details = { tag: "Dashboard: team", scope: "team", right: "team", method: "POST" } as const;

const role = field.word("What they may do.", roleNames);

/** Members of the team, their roles, and invitations. */
export const teamEndpoints = [
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/team",
    summary: "Retrieve the team",
    description: "Members, invitations that are still open, and the table of roles.",
    returns: teamShape,
    refuses: [],
    run: async ({ gateway: { store, now, codesRequired: ofServer }, member: { team }, live }) => {
      const [members, seen, invitations] = await Promise.all([
        store.member.ofTeam(team),
        store.session.lastSeen(team),
        store.member.invitations(team, now()),
      ]);
      const codesRequired = ofServer ? ("server" as const) : live.codesRequired ? ("team" as const) : ("no" as const);
      return { name: live.name, codesRequired, members, seen, invitations };
    },
    present: presentTeam,
  }),
  dashboardEndpoint({
    ...details,
    path: "/team/invitations",
    summary: "Invite somebody",
    description: "The link is shown once: hand it on. It works once, for a week. Only an owner invites an owner.",
    body: z.object({ email: field.email("Whom."), role }),
    returns: invitationShape,
    refuses: ["bad_request"],
    run: ({ gateway, member, body }) => invite(gateway, member, body.email, body.role),
    present: ({ link, url }) => ({ ...presentInvitation(link), link: url }),
  }),
  dashboardEndpoint({
    ...details,
    path: "/team/codes",
    summary: "Require one-time codes",
    description:
      "Whether every member must have them. Members without any are signed out, and can do nothing but set them up when they are back.",
    body: z.object({ required: field.flag("Whether they must.") }),
    returns: doneShape,
    refuses: ["bad_request"],
    run: async ({ gateway, body, ...present }) => {
      await requireCodes(gateway, present, body.required);
    },
    present: presentDone,
  }),
  dashboardEndpoint({
    ...details,
    path: "/team/invitations/:id/revoke",
    summary: "Take an invitation back",
    returns: doneShape,
    refuses: ["not_found"],
    run: ({ gateway, member, params }) => revokeInvitation(gateway, member, params.id),
    present: presentDone,
  }),
  dashboardEndpoint({
    ...details,
    path: "/team/members/:id",
    summary: "Change a member's role",
    description: "Only an owner makes an owner or changes one, and the last owner stays one.",
    body: z.object({ role }),
    returns: memberShape,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, member, params, body }) => ({
      member: await setRole(gateway, member, params.id, body.role),
      seenAt: (await gateway.store.session.lastSeen(member.team)).get(params.id) ?? null,
    }),
    present: ({ member, seenAt }) => presentMember(member, seenAt),
  }),
  dashboardEndpoint({
    ...details,
    path: "/team/members/:id/remove",
    summary: "Remove a member",
    description: "They are signed out everywhere at once. What they did stays in the audit log.",
    returns: doneShape,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, member, params }) => remove(gateway, member, params.id),
    present: presentDone,
  }),
];
