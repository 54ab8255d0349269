import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useCurrentPage } from "../frame/current-page.ts";
import { useInMenu } from "../in-menu.ts";
import { useMode } from "../mode.ts";
import { latinKey, meaningOf } from "./keys.ts";
import { shortcutsOn } from "./switch.ts";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Whether the view shall focus its search field. */
    toSearch?: boolean;
  }
}

/** Navigates by single keys, except while the member types into a field. @param showList opens the list of shortcuts */
export function Shortcuts({ showList }: { showList: () => void }): null {
  const navigate = useNavigate();
  const mode = useMode();
  const inMenu = useInMenu();
  const here = useCurrentPage();
  const begun = useRef(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const key = latinKey(event);
      if (key === "" || !isFree(event) || !shortcutsOn()) return;
      const meaning = meaningOf(key, begun.current, inMenu);
      begun.current = meaning.begun;
      if (meaning.act === null) return;
      event.preventDefault();
      if (meaning.act.kind === "list") showList();
      else if (meaning.act.kind === "go") void navigate({ to: `/${mode}${meaning.act.path}` });
      else if (here?.path === "/charges")
        void navigate({ to: ".", search: true, state: { toSearch: true }, replace: true });
      else void navigate({ to: `/${mode}/charges`, state: { toSearch: true } });
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
  return null;
}

/** Whether a key press is a shortcut: no modifier (the browser's shortcuts), not in a field, no dialog open. */
function isFree({ ctrlKey, metaKey, altKey, isComposing, defaultPrevented, target }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented) return false;
  const typed = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
  return !(target instanceof Element && target.closest(typed)) && document.querySelector("[role=dialog]") === null;
}
