import { type Page, pages } from "../pages.ts";

/** What a press leads to. */
type Act = { kind: "search" | "list" } | { kind: "go"; path: string };

/** Keys that do something by themselves, in the order in which they are listed. */
export const single = { "/": { kind: "search" }, "?": { kind: "list" } } as const satisfies Record<string, Act>;

/** The key that the keys of views follow. */
export const first = "g";

/** A view that has a key. */
export const keyed = pages.flatMap((page) => (page.menu ? [{ ...page, menu: page.menu }] : []));

/**
 * What a key means.
 *
 * @param begun whether `first` was pressed just before
 * @param mayOpen whether whoever presses has a view in their menu
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
  const found: Act | undefined = Object.hasOwn(single, key) ? single[key as keyof typeof single] : undefined; // it has it
  return { begun: false, act: found ?? null };
}

type Press = Pick<KeyboardEvent, "key" | "code" | "shiftKey">;

/** The Latin letter or sign of a press: on a keyboard that writes Thai, the one that is printed beside the Thai one. Empty for all other keys. */
export function latinKey({ key, code, shiftKey }: Press): string {
  if (/^[!-~]$/.test(key)) return key.toLowerCase();
  if (key.length !== 1) return "";
  if (code === "Slash") return shiftKey ? "?" : "/";
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? "";
}
