import { renderSVG } from "uqr";
import { z } from "zod";
import { Secret } from "../../domain/base/secret.ts";
import { changePassword, changeProfile, openSessions, revokeSession } from "../../operations/team/member.ts";
import { confirmTotp, offerTotp, removeTotp } from "../../operations/team/totp.ts";
import { doneShape, presentDone } from "../wire/done.shape.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { presentSession, presentSessions, sessionShape, sessionsShape, totpShape } from "./session.shape.ts";

const details = { tag: "Dashboard: my own", scope: "team", method: "POST" } as const;
const session = { returns: sessionShape, present: presentSession } as const;

const code = field.text("From the authenticator app.", 20);
const current = field.text("The password until now. Not needed where there is none, or after following a link.", 200);

/** What members do with their own account; none of it needs a right. */
export const meEndpoints = [
  dashboardEndpoint({
    ...details,
    ...session,
    path: "/me",
    summary: "Change my profile",
    body: z.object({
      name: field.text("What the others of the team read.", 100).optional(),
      email: field.email("What I sign in with.").optional(),
      current: current.optional(),
    }),
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, client, body: { name, email, current: password }, ...present }) => {
      const patch = { ...(name !== undefined && { name }), ...(email !== undefined && { email }) };
      const proof = secretOf(password);
      return { ...present, member: await changeProfile(gateway, client, present, { ...patch, current: proof }) };
    },
  }),
  dashboardEndpoint({
    ...details,
    ...session,
    path: "/me/password",
    summary: "Change my password",
    description: "Ends all other sessions of the member.",
    body: z.object({ current: current.optional(), password: field.text("At least 12 characters.", 200) }),
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, client, body, ...present }) => {
      const proof = secretOf(body.current);
      const member = await changePassword(gateway, client, present, proof, new Secret(body.password));
      return { ...present, member };
    },
  }),
  dashboardEndpoint({
    ...details,
    path: "/me/totp",
    beforeCodes: true,
    summary: "Prepare one-time codes",
    description: "A secret for an authenticator app. Codes are asked for only once one was confirmed.",
    body: z.object({ current: current.optional() }),
    returns: totpShape,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, client, body, ...present }) => offerTotp(gateway, client, present, secretOf(body.current)),
    present: ({ secret, uri }) => ({ object: "totp" as const, secret, uri, qr: renderSVG(uri, { border: 2 }) }),
  }),
  dashboardEndpoint({
    ...details,
    ...session,
    path: "/me/totp/confirm",
    beforeCodes: true,
    summary: "Turn one-time codes on",
    description: "Ends all other sessions of the member.",
    body: z.object({ code }),
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, client, body, ...present }) => ({
      ...present,
      member: await confirmTotp(gateway, client, present, body.code),
    }),
  }),
  dashboardEndpoint({
    ...details,
    ...session,
    path: "/me/totp/remove",
    summary: "Turn one-time codes off",
    description: "Ends all other sessions of the member.",
    body: z.object({ code, current: current.optional() }),
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, client, body, ...present }) => ({
      ...present,
      member: await removeTotp(gateway, client, present, secretOf(body.current), body.code),
    }),
  }),
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/me/sessions",
    summary: "List my sessions",
    returns: sessionsShape,
    refuses: [],
    run: async ({ gateway, member, session: own }) => ({ sessions: await openSessions(gateway, member), own }),
    present: presentSessions,
  }),
  dashboardEndpoint({
    ...details,
    path: "/me/sessions/:id/revoke",
    summary: "End a session of mine",
    returns: doneShape,
    refuses: ["not_found"],
    run: ({ gateway, member, params }) => revokeSession(gateway, member, params.id),
    present: presentDone,
  }),
];

function secretOf(text: string | undefined): Secret | undefined {
  return text === undefined ? undefined : new Secret(text);
}
