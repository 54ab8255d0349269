import { readAsset } from "./asset.ts";

/** Remembers whether the test panel of a page, `details[data-remembered]`, is folded away. */
export const testPanelScript = readAsset(new URL("./fold-test-panel.js", import.meta.url), "text/javascript");
