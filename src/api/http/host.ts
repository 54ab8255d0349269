import ipaddr from "ipaddr.js";
import { isOriginalHost, sessionsHost } from "../../proxy/original-hosts.ts";

/** Top-level names that nobody can register (RFC 2606, 6761, 6762; ICANN on `internal`), so no stranger can point them to us. */
const reserved = /(^|\.)(localhost|local|internal|test)$/;

/**
 * Whether a request's host is one under which only pages of ours can be. A stranger can point their own name to our address after their page was
 * loaded (DNS rebinding); their page could then read what needs no key. An IP address, a name of one word, as containers have, a reserved
 * name, and a host of the original, under which unmodified programs come, cannot be theirs.
 *
 * @param host as in the Host header, with or without a port
 */
export function isOwnHost(host: string, publicUrl: string): boolean {
  const name = nameOf(host);
  const nobodys = isAddress(name) || !name.includes(".") || reserved.test(name);
  return nobodys || isOriginalHost(name) || name === new URL(publicUrl).hostname;
}

/**
 * Where a caller is told that the pages of checkout sessions are: at the original's host of them for a caller who came under it, since the plug-in for
 * WooCommerce sends its payers to no other host; else at our own name.
 *
 * @param asked the header Host, and X-Forwarded-Host, which our own proxy sends. Anybody can send it; they then read that name in their own answer, and no other
 */
export const sessionsUrlFor = (asked: readonly unknown[], publicUrl: string): string =>
  asked.some((host) => nameOf(String(host ?? "")) === sessionsHost) ? `https://${sessionsHost}` : publicUrl;

/** Whether a host is this machine by name or number. */
export const isThisMachine = (host: string | undefined): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(nameOf(host ?? ""));

/** Whether a host is an IP address or this machine: no page of a stranger has such an origin. */
export const isNumberOrHere = (host: string): boolean => isAddress(nameOf(host)) || isThisMachine(host);

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");

const isAddress = (name: string): boolean => ipaddr.isValid(name.replace(/^\[|\]$/g, ""));
