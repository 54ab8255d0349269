import { useSyncExternalStore } from "react";
import { useLanguage } from "../language.tsx";
import { relativeText, type TimeForm, timeText } from "../time.ts";

/** A moment: as short as its place needs it, in full when somebody asks with the pointer. */
export function Time({ at, form = "short" }: { at: string | number; form?: TimeForm | "relative" }) {
  const { language } = useLanguage();
  const full = timeText(at, "full", language);
  return (
    <time dateTime={new Date(at).toISOString()} title={full} className="number">
      {form === "relative" ? <Relative at={at} /> : timeText(at, form, language)}
    </time>
  );
}

function Relative({ at }: { at: string | number }) {
  const { language } = useLanguage();
  return relativeText(at, useNow(), language);
}

const step = 15_000;

/** The time of day, every fifteen seconds anew, so that "3 minutes ago" does not stay so for an hour. */
function useNow(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / step) * step);
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, step);
  return () => clearInterval(timer);
}
