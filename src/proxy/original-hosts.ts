import names from "./original-hosts.json" with { type: "json" };

/**
 * Hosts of the original that lead to Chamra: the API, the vault of tokens, the payer's pages, the browser library, and checkout sessions. Other
 * hosts of its domain (its website, its dashboard) are not the API and are left alone. The file is JSON since `preload.cjs` reads it as well.
 */
export const originalHosts: readonly string[] = names;

/** Host of the original's checkout sessions. */
export const sessionsHost = "checkout-page.omise.co";

/** Domain that all of them are in: certificates of our authority are good for nothing else. */
export const originalDomain = "omise.co";

/** @param name a host name, with or without the dot at its end */
export const isOriginalHost = (name: string): boolean => originalHosts.includes(name.toLowerCase().replace(/\.$/, ""));
