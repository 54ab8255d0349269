import { revise } from "../domain/changes.ts";
import { dashboardEndpoint } from "./endpoint.ts";
import { doneShape, presentDone } from "./shapes/done.ts";
import { presentSession, sessionShape } from "./shapes/session.ts";

const details = { tag: "Dashboard: signing in", scope: "team" } as const;

/** Coming in and going out. */
export const signInEndpoints = [
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/session",
    summary: "Retrieve the session",
    description: "Who is signed in, with their rights in both modes.",
    returns: sessionShape,
    refuses: [],
    run: async (present) => present,
    present: presentSession,
  }),
  dashboardEndpoint({
    ...details,
    method: "POST",
    path: "/sign-out",
    summary: "Sign out",
    returns: doneShape,
    refuses: [],
    run: async ({ gateway, session, cookie }) => {
      await gateway.store.save({ update: { sessions: [revise(session, { revokedAt: gateway.now() })] } });
      cookie.clear();
    },
    present: presentDone,
  }),
];
