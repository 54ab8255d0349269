import type { Mode } from "../mode.ts";

/**
 * Adds a missing scheme to a typed address: https, but http for hosts that are surely local, which only test mode may
 * use. An address with a scheme is unchanged, and so is text that is no address: the gateway refuses it with a message.
 */
export function fullAddress(typed: string, mode: Mode): string {
  const address = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address) || !/^[\w[]/.test(address)) return address;
  return `${mode === "test" && isOwnMachine(address) ? "http" : "https"}://${address}`;
}

/** Matches a host name without a dot, or an IP address. */
function isOwnMachine(address: string): boolean {
  const host = address.split(/[/?#]/)[0] ?? "";
  return (
    host.startsWith("[") ||
    /^[^.]+$/.test(host) ||
    /^[^.]+\.localhost(:\d+)?$/.test(host) ||
    /^[\d.]+(:\d+)?$/.test(host)
  );
}
