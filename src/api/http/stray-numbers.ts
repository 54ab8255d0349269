import { digitsOf, isJsonObject } from "../../domain/base/exact-json.ts";
import { dots } from "../../domain/base/text.ts";
import { withoutNumbers } from "../../vault/number-in-text.ts";

/** Of a card, what the vault reads: it seals the number, and refuses one that stands in the name. */
const forTheVault = new Set(["number", "security_code", "expiration_month", "expiration_year", "name"]);

/** Addresses of the merchant's servers, which no payer has a part in: changed, they would lead nowhere. */
const addresses = new Set(["chain_return_uri", "webhook_uri", "webhook_endpoints"]);

/** Dots as an address may have them. */
const encodedDots = encodeURIComponent(dots);

/**
 * The parameters of a request of live mode with dots in the place of card numbers that stand in texts: payers type them into fields for names and
 * addresses, and merchants pass on what payers type. Numbers that are no texts, such as amounts, are left alone, except in metadata.
 */
export function withoutStrayNumbers(parameters: unknown): unknown {
  if (typeof parameters === "string") return withoutNumbers(parameters);
  if (Array.isArray(parameters)) return parameters.map(withoutStrayNumbers);
  if (!isJsonObject(parameters)) return parameters;
  return mapped(parameters, (name, value) => {
    if (name === "metadata") return inMetadata(value);
    if (name === "card" && isJsonObject(value))
      return mapped(value, (field, text) => (forTheVault.has(field) ? text : withoutStrayNumbers(text)));
    if (name === "return_uri") return inAddress(value);
    return addresses.has(name) ? value : withoutStrayNumbers(value);
  });
}

/** Merchants name their own keys, and JSON has numbers. */
function inMetadata(value: unknown): unknown {
  const digits = digitsOf(value);
  if (digits !== undefined) {
    const kept = withoutNumbers(digits);
    return kept === digits ? value : kept;
  }
  if (typeof value === "string") return withoutNumbers(value);
  if (Array.isArray(value)) return value.map(inMetadata);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [withoutNumbers(key), inMetadata(member)]));
}

/** It leads to a page: only what it carries along can be changed. */
function inAddress(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const end = value.search(/[?#]/);
  return end < 0 ? value : value.slice(0, end) + withoutNumbers(value.slice(end), encodedDots);
}

function mapped(given: Record<string, unknown>, change: (name: string, value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(name, value)]));
}
