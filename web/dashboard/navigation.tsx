import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { type Mode, useMode } from "./mode.ts";

/** What the address says after the question mark; always text, so that addresses stay as people would write them. */
export type Search = Record<string, string>;

type GoProps = Pick<
  ComponentProps<"a">,
  "className" | "children" | "onClick" | "aria-current" | "aria-label" | "ref" | "style"
> & {
  /** The path below the mode: `/charges/chrg_test_…`. */
  to: string;
  search?: Search;
  /** The mode that is looked at unless another is named. */
  mode?: Mode;
};

/** A link to a view, in the mode that is looked at. */
export function Go({ to, search = {}, mode, ...rest }: GoProps) {
  const here = useMode();
  // Which takes the same, but for attributes that are there and undefined, and knows no routes that are made from a list.
  const given = {
    ...rest,
    to: `/${mode ?? here}${to}`,
    search,
    activeOptions: { exact: true, includeSearch: false },
  } as unknown as ComponentProps<typeof Link>;
  return <Link {...given} />;
}

/** A part of the address that the view's path names with a dollar. */
export function useParameter(name: string): string {
  return (useParams({ strict: false }) as Record<string, string | undefined>)[name] ?? "";
}

/**
 * What the address says after its question mark, and how to change it. Giving "" or undefined takes a part away;
 * the parts that are not given stay. A change replaces the address, unless the way back should lead through it.
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
