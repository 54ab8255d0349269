import ipaddr from "ipaddr.js";

/** Top-level names that nobody can register (RFC 2606, 6761, 6762; ICANN on `internal`), so no stranger can lead them to us. */
const reserved = /(^|\.)(localhost|local|internal|test)$/;

/**
 * Whether a browser that names this host in a request can be on a page of ours. A stranger's name can be led to our address after their page was
 * loaded from it (DNS rebinding); then the page reads what needs no key. An IP address, a name of one word, as containers have, and a reserved name
 * cannot be theirs.
 *
 * @param host as in the Host header, with or without a port
 */
export function isOwnHost(host: string, publicUrl: string): boolean {
  const name = nameOf(host);
  return name === new URL(publicUrl).hostname || isAddress(name) || !name.includes(".") || reserved.test(name);
}

/** Whether a host is this machine by name or number, whoever asks. */
export const isThisMachine = (host: string | undefined): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(nameOf(host ?? ""));

/** Whether a host is told by number or is this machine: nobody else's page has such an origin. */
export const isNumberOrHere = (host: string): boolean => isAddress(nameOf(host)) || isThisMachine(host);

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");

const isAddress = (name: string): boolean => ipaddr.isValid(name.replace(/^\[|\]$/g, ""));
