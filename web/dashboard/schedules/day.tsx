import { useLanguage } from "../language.tsx";
import { timeText } from "../time.ts";

/** A date without a time. */
export function Day({ on }: { on: string }) {
  return (
    <time dateTime={on} className="number">
      {useDayText(on)}
    </time>
  );
}

/** The text of a date, for sentences. */
export function useDayText(on: string): string {
  const { language } = useLanguage();
  return timeText(on, "day", language);
}
