import { useNavigate, useRouter } from "@tanstack/react-router";
import { lastMode } from "../mode.ts";
import { queries } from "../queries.ts";
import { type Session, sessionQuery } from "../session.tsx";

/** What follows once the gateway has let somebody in: to where they wanted, or to the start. */
export function useAfterSignIn(): (session: Session) => Promise<void> {
  const navigate = useNavigate();
  const { history } = useRouter();
  return async (session) => {
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, session);
    const wanted = new URLSearchParams(location.search).get("to");
    // Only a view of ours: an address from elsewhere must not use the sign-in page as its doorstep.
    if (wanted && /^\/(test|live)(\/|\?|$)/.test(wanted)) history.push(`/dashboard${wanted}`);
    else await navigate({ to: `/${lastMode()}` });
  };
}
