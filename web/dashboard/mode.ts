import { useParams } from "@tanstack/react-router";

/** Test and live are two accounts that share nothing; the address says which one is looked at. */
export type Mode = "test" | "live";

export const isMode = (text: string | undefined): text is Mode => text === "test" || text === "live";

const kept = "chamra-mode";

/** Where somebody who names no mode begins: where they were, or else in test mode, where nothing can go wrong. */
export const lastMode = (): Mode => (localStorage.getItem(kept) === "live" ? "live" : "test");
export const keepMode = (mode: Mode): void => localStorage.setItem(kept, mode);

/** The mode of the address; only inside the frame, whose route has one. */
export function useMode(): Mode {
  const { mode } = useParams({ strict: false }) as { mode?: string };
  return isMode(mode) ? mode : lastMode();
}
