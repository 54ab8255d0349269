import { useMode } from "./mode.ts";
import type { Page } from "./pages.ts";
import { useCan } from "./session.tsx";

/** Tells whether the member's menu has a view: what they may not open, and what this mode does not have, is left out. */
export function useInMenu(): (page: Page) => boolean {
  const can = useCan();
  const present = useMode();
  return ({ menu, right, mode = present }) => menu !== undefined && can(right) && mode === present;
}
