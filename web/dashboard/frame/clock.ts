import type { ClockAnswer } from "../answers.ts";
import { useMode } from "../mode.ts";
import { useAnswer } from "../queries.ts";
import { useCan } from "../session.tsx";

/** The clock of the account in test mode; undefined in live mode, which has none, and until it is known. */
export function useClock(): ClockAnswer | undefined {
  const can = useCan();
  const enabled = useMode() === "test" && can("view");
  const { data } = useAnswer<ClockAnswer>("test/clock", { enabled });
  return enabled ? data : undefined;
}
