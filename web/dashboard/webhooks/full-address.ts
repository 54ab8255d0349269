import type { Mode } from "../mode.ts";

/**
 * An address as somebody types it, with the scheme that it lacks: https, but http for what is surely a machine of one's own, which only test mode may be
 * sent to. What has a scheme stays as it is, and so does what is no address at all, which the gateway refuses in words.
 */
export function fullAddress(typed: string, mode: Mode): string {
  const address = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address) || !/^[\w[]/.test(address)) return address;
  return `${mode === "test" && isOwnMachine(address) ? "http" : "https"}://${address}`;
}

/** A name without a dot, or an IP address. */
function isOwnMachine(address: string): boolean {
  const host = address.split(/[/?#]/)[0] ?? "";
  return (
    host.startsWith("[") ||
    /^[^.]+$/.test(host) ||
    /^[^.]+\.localhost(:\d+)?$/.test(host) ||
    /^[\d.]+(:\d+)?$/.test(host)
  );
}
