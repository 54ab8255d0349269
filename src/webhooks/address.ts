import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** No length is documented; longer addresses are refused by many proxies on the way. */
const lengthMax = 2_000;

/**
 * What is wrong with an address to send events to, a sentence each; nothing wrong is an empty list.
 *
 * This is what can be said without the network. Where a name points to is decided when we connect
 * (`vettedLookup` in outbound.ts), because by then it may point somewhere else.
 */
export function checkEndpoint(url: string, livemode: boolean): string[] {
  if (url.length > lengthMax) return [`must be at most ${lengthMax} characters long`];
  // The parser drops blanks and line breaks silently and reads `http:shop.example` as absolute; we do neither.
  if (/\s/.test(url)) return ["must not contain white space"];
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return ["must be an absolute http or https address"];

  const { protocol, username, password, hostname } = new URL(url);
  const faults: string[] = [];
  if (username !== "" || password !== "") faults.push("must not contain a user name or password");
  if (livemode && protocol !== "https:") faults.push("must be https in live mode");
  if (livemode && isLocalHost(hostname)) faults.push("must be reachable from the public internet in live mode");
  return faults;
}

/** A host that needs no look-up to be known as ours or our neighbour's. The URL parser has normalised `0x7f.1` and the like. */
function isLocalHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? /(^|\.)localhost\.?$/.test(host) : !isPublicAddress(host);
}

/**
 * Whether an IP address is an ordinary one of the public internet. Addresses that carry an IPv4 address
 * inside (mapped, 6to4, NAT64, Teredo) are not: they could lead to a private one.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  // ipaddr.js calls everything without a name of its own unicast, `::7f00:1` too; of IPv6 only 2000::/3 is given out.
  return parsed.kind() === "ipv4" || parsed.match(globalUnicast);
}

const globalUnicast = ipaddr.parseCIDR("2000::/3");
