import { useParams, useRouterState } from "@tanstack/react-router";
import { type Page, pages } from "../pages.ts";

/** The current view, by the address. */
export function useCurrentPage(): Page | undefined {
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  const steps = pathname.split("/").filter(Boolean);
  const below = `/${steps.slice(1).join("/")}`;
  return pages.find(({ path }) => path.replace(/\$(\w+)/g, (_, name: string) => params[name] ?? "") === below);
}
