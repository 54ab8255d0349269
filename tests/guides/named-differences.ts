import type { NamedDifference } from "./compare.ts";

export type Sample =
  | "kplus-source"
  | "kplus-charge"
  | "installments-token"
  | "installments-source"
  | "installments-charge";

/**
 * All differences between our answers and the samples of the guides. Hosts, ids, times, fingerprint, address and reference
 * do not count: nothing in the request determines them.
 */
export const namedDifferences: Record<Sample, NamedDifference[]> = {
  "kplus-source": [newer("promotion_code", null), newer("qr_settings", null)],
  "kplus-charge": [
    newer("source.promotion_code", null),
    newer("source.qr_settings", null),
    newer("missing_3ds_fields", []),
    newer("linked_account", null),
    newer("merchant_advice", null),
    newer("merchant_advice_code", null),
    newer("authorized_at", null),
    newer("multi_capture", false),
    {
      path: "expires_at",
      answer: "created_at + 600 s",
      reason: "the guide's text says 10 minutes, its sample 7 days; the text is the rule",
    },
  ],
  "installments-token": [laterYear("card.expiration_year")],
  "installments-source": [newer("qr_settings", null)],
  "installments-charge": [
    {
      path: "card.expiration_month",
      answer: 12,
      reason: "the sample was made with another token than the guide's own request makes",
    },
    laterYear("card.expiration_year"),
    newer("source.qr_settings", null),
    newer("missing_3ds_fields", ["email", "phone_number"]),
    newer("merchant_advice_code", null),
  ],
};

/** The samples of 2024 lack keys that recordings of 2025 have; answers have the keys of the newest recording, in its order. */
function newer(path: string, answer: unknown): NamedDifference {
  return { path, answer, reason: "the key is newer than this sample" };
}

function laterYear(path: string): NamedDifference {
  return { path, answer: 2030, reason: "the card of the guide has expired; its year is moved ahead" };
}
