import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { post } from "../api.ts";
import { noteLink } from "../frame/first-password.tsx";
import { useTexts } from "../language.tsx";
import type { Session } from "../session.tsx";
import { doorTexts } from "../texts/doors.ts";
import { Loading } from "../ui/state.tsx";
import { useAfterSignIn } from "./after-sign-in.ts";
import { EntryCard } from "./entry-card.tsx";
import { takeToken } from "./token.ts";

/** Signs in by a single-use link, such as the one that the first start prints. */
export function Enter() {
  const t = useTexts(doorTexts);
  const arrive = useAfterSignIn();
  const [token] = useState(takeToken);
  // a query, not a mutation: it starts by itself and must run only once
  const entered = useQuery({
    queryKey: ["team", "sign-in-link", token],
    queryFn: async () => {
      const session = await post<Session>(null, "sign-in-link", { token });
      noteLink();
      return session;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving is done once
  useEffect(() => {
    if (entered.data) void arrive(entered.data);
  }, [entered.data]);
  if (!entered.isError)
    return (
      <EntryCard title={t.entering}>
        <Loading lines={3} />
      </EntryCard>
    );
  return (
    <EntryCard title={t.badLink} lead={t.badLinkHint}>
      <Link to="/sign-in">{t.toSignIn}</Link>
    </EntryCard>
  );
}
