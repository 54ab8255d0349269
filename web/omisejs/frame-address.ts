import { isLive } from "../frames/live-key.ts";

/**
 * Address of a document of the gateway that takes card details. With a live key it has the key in it: the document's policy must name the vault to which
 * the cards of that account go.
 */
export function frameAddress(gateway: URL, name: "pay.html" | "token-frame.html", key: string): URL {
  const address = new URL(name, gateway);
  if (isLive(key)) address.searchParams.set("key", key);
  return address;
}
