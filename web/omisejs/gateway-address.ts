import { scriptNames } from "../../src/pages/script-names.ts";

/**
 * Where the gateway is: where this script came from. So a merchant who changes the host of the script has changed everything.
 * A script that was loaded as a module does not know its element, and is looked for by its names, the usual one first.
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
