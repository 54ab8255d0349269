import { useNavigate, useRouter } from "@tanstack/react-router";
import { lastMode } from "../mode.ts";
import { queries } from "../queries.ts";
import { type Session, sessionQuery } from "../session.tsx";

/** After sign-in: goes to the requested view, or to the start page. */
export function useAfterSignIn(): (session: Session) => Promise<void> {
  const navigate = useNavigate();
  const { history } = useRouter();
  return async (session) => {
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, session);
    const wanted = new URLSearchParams(location.search).get("to");
    // Only our own views: the sign-in page must not be an open redirect.
    if (wanted && /^\/(test|live)(\/|\?|$)/.test(wanted)) history.push(`/dashboard${wanted}`);
    else await navigate({ to: `/${lastMode()}` });
  };
}
