import { type Page, pages } from "../pages.ts";

/** Result of a key press. */
type Act = { kind: "search" | "list" } | { kind: "go"; path: string };

/** Keys with an act of their own, in the order of the list of shortcuts. */
export const single = { "/": { kind: "search" }, "?": { kind: "list" } } as const satisfies Record<string, Act>;

/** The prefix key of the views' keys. */
export const first = "g";

/** A view that has a key. */
export const keyed = pages.flatMap((page) => (page.menu ? [{ ...page, menu: page.menu }] : []));

/**
 * Interprets a key press.
 *
 * @param begun whether `first` was pressed just before
 * @param mayOpen whether the member's menu has a view
 */
export function meaningOf(
  key: string,
  begun: boolean,
  mayOpen: (page: Page) => boolean = () => true,
): { begun: boolean; act: Act | null } {
  if (begun) {
    const view = keyed.find((page) => page.menu.key === key && mayOpen(page));
    if (view) return { begun: false, act: { kind: "go", path: view.path } };
  }
  if (key === first) return { begun: true, act: null };
  const found: Act | undefined = Object.hasOwn(single, key) ? single[key as keyof typeof single] : undefined; // the table has it
  return { begun: false, act: found ?? null };
}

type Press = Pick<KeyboardEvent, "key" | "code" | "shiftKey">;

/** The Latin letter, digit or sign of a key; on a Thai keyboard, the Latin one printed on the same key. Empty for other keys. */
export function latinKey({ key, code, shiftKey }: Press): string {
  if (/^[!-~]$/.test(key)) return key.toLowerCase();
  if (key.length !== 1) return "";
  if (code === "Slash") return shiftKey ? "?" : "/";
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? (shiftKey ? "" : (/^Digit(\d)$/.exec(code)?.[1] ?? ""));
}
