import { z } from "zod";
import { revise } from "../../domain/base/row.ts";
import { Secret } from "../../domain/base/secret.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { whoIs } from "../../operations/team/session.ts";
import { signIn, signInByLink } from "../../operations/team/sign-in.ts";
import { join } from "../../operations/team/team.ts";
import { doneShape, presentDone } from "../wire/done.shape.ts";
import { type Cookie, dashboardEndpoint, visitorEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { presentSession, sessionShape } from "./session.shape.ts";

const details = { tag: "Dashboard: signing in" } as const;
const session = { returns: sessionShape, present: presentSession } as const;

const linkToken = field.text("What stands behind the `#` of the link.", 100);

/** Signing in and out. */
export const signInEndpoints = [
  visitorEndpoint({
    ...details,
    ...session,
    method: "POST",
    path: "/sign-in",
    summary: "Sign in",
    description:
      "Answered with the session's cookie. An unknown e-mail and a wrong password are told alike; after several failures the next attempt has to wait, longer each time.",
    body: z.object({
      email: field.email("In any case."),
      password: field.text("The member's own.", 200),
      code: field.text("From the authenticator app, where one-time codes are on.", 20).optional(),
    }),
    refuses: ["bad_request", "sign_in_failed", "code_needed"],
    run: async ({ gateway, client, body: { email, password, code }, cookie }) =>
      enter(gateway, cookie, await signIn(gateway, client, { email, password: new Secret(password), code })),
  }),
  visitorEndpoint({
    ...details,
    ...session,
    method: "POST",
    path: "/sign-in-link",
    summary: "Sign in by a link",
    description: "Follows a link of `chamra dashboard link` or of the first start. It works once.",
    body: z.object({ token: linkToken }),
    refuses: ["bad_request", "sign_in_failed"],
    run: async ({ gateway, client, body: { token }, cookie }) =>
      enter(gateway, cookie, await signInByLink(gateway, client, token)),
  }),
  visitorEndpoint({
    ...details,
    ...session,
    method: "POST",
    path: "/join",
    summary: "Join a team",
    description: "Follows an invitation: whoever does becomes a member with the role of the invitation.",
    body: z.object({
      token: linkToken,
      name: field.text("What the others of the team read.", 100),
      password: field.text("At least 12 characters.", 200),
    }),
    refuses: ["bad_request", "sign_in_failed"],
    run: async ({ gateway, client, body: { token, name, password }, cookie }) =>
      enter(gateway, cookie, await join(gateway, client, { token, name, password: new Secret(password) })),
  }),
  dashboardEndpoint({
    ...details,
    ...session,
    scope: "team",
    beforeCodes: true,
    method: "GET",
    path: "/session",
    summary: "Retrieve the session",
    description: "Who is signed in, with their rights in both modes.",
    refuses: [],
    run: async (present) => present,
  }),
  dashboardEndpoint({
    ...details,
    scope: "team",
    beforeCodes: true,
    method: "POST",
    path: "/sign-out",
    summary: "Sign out",
    returns: doneShape,
    refuses: [],
    run: async ({ gateway, session: own, cookie }) => {
      await gateway.store.save({ update: { sessions: [revise(own, { revokedAt: gateway.now() })] } });
      cookie.clear();
    },
    present: presentDone,
  }),
];

async function enter(gateway: Gateway, cookie: Cookie, token: string) {
  cookie.set(token);
  return whoIs(gateway, token);
}
