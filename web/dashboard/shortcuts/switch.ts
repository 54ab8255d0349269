const kept = "chamra-shortcuts";

/**
 * Whether shortcuts are enabled in this browser. Speech input and tremor press keys by accident, so it must be possible to switch them
 * off (WCAG 2.1.4).
 */
export const shortcutsOn = (): boolean => localStorage.getItem(kept) !== "off";

export const switchShortcuts = (on: boolean): void =>
  on ? localStorage.removeItem(kept) : localStorage.setItem(kept, "off");
