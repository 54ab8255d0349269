import { type ReactNode, useEffect } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import type { Method } from "../methods/method.ts";
import { useMode } from "../mode.ts";
import { Go } from "../navigation.tsx";
import type { Page } from "../pages.ts";
import { useAnswer } from "../queries.ts";
import { useCan, useSession } from "../session.tsx";
import { shellTexts } from "../texts/shell.ts";
import { PageHead } from "../ui/layout.tsx";
import { Empty, Loading, NoRight } from "../ui/state.tsx";
import { PageTitle } from "./page-title.ts";

/**
 * Wraps every view: sets the window title and checks the member's right. Views wait for the names of the payment methods, so that no list or
 * chart shows a type first and its name a moment later; where the names cannot be had, types are shown. `isFetched` and not `isPending`: a view that
 * asks again for names that were refused would take itself away.
 */
export function PageView({ page, children }: { page: Page; children: ReactNode }) {
  const { language } = useLanguage();
  const { team } = useSession();
  const can = useCan();
  const mode = useMode();
  const t = useTexts(shellTexts);
  const names = useAnswer<{ data: Method[] }>("methods");
  const title = page.title[language];
  useEffect(() => {
    document.title = `${title} · ${team.name}`;
  }, [title, team.name]);
  if (page.mode !== undefined && page.mode !== mode)
    return (
      <>
        <PageHead title={title} />
        <Empty title={t.only[page.mode].title}>
          {t.only[page.mode].hint}{" "}
          <Go to={page.path.split("/$")[0] ?? "/"} mode={page.mode}>
            {t.only[page.mode].open}
          </Go>
        </Empty>
      </>
    );
  if (can(page.right)) return <PageTitle value={title}>{names.isFetched ? children : <Loading lines={5} />}</PageTitle>;
  return (
    <>
      <PageHead title={title} />
      <NoRight right={page.right} />
    </>
  );
}
