import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { type Mode, useMode } from "./mode.ts";

/** Query parameters of the address; always strings, so that addresses stay readable. */
export type Search = Record<string, string>;

type GoProps = Pick<
  ComponentProps<"a">,
  "className" | "children" | "onClick" | "aria-current" | "aria-label" | "ref" | "style"
> & {
  /** The path below the mode: `/charges/chrg_test_…`. */
  to: string;
  search?: Search;
  /** The current mode by default. */
  mode?: Mode;
};

/** A link to a view, in the current mode. */
export function Go({ to, search = {}, mode, ...rest }: GoProps) {
  const here = useMode();
  // The router's link type refuses attributes that are present but undefined, and does not know routes that are made from a list.
  const given = {
    ...rest,
    to: `/${mode ?? here}${to}`,
    search,
    activeOptions: { exact: true, includeSearch: false },
  } as unknown as ComponentProps<typeof Link>;
  return <Link {...given} />;
}

/** Opens a view in the current mode. */
export function useOpen(): (to: string) => void {
  const mode = useMode();
  const navigate = useNavigate();
  return (to) => void navigate({ to: `/${mode}${to}` });
}

/** A path parameter (`$name`) of the current view. */
export function useParameter(name: string): string {
  return (useParams({ strict: false }) as Record<string, string | undefined>)[name] ?? "";
}

/**
 * The query parameters of the address, and a function that changes them. "" or undefined removes a parameter;
 * parameters that are not given stay. A change replaces the history entry, unless "back" should return to the old one.
 */
export function useSearchParts(): [Search, (changed: Record<string, string | undefined>, keep?: boolean) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = (changed: Record<string, string | undefined>, keep = false) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(Object.entries({ ...search, ...changed }).filter(([, value]) => value)),
      replace: !keep,
    });
  return [search, change];
}
