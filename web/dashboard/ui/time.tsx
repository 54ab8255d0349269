import { useSyncExternalStore } from "react";
import { useLanguage } from "../language.tsx";
import { relativeText, type TimeForm, timeText } from "../time.ts";

type TimeProps = {
  at: string | number;
  form?: TimeForm | "relative";
  /** Milliseconds by which the clock that `relative` is about is ahead of the server's. */
  ahead?: number;
};

/** A time in a short form, in full as a tooltip. */
export function Time({ at, form = "short", ahead = 0 }: TimeProps) {
  const { language } = useLanguage();
  const full = timeText(at, "full", language);
  return (
    <time dateTime={new Date(at).toISOString()} title={full} className="number">
      {form === "relative" ? <Relative at={new Date(at).getTime() - ahead} /> : timeText(at, form, language)}
    </time>
  );
}

function Relative({ at }: { at: number }) {
  const { language } = useLanguage();
  return relativeText(at, useNow(), language);
}

const step = 15_000;

/** The current time, updated every fifteen seconds, so that "3 minutes ago" stays correct. */
function useNow(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / step) * step);
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, step);
  return () => clearInterval(timer);
}
