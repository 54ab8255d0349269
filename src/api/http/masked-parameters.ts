import { digitsOf, isJsonObject } from "../../domain/base/exact-json.ts";
import { kindOfId } from "../../domain/base/id.ts";
import { withoutCardNumbers, withoutSecrets } from "../../domain/base/mask.ts";
import { dots } from "../../domain/base/text.ts";
import { withoutNumbers } from "../../vault/number-in-text.ts";

/** Parameters whose values may be kept. All others are masked: a card's details, and what people send by mistake. */
const shown = new Set([
  ..."amount amount_from amount_to authentication authorization_type bank capture capture_amount chain_enabled".split(
    " ",
  ),
  ..."chain_return_uri charge city country currency customer default_card description dispute email expires_at first_charge from".split(
    " ",
  ),
  ..."installment_term installment_terms ip limit metadata metadata_export_keys mobile_number offset order phone_number".split(
    " ",
  ),
  ..."fail_fast percentage_of_balance recipient split_transfer".split(" "),
  ..."platform_type postal_code recurring_reason refund return_uri source store_id store_name term terminal_id to transaction_indicator transfer type".split(
    " ",
  ),
  ..."version void webhook_endpoints webhook_uri zero_interest_installments".split(" "),
]);

/** Parameters of a card that may be kept; fewer than of anything else. */
const shownOfCard = new Set(["city", "country", "postal_code"]);

/** Parameters whose values are never as long as a card number. */
const neverSoLong = ["card", "amount", "capture_amount", "currency", "source", "type", "installment_term"];

/**
 * Parameters as the request log keeps them, the same names in the same order.
 * If a card number is in the place of something else, its security code may be anywhere, so no value is kept at all.
 */
export function maskedParameters(given: Record<string, unknown>): Record<string, unknown> {
  if (neverSoLong.some((name) => isCardNumberLike(given[name]))) return membersOf(given, () => dots);
  return membersOf(given, (name, value) => {
    if (name === "card") return maskedCard(value);
    if (name === "metadata") return masked(value);
    if (name === "source" && isJsonObject(value)) return maskedParameters(value);
    return shown.has(name) ? masked(value) : dots;
  });
}

function maskedCard(value: unknown): unknown {
  if (isJsonObject(value)) return membersOf(value, (name, member) => (shownOfCard.has(name) ? masked(member) : dots));
  return typeof value === "string" && ["token", "card"].includes(kindOfId(value) ?? "") ? value : dots;
}

/** A value that may be kept, without what looks like a card number or a key; merchants write anything into their own fields. */
function masked(value: unknown): unknown {
  if (typeof value === "string") return withoutSecrets(withoutNumbers(value));
  const digits = digitsOf(value);
  if (digits !== undefined) return withoutSecrets(digits) === digits ? value : dots;
  if (Array.isArray(value)) return value.map(masked);
  return isJsonObject(value) ? membersOf(value, (_, member) => masked(member)) : value;
}

function membersOf(
  value: Record<string, unknown>,
  show: (name: string, member: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [withoutSecrets(name), show(name, member)]));
}

function isCardNumberLike(value: unknown): boolean {
  const text = digitsOf(value) ?? value;
  return typeof text === "string" && withoutCardNumbers(text) !== text;
}
