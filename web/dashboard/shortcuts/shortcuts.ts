import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useCurrentPage } from "../frame/current-page.ts";
import { useMode } from "../mode.ts";
import { useCan } from "../session.tsx";
import { latinKey, meaningOf } from "./keys.ts";
import { shortcutsOn } from "./switch.ts";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The field of the search is where typing begins. */
    toSearch?: boolean;
  }
}

/** Lets single keys lead through the dashboard, as long as they are not typed into something. @param showList shows what they are */
export function Shortcuts({ showList }: { showList: () => void }): null {
  const navigate = useNavigate();
  const mode = useMode();
  const can = useCan();
  const here = useCurrentPage();
  const begun = useRef(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const key = latinKey(event);
      if (key === "" || !isFree(event) || !shortcutsOn()) return;
      const meaning = meaningOf(key, begun.current, ({ right }) => can(right));
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

/** Not with a modifier, which makes it the browser's, nor typed, nor beside a dialog that waits for an answer. */
function isFree({ ctrlKey, metaKey, altKey, isComposing, defaultPrevented, target }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented) return false;
  const typed = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
  return !(target instanceof Element && target.closest(typed)) && document.querySelector("[role=dialog]") === null;
}
