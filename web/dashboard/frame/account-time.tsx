import { Time } from "../ui/time.tsx";
import { useClock } from "./clock.ts";

/** How far away a time is by the clock of the account. */
export function AccountTime({ at }: { at: string }) {
  const ahead = (useClock()?.ahead ?? 0) * 1_000;
  return <Time at={at} form="relative" ahead={ahead} />;
}
