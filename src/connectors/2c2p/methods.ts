import type { UpstreamOffer } from "../upstream.ts";
import type { Channel } from "./wire.ts";

/** How 2C2P carries a method. `bank`: code of the bank whose app is opened. */
type Carried = { channel: Channel; bank?: string; offer: UpstreamOffer };

/** Verbs of what is paid by a card: it can be voided and refunded. */
const byCard = { verbs: ["open", "refund"], card: "on its page" } as const;

/** What is paid from an account. The methods themselves have no refunds either. */
const byAccount: UpstreamOffer = {
  verbs: ["open"],
  noRefunds: "2C2P refunds payments by card only; return the money by a transfer",
};

/** Banks of Thai apps, by the code in our methods. Source: doc, "Web Payment (Direct Debit)", whose banks have the same codes. */
const apps: Readonly<Record<string, string>> = { bay: "BAY", bbl: "BBL", kbank: "KBANK", ktb: "KTB", scb: "SCB" };

/** The method at 2C2P; undefined where it has not the method. */
export function carriedBy(type: string): Carried | undefined {
  if (type === "card")
    return { channel: "CC", offer: { verbs: ["open", "capture", "reverse", "refund"], card: "on its page" } };
  if (/^installment_(?!paynext)/.test(type)) return { channel: "IPP", offer: byCard };
  if (type === "promptpay") return { channel: "QR", offer: byAccount };
  const [, app = ""] = /^mobile_banking_(\w+)$/.exec(type) ?? [];
  const bank = Object.hasOwn(apps, app) ? apps[app] : undefined;
  return bank === undefined ? undefined : { channel: "IMBANK", bank, offer: byAccount };
}
