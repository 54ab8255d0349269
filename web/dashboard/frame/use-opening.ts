import { useState } from "react";

/** State of something that opens and closes. `ever`: whether it was opened before, so that it is loaded only then. */
export function useOpening() {
  const [opened, setOpened] = useState<boolean | null>(null);
  return { opened: opened === true, ever: opened !== null, open: () => setOpened(true), close: () => setOpened(false) };
}
