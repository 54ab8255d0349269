const kept = "chamra-shortcuts";

/**
 * Whether single keys do something in this browser. Who dictates or shakes sets off keys without meaning to, so it must be possible to switch them
 * off (WCAG 2.1.4).
 */
export const shortcutsOn = (): boolean => localStorage.getItem(kept) !== "off";

export const switchShortcuts = (on: boolean): void =>
  on ? localStorage.removeItem(kept) : localStorage.setItem(kept, "off");
