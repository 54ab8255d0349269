/**
 * Where the gateway is: where this script came from. So a merchant who changes the host of the script has changed everything.
 * A script that was bundled or loaded as a module does not know its element, and is looked for by name.
 */
export function gatewayAddress(): URL {
  const { currentScript } = document;
  const script =
    currentScript instanceof HTMLScriptElement && currentScript.src
      ? currentScript
      : document.querySelector<HTMLScriptElement>('script[src*="/omise.js"]');
  if (!script)
    throw new Error("omise.js must be loaded by a script element, from the gateway: it finds the gateway there");
  return new URL(".", script.src);
}
