import { digitsOf, isJsonObject } from "../../domain/base/exact-json.ts";
import { dots } from "../../domain/base/text.ts";
import { withoutNumbers } from "../../vault/number-in-text.ts";
import { UploadedFile } from "../wire/uploaded-file.ts";

/** Parameters of a card that only the vault reads: it seals the number, and refuses one in the name. */
const forTheVault = new Set(["number", "security_code", "expiration_month", "expiration_year", "name"]);

/** Addresses of the merchant's servers, which payers do not write: changed, they would lead nowhere. */
const addresses = new Set(["chain_return_uri", "webhook_uri", "webhook_endpoints"]);

/** Dots encoded for an address. */
const encodedDots = encodeURIComponent(dots);

/**
 * Parameters of a live request with dots in place of card numbers in texts: payers type them into fields for names and
 * addresses, and merchants pass them on. JSON numbers, such as amounts, are left alone, except in metadata.
 */
export function withoutStrayNumbers(parameters: unknown): unknown {
  if (typeof parameters === "string") return withoutNumbers(parameters);
  if (parameters instanceof UploadedFile)
    return new UploadedFile(withoutNumbers(parameters.filename), parameters.contentType, parameters.contents);
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

/** Metadata with dots: merchants name their own keys, and JSON has numbers. */
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

/** An address with dots only in its query and fragment, so that it still leads to its page. */
function inAddress(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const end = value.search(/[?#]/);
  return end < 0 ? value : value.slice(0, end) + withoutNumbers(value.slice(end), encodedDots);
}

function mapped(given: Record<string, unknown>, change: (name: string, value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(name, value)]));
}
