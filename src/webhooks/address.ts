import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Upper bound of an address in characters. No length is documented; many proxies on the way refuse longer ones. */
const lengthMax = 2_000;

/**
 * Checks an address for events without the network, and returns each fault as a sentence; an empty list means it is allowed.
 *
 * The IP address behind a name is judged when we connect (`vettedLookup` in outbound.ts), because the name may point elsewhere by then.
 *
 * @param testReach where test mode may send to
 */
export function checkEndpoint(url: string, livemode: boolean, testReach: Reach = "private"): string[] {
  if (url.length > lengthMax) return [`must be at most ${lengthMax} characters long`];
  // The parser silently drops blanks and line breaks and reads `http:shop.example` as absolute; we refuse both.
  if (/\s/.test(url)) return ["must not contain white space"];
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return ["must be an absolute http or https address"];

  const { protocol, username, password, hostname } = new URL(url);
  const faults: string[] = [];
  if (username !== "" || password !== "") faults.push("must not contain a user name or password");
  if (livemode && protocol !== "https:") faults.push("must be https in live mode");
  if (livemode && isLocalHost(hostname)) faults.push("must be reachable from the public internet in live mode");
  if (!livemode && !mayBeHost(hostname, testReach))
    faults.push(
      testReach === "private"
        ? "must not be of this network alone"
        : "must be reachable from the public internet: CHAMRA_TEST_WEBHOOKS=private opens private networks to test mode",
    );
  return faults;
}

/** How far test mode may send: to the public internet only, or to private networks too, where shops are built. */
export type Reach = "public" | "private";

/** Whether test mode may connect to an IP address. */
export function isWithinReach(address: string, reach: Reach): boolean {
  return isPublicAddress(address) || (reach === "private" && !isOfOneNetwork(address));
}

function mayBeHost(hostname: string, reach: Reach): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? reach === "private" || !isLocalHost(hostname) : isWithinReach(host, reach);
}

/**
 * Link-local addresses, where clouds keep a machine's secrets (169.254.169.254, and fd00:ec2::254 of AWS), and IPv6 addresses that carry an IPv4
 * address and could lead to one. No shop is built there.
 */
function isOfOneNetwork(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = ipaddr.process(address); // takes the IPv4 address out of ::ffff:169.254.169.254
  if (parsed.toString() === "fd00:ec2::254") return true;
  return ["linkLocal", "rfc6052", "rfc6145", "6to4", "teredo"].includes(parsed.range());
}

/** Whether a host is known without a look-up as this machine or its network. The URL parser has normalised `0x7f.1` and the like. */
export function isLocalHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? /(^|\.)localhost\.?$/.test(host) : !isPublicAddress(host);
}

/**
 * Whether an IP address belongs to the public internet. Addresses that carry an IPv4 address inside
 * (mapped, 6to4, NAT64, Teredo) do not count: they could lead to a private one.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  // ipaddr.js calls every address without a special name unicast, even `::7f00:1`; of IPv6 only 2000::/3 is given out.
  return parsed.kind() === "ipv4" || parsed.match(globalUnicast);
}

const globalUnicast = ipaddr.parseCIDR("2000::/3");
