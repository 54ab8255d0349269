import { type ReactNode, useEffect } from "react";
import { useLanguage } from "../language.tsx";
import type { Page } from "../pages.ts";
import { useCan, useSession } from "../session.tsx";
import { PageHead } from "../ui/layout.tsx";
import { NoRight } from "../ui/state.tsx";
import { PageTitle } from "./page-title.ts";

/** Wraps every view: sets the window title and checks the member's right. */
export function PageView({ page, children }: { page: Page; children: ReactNode }) {
  const { language } = useLanguage();
  const { team } = useSession();
  const can = useCan();
  const title = page.title[language];
  useEffect(() => {
    document.title = `${title} · ${team.name}`;
  }, [title, team.name]);
  if (can(page.right)) return <PageTitle value={title}>{children}</PageTitle>;
  return (
    <>
      <PageHead title={title} />
      <NoRight right={page.right} />
    </>
  );
}
