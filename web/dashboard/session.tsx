import { createContext, use } from "react";
import type { z } from "zod";
import type { sessionShape } from "../../src/api/team/session.shape.ts";
import type { Right } from "../../src/domain/team/role.ts";
import { ApiError, get } from "./api.ts";
import { type Mode, useMode } from "./mode.ts";
import { modeOf } from "./rights.ts";

/** Who is signed in, for which team, and what they may do in either mode. */
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
  // Without it there is nothing to show, so nobody has to ask for another try
  retry: (failures: number, error: Error) => (error instanceof ApiError ? failures < 2 && error.status >= 500 : true),
  retryDelay: 2_000,
} as const;

export const SessionContext = createContext<Session | null>(null);

/** Only inside the frame, which shows nothing before there is one. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("this view is outside the frame that knows who is signed in");
  return session;
}

/** Whether whoever is signed in may do this, in the mode that is looked at unless another is named. */
export function useCan(): (right: Right, mode?: Mode) => boolean {
  const { rights } = useSession();
  const here = useMode();
  return (right, mode = here) => rights[modeOf(right, mode)].includes(right);
}
