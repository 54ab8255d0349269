import { scriptNames } from "../../src/pages/script-names.ts";

/**
 * The gateway's URL: the folder of this script's URL. A merchant who moves to this gateway therefore changes only the script's host.
 * A module script does not know its element, so it is looked up by its file names, the usual one first.
 */
export function gatewayAddress(): URL {
  const { currentScript } = document;
  const script =
    currentScript instanceof HTMLScriptElement && currentScript.src
      ? currentScript
      : scriptNames.map(scriptCalled).find((found) => found !== undefined);
  if (!script)
    throw new Error("omise.js must be loaded by a script element, from the gateway: it finds the gateway there");
  return new URL(".", script.src);
}

function scriptCalled(name: string): HTMLScriptElement | undefined {
  return [...document.scripts].find(({ src }) => src !== "" && new URL(src).pathname.endsWith(`/${name}`));
}
