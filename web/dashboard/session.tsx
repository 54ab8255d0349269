import { createContext, use } from "react";
import type { z } from "zod";
import type { sessionShape } from "../../src/api/team/session.shape.ts";
import type { Right } from "../../src/domain/team/role.ts";
import { ApiError, get } from "./api.ts";
import { type Mode, useMode } from "./mode.ts";
import { modeOf } from "./rights.ts";

/** The session: member, team, and rights in both modes. */
export type Session = z.output<typeof sessionShape.schema>;

export const sessionQuery = {
  queryKey: ["team", "session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await get<Session>(null, "session");
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 300_000,
  // Without a session nothing can be shown, so retry without a button
  retry: (failures: number, error: Error) => (error instanceof ApiError ? failures < 2 && error.status >= 500 : true),
  retryDelay: 2_000,
} as const;

export const SessionContext = createContext<Session | null>(null);

/** Only inside the frame, which renders after the session is loaded. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("this view is outside the frame that knows who is signed in");
  return session;
}

/** Whether the signed-in member has this right, by default in the current mode. */
export function useCan(): (right: Right, mode?: Mode) => boolean {
  const { rights } = useSession();
  const here = useMode();
  return (right, mode = here) => rights[modeOf(right, mode)].includes(right);
}
