import { useParams } from "@tanstack/react-router";

/** Test and live mode: two separate accounts. The address names the current one. */
export type Mode = "test" | "live";

export const isMode = (text: string | undefined): text is Mode => text === "test" || text === "live";

const kept = "chamra-mode";

/** Mode for an address without one: the last used, else test mode, where no money moves. */
export const lastMode = (): Mode => (localStorage.getItem(kept) === "live" ? "live" : "test");
export const keepMode = (mode: Mode): void => localStorage.setItem(kept, mode);

/** The current mode. Only inside the frame, whose route has it. */
export function useMode(): Mode {
  const { mode } = useParams({ strict: false }) as { mode?: string };
  return isMode(mode) ? mode : lastMode();
}
